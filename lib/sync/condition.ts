import { checkCount, checkFunction } from "../kernel/checks.js";
import { enter } from "../kernel/frames.js";
import type { AnyGenerator } from "../kernel/generators.js";
import type { Kernel } from "../kernel/kernel.js";
import { born } from "../kernel/identity.js";
import { Shown } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Held } from "./guard.js";
import type { Mutex } from "./mutex.js";
import { touch, writes } from "./touches.js";
import { WaitQueue } from "./wait-queue.js";
import { Waking } from "./waking.js";

/**
 * Waiting, with a lock held, for something that others change under the same lock. `wait` gives the lock back, waits to be
 * notified, and takes the lock again before it goes on: also when it is cancelled or interrupted, so that what stands around
 * it finds the lock held.
 *
 * @example
 * const notEmpty = new Condition(mutex);
 * yield* mutex.withLock(function* () {
 *   yield* notEmpty.waitFor(() => items.length > 0);
 *   items.shift();
 * });
 */
export class Condition extends Shown {
  private static readonly WAIT = /* @__PURE__ */ new Instruction<Condition, undefined>({
    name: "condition.wait",
    describe: ({ subject }) => `${String(subject)}.wait()`,
    touches: (_task, { subject }) => [...writes(subject), ...writes(subject.mutex)],
    begin(kernel, task, { subject }) {
      subject.beginWait(kernel, task);
      return false;
    },
    withdraw: (kernel, task, { subject }) => subject.leave(kernel, task),
    drop: (_kernel, task, { subject }) => subject.mutex.dismiss(task),
    wakers(task, { subject }) {
      const { owner } = subject.mutex;
      return owner === null || subject.mutex.returnOf(task) === null ? [] : [owner];
    },
  });

  /** The lock that goes with it. */
  readonly mutex: Mutex;
  private readonly waiters = new WaitQueue<Held>();
  private readonly waiting: Syscall<void> = new Request<void, Condition, undefined>(Condition.WAIT, this, undefined);
  private readonly what: string;

  /**
   * @param mutex the lock that goes with it
   * @param name what reports call it
   */
  constructor(mutex: Mutex, name?: string) {
    super();
    born(this);
    this.mutex = mutex;
    this.what = name === undefined ? `Condition of ${String(mutex)}` : `Condition ${name}`;
  }

  /**
   * Gives the lock back, waits to be notified, and takes the lock again.
   * @throws LockError when the task does not hold the lock
   */
  wait(): Syscall<void> {
    return this.waiting;
  }

  /**
   * Waits until `predicate` is true; it is asked with the lock held, before the first wait and after each.
   *
   * @example
   * yield* notFull.waitFor(() => items.length < 10);
   */
  waitFor(predicate: () => boolean): Syscall<void> {
    checkFunction(predicate, "Condition.waitFor");
    return new Request<void, Condition, () => boolean>(WAIT_FOR, this, predicate);
  }

  /** Wakes the longest waiting, `count` of them. Waking nobody is remembered by nobody. */
  notify(count = 1): void {
    checkCount(count, "Condition.notify");
    touch(this, "write");
    this.wake(count, new Waking("notify"));
  }

  /** Wakes all that wait. */
  notifyAll(): void {
    this.notify(Infinity);
  }

  toString(): string {
    return this.what;
  }

  private wake(count: number, waking: Waking): void {
    for (let i = 0; i < count; i++) {
      const place = this.waiters.shift();
      if (place === null) return;
      const { waiter, item: held } = place;
      waking.wakes(waiter);
      const granted = (): void => waiter.answered(undefined);
      this.mutex.takeBack(waiter, { held, granted, lost: (error) => waiter.failed(error) });
    }
  }

  private beginWait(kernel: Kernel, task: TaskNode): void {
    try {
      this.waiters.add(task, this.mutex.yieldBy(task, this.what));
    } catch (error) {
      kernel.fail(task, error);
    }
  }

  /** A wait is withdrawn: the lock comes first. One that was notified already passes that on, so that no signal is lost. */
  private leave(kernel: Kernel, task: TaskNode): boolean {
    const back = this.mutex.returnOf(task);
    const goOn = (): void => kernel.withdrawn(task);
    if (back !== null) {
      back.granted = goOn;
      back.lost = goOn;
      this.wake(1, new Waking("notify", kernel));
      return false;
    }
    const place = this.waiters.placeOf(task);
    if (place === null) return true;
    this.waiters.take(place);
    // One that is given up has no turn left in which it could give the lock back.
    if (task.extras?.abandoned !== undefined) return true;
    let isBack = true;
    this.mutex.takeBack(task, { held: place.item, granted: () => isBack || goOn(), lost: () => isBack || goOn() });
    isBack = this.mutex.returnOf(task) === null;
    return isBack;
  }
}

const WAIT_FOR = /* @__PURE__ */ new Instruction<Condition, () => boolean>({
  name: "condition.waitFor",
  enters: true,
  describe: ({ subject }) => `${String(subject)}.waitFor()`,
  begin: (kernel, task, { subject, detail }) => enter(kernel, task, waitUntil(subject, detail), "waitFor", null),
});

function* waitUntil(condition: Condition, predicate: () => boolean): AnyGenerator {
  while (!predicate()) yield* condition.wait();
  return undefined;
}
