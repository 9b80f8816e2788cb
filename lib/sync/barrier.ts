import { checkCount } from "../kernel/checks.js";
import { born } from "../kernel/identity.js";
import { Shown } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { BrokenBarrierError } from "./lock-errors.js";
import { touch, writes } from "./touches.js";
import { WaitQueue } from "./wait-queue.js";
import { Waking } from "./waking.js";

/**
 * A place where a fixed number of tasks wait for each other: when the last one comes, all go on, and the next generation can
 * begin. One that is cancelled or interrupted there breaks it for all, since the others would wait for ever.
 *
 * @example
 * const phase = new Barrier(3);
 * yield* phase.wait();
 */
export class Barrier extends Shown {
  private static readonly WAIT = /* @__PURE__ */ new Instruction<Barrier, undefined>({
    name: "barrier.wait",
    describe: ({ subject }) => `${String(subject)}.wait()`,
    touches: (_task, { subject }) => writes(subject),
    begin(_kernel, task, { subject }) {
      subject.arrive(task);
      return false;
    },
    withdraw(kernel, task, { subject }) {
      subject.waiters.remove(task);
      subject.break(`${task.label} went away while it waited there`, new Waking("break", kernel));
      return true;
    },
  });

  /** How many tasks wait for each other. */
  readonly parties: number;
  private generations = 0;
  private broken: BrokenBarrierError | null = null;
  private readonly waiters = new WaitQueue();
  private readonly waiting: Syscall<number> = new Request<number, Barrier, undefined>(Barrier.WAIT, this, undefined);
  private readonly what: string;

  /**
   * @param parties how many tasks wait for each other
   * @param name what reports call it
   */
  constructor(parties: number, name?: string) {
    super();
    born(this);
    checkCount(parties, "Barrier: parties");
    this.parties = parties;
    this.what = name === undefined ? `Barrier(${String(parties)})` : `Barrier ${name}`;
  }

  /** How many times all have met. */
  get generation(): number {
    touch(this, "read");
    return this.generations;
  }

  /** How many wait there now. */
  get waitingCount(): number {
    touch(this, "read");
    return this.waiters.size;
  }

  /** Whether a party went away, so that waiting throws until `reset`. */
  get isBroken(): boolean {
    touch(this, "read");
    return this.broken !== null;
  }

  /**
   * Waits for the others. The answer is how many had come before: 0 for the first.
   * @throws BrokenBarrierError when one of them went away
   */
  wait(): Syscall<number> {
    return this.waiting;
  }

  /** Mends a broken one. Those who wait are told that it was broken. */
  reset(): void {
    touch(this, "write");
    if (this.waiters.size > 0) this.break("it was reset", new Waking("reset"));
    this.broken = null;
  }

  toString(): string {
    return this.what;
  }

  private arrive(task: TaskNode): void {
    if (this.broken !== null) task.failed(this.broken);
    else if (this.waiters.size < this.parties - 1) this.waiters.add(task, undefined);
    else this.meet(task);
  }

  /** The last one has come: the others go on in the order in which they came, then it does. */
  private meet(last: TaskNode): void {
    this.generations++;
    const others = this.waiters.toArray();
    const waking = new Waking("meet");
    others.forEach((place, index) => {
      this.waiters.take(place);
      waking.wakes(place.waiter);
      place.waiter.answered(index);
    });
    last.answered(others.length);
  }

  private break(why: string, waking: Waking): void {
    touch(this, "write");
    this.broken ??= new BrokenBarrierError(`${this.what} is broken: ${why}. Call reset() to use it again.`);
    for (let place = this.waiters.shift(); place !== null; place = this.waiters.shift()) {
      waking.wakes(place.waiter);
      place.waiter.failed(this.broken);
    }
  }
}
