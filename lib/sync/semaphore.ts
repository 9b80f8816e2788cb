import { checkCount } from "../kernel/checks.js";
import { current } from "../kernel/current.js";
import type { Kernel } from "../kernel/kernel.js";
import { born } from "../kernel/identity.js";
import { Shown } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import type { Guard } from "./guard.js";
import { holding } from "./holding.js";
import { LockError } from "./lock-errors.js";
import { PermitBooks } from "./permits.js";
import { touch, writes } from "./touches.js";
import { WaitQueue } from "./wait-queue.js";
import { Waking } from "./waking.js";

/**
 * A number of permits. Those that ask get them in the order of asking: a big request is not passed by small ones that come
 * later. Whoever has them gives them back by a plain call, and that need not be the task that took them.
 *
 * @example
 * const connections = new Semaphore(4);
 * using permit = yield* connections.acquire();
 */
export class Semaphore extends Shown {
  private static readonly ACQUIRE = /* @__PURE__ */ new Instruction<Semaphore, number>({
    name: "semaphore.acquire",
    describe: ({ subject, detail }) => `${String(subject)}.acquire(${detail === 1 ? "" : String(detail)})`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject, detail }) {
      if (subject.mayTake(detail, waiter)) waiter.answered(subject.give(detail, waiter.task));
      else subject.waiters.add(waiter, detail);
      return false;
    },
    withdraw(kernel, waiter: Waiter, { subject }) {
      subject.waiters.remove(waiter);
      // One that asked for many may have stood before others that ask for few.
      subject.serve(kernel);
      return true;
    },
  });

  /** How many permits there are in all. */
  readonly permits: number;
  private free: number;
  private readonly waiters = new WaitQueue<number>();
  private readonly what: string;
  private readonly books: PermitBooks;

  /**
   * @param permits how many there are in all
   * @param name what reports call it
   */
  constructor(permits: number, name?: string) {
    super();
    born(this);
    checkCount(permits, "Semaphore: permits");
    this.permits = permits;
    this.free = permits;
    this.what = name === undefined ? `Semaphore(${String(permits)})` : `Semaphore ${name}`;
    this.books = new PermitBooks(this.what);
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
    return this.mayTake(count, null) ? this.give(count, current.kernel?.running ?? null) : undefined;
  }

  /**
   * Gives back permits that were not taken with a guard, or whose guard is not at hand.
   * @throws LockError where that would make more of them than there are in all
   */
  release(count = 1): void {
    checkCount(count, `${this.what}: release`);
    this.putBack(count);
    this.books.giveBack(current.kernel?.running ?? null, count);
    this.serve(null);
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
    if (count <= this.permits && count !== Infinity) return;
    throw new RangeError(`${this.what}: ${role}(${String(count)}) asks for more permits than there are in all.`);
  }

  private mayTake(count: number, waiter: Waiter | null): boolean {
    return count <= this.free && this.waiters.firstOtherThan(waiter) === null;
  }

  private give(count: number, task: TaskNode | null): Guard {
    this.free -= count;
    if (task !== null) this.books.take(task, count);
    return new Permits(this, () => {
      this.putBack(count);
      if (task !== null) this.books.giveBack(task, count);
      this.serve(null);
    });
  }

  private putBack(count: number): void {
    // Before the check: whether there are too many depends on who has released before.
    touch(this, "write");
    if (this.free + count > this.permits) {
      throw new LockError(
        `${this.what}: release(${String(count)}) would make ${String(this.free + count)} free permits of ` +
          `${String(this.permits)}. Release what was acquired, once.`,
      );
    }
    this.free += count;
  }

  /** Answers the longest waiting, as far as there are permits for them. `by`: the scheduler whose own doing it is. */
  private serve(by: Kernel | null): void {
    const waking = new Waking("release", by);
    const hasEnough = (count: number): boolean => count <= this.free;
    for (let place = this.waiters.next(hasEnough); place !== null; place = this.waiters.next(hasEnough)) {
      this.waiters.take(place);
      waking.wakes(place.waiter);
      place.waiter.answered(this.give(place.item, place.waiter.task));
    }
  }
}

/** Permits that were taken together. */
class Permits extends Shown implements Guard {
  private readonly semaphore: Semaphore;
  private readonly giveBack: () => void;
  private over = false;

  constructor(semaphore: Semaphore, giveBack: () => void) {
    super();
    this.semaphore = semaphore;
    this.giveBack = giveBack;
  }

  release(): void {
    if (this.isOver()) {
      throw new LockError(`${String(this.semaphore)}: this guard has been released already. Release it once.`);
    }
    this.over = true;
    this.giveBack();
  }

  [Symbol.dispose](): void {
    if (!this.isOver()) this.release();
  }

  toString(): string {
    return String(this.semaphore);
  }

  /** Any task may have released it: so to look at that is to look at the semaphore. */
  private isOver(): boolean {
    touch(this.semaphore, "read");
    return this.over;
  }
}
