import { checkCount } from "../kernel/checks.js";
import { previewAs } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";
import type { Guard } from "./guard.js";
import { holding } from "./holding.js";
import { LockError } from "./lock-errors.js";
import { touch, writes } from "./touches.js";
import { answer, WaitQueue } from "./wait-queue.js";

/**
 * A number of permits. Those that ask get them in the order of asking: a big request is not passed by small ones that come
 * later. Whoever has them gives them back by a plain call, and that need not be the task that took them.
 *
 * @example
 * const connections = new Semaphore(4);
 * using permit = yield* connections.acquire();
 */
export class Semaphore {
  private static readonly ACQUIRE = new Instruction<Semaphore, number>({
    name: "semaphore.acquire",
    describe: ({ subject, detail }) => `${String(subject)}.acquire(${detail === 1 ? "" : String(detail)})`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject, detail }) {
      if (subject.mayTake(detail)) waiter.answered(subject.give(detail));
      else subject.waiters.add(waiter, detail);
      return false;
    },
    withdraw(_kernel, waiter: Waiter, { subject }) {
      subject.waiters.remove(waiter);
      // One that asked for many may have stood before others that ask for few.
      subject.serve();
      return true;
    },
  });

  /** How many permits there are in all. */
  readonly permits: number;
  private free: number;
  private readonly waiters = new WaitQueue<number>();
  private readonly what: string;

  /**
   * @param permits how many there are in all
   * @param name what reports call it
   */
  constructor(permits: number, name?: string) {
    checkCount(permits, "Semaphore: permits");
    this.permits = permits;
    this.free = permits;
    this.what = name === undefined ? `Semaphore(${String(permits)})` : `Semaphore ${name}`;
  }

  /** How many permits are free. */
  get available(): number {
    touch(this, "read");
    return this.free;
  }

  /**
   * Waits for `count` permits, and takes them together.
   * @throws RangeError for more than there are in all: they could never be had
   */
  acquire(count = 1): Syscall<Guard> {
    this.checkRequest(count, "acquire");
    return new Request<Guard, Semaphore, number>(Semaphore.ACQUIRE, this, count);
  }

  /** Takes permits that are free, where nobody waits for any. */
  tryAcquire(count = 1): Guard | undefined {
    this.checkRequest(count, "tryAcquire");
    touch(this, "write");
    return this.mayTake(count) ? this.give(count) : undefined;
  }

  /**
   * Gives back permits that were not taken with a guard, or whose guard is not at hand.
   * @throws LockError where that would make more of them than there are in all
   */
  release(count = 1): void {
    checkCount(count, "release");
    if (this.free + count > this.permits) {
      throw new LockError(
        `${this.what}: release(${String(count)}) would make ${String(this.free + count)} free permits of ` +
          `${String(this.permits)}. Release what was acquired, once.`,
      );
    }
    touch(this, "write");
    this.free += count;
    this.serve();
  }

  /** Runs `body` as a frame that holds `count` permits. */
  withPermits<R>(count: number, body: () => Generator<unknown, R, unknown>): Syscall<R> {
    return holding(this.acquire(count), body);
  }

  toString(): string {
    return this.what;
  }

  private checkRequest(count: number, role: string): void {
    checkCount(count, `${this.what}: ${role}`);
    if (count <= this.permits) return;
    throw new RangeError(`${this.what}: ${role}(${String(count)}) asks for more permits than there are in all.`);
  }

  private mayTake(count: number): boolean {
    return this.waiters.size === 0 && count <= this.free;
  }

  private give(count: number): Guard {
    this.free -= count;
    return new Permits(this, count);
  }

  /** Answers the longest waiting, as far as there are permits for them. */
  private serve(): void {
    for (let place = this.waiters.peek(); place !== null && place.item <= this.free; place = this.waiters.peek()) {
      this.waiters.take(place);
      answer(place.waiter, this.give(place.item), "release");
    }
  }
}

previewAs(Semaphore, (semaphore) => semaphore.toString());

/** Permits that were taken together. */
class Permits implements Guard {
  private readonly semaphore: Semaphore;
  private readonly count: number;
  private over = false;

  constructor(semaphore: Semaphore, count: number) {
    this.semaphore = semaphore;
    this.count = count;
  }

  release(): void {
    if (this.over)
      throw new LockError(`${String(this.semaphore)}: this guard has been released already. Release it once.`);
    this.over = true;
    this.semaphore.release(this.count);
  }

  [Symbol.dispose](): void {
    if (!this.over) this.release();
  }
}
