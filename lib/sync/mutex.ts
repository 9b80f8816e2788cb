import { current } from "../kernel/current.js";
import { born } from "../kernel/identity.js";
import { Shown } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { Held, type Guard, type LockKind } from "./guard.js";
import { holding } from "./holding.js";
import { leaveBehind } from "./left-behind.js";
import { LockAbandonedError, LockError } from "./lock-errors.js";
import { neverFree } from "./never-free.js";
import { touch, writes } from "./touches.js";
import { WaitQueue } from "./wait-queue.js";
import { Waking } from "./waking.js";

/**
 * A lock that one task holds at a time; those that ask for it get it in the order of asking. The holder gives it back by a
 * plain call. A holder that ends without doing so breaks the lock for good: what it guarded may be half done.
 *
 * @example
 * const mutex = new Mutex();
 * const guard = yield* mutex.lock();
 * try { … } finally { guard.release(); }
 */
export class Mutex extends Shown {
  private static readonly LOCK = /* @__PURE__ */ new Instruction<Mutex, undefined>({
    name: "mutex.lock",
    describe: ({ subject }) => `${String(subject)}.lock()`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject }) {
      subject.beginLock(waiter);
      return false;
    },
    withdraw(_kernel, waiter: Waiter, { subject }) {
      subject.waiters.remove(waiter);
      return true;
    },
    wakers: (_task, { subject }) => (subject.holder === null ? [] : [subject.holder.owner]),
  });

  private static readonly KIND: LockKind<Mutex> = {
    released: (mutex) => mutex.next(),
    abandoned: (mutex, owner) => mutex.abandon(owner),
  };

  private readonly waiters = new WaitQueue<Return | null>();
  private holder: Held | null = null;
  private broken: LockAbandonedError | null = null;
  private readonly locking: Syscall<Guard> = new Request<Guard, Mutex, undefined>(Mutex.LOCK, this, undefined);
  private readonly what: string;

  /** @param name what reports call it */
  constructor(name?: string) {
    super();
    born(this);
    this.what = name === undefined ? "Mutex" : `Mutex ${name}`;
  }

  /** Whether some task holds it. */
  get locked(): boolean {
    touch(this, "read");
    return this.holder !== null;
  }

  /**
   * Waits for the lock.
   * @throws LockError when the task holds it already
   * @throws LockAbandonedError when a holder has ended without releasing it
   * @throws DeadlockError when the holder waits for the end of the task that asks
   */
  lock(): Syscall<Guard> {
    return this.locking;
  }

  /** The lock, if it is free. To be called in a task's turn. */
  tryLock(): Guard | undefined {
    touch(this, "write");
    const task = current.kernel?.running ?? null;
    if (task === null)
      throw new LockError(`${this.what}: tryLock was called outside of any turn: no task would hold it.`);
    if (this.broken !== null) throw this.broken;
    return this.holder === null ? this.give(task) : undefined;
  }

  /** Runs `body` as a frame that holds the lock. */
  withLock<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
    return holding(this.lock(), body);
  }

  toString(): string {
    return this.what;
  }

  private beginLock(waiter: Waiter): void {
    const problem = this.problemFor(waiter.task);
    if (problem !== null) waiter.failed(problem);
    else if (this.holder === null) waiter.answered(this.give(waiter.task));
    else this.waiters.add(waiter, null);
  }

  private problemFor(task: TaskNode): Error | null {
    if (this.broken !== null || this.holder === null) return this.broken;
    const { owner } = this.holder;
    if (owner === task) return new LockError(`${this.what} is held by ${task.label} itself, and is not re-entrant.`);
    return neverFree(this.what, [owner], task);
  }

  private give(task: TaskNode): Held {
    this.holder = new Held<Mutex>(task, this.what, this, Mutex.KIND);
    return this.holder;
  }

  /** The lock goes to the longest waiting. */
  private next(): void {
    touch(this, "write");
    this.holder = null;
    const place = this.broken === null ? this.waiters.shift() : null;
    if (place === null) return;
    new Waking("release").wakes(place.waiter);
    if (place.item === null) place.waiter.answered(this.give(place.waiter.task));
    else this.giveBack(place.item);
  }

  private giveBack(back: Return): void {
    this.holder = back.held;
    back.held.resume();
    back.granted();
  }

  private abandon(owner: TaskNode): void {
    touch(this, "write");
    this.holder = null;
    this.broken = new LockAbandonedError(
      `${this.what} was held by ${owner.path} when that ended, and is lost. Release it in a finally, or use withLock.`,
    );
    leaveBehind(owner.kernel, `${this.what}, lost with ${owner.path}, which has ended`);
    const waking = new Waking("abandon", owner.kernel);
    for (let place = this.waiters.shift(); place !== null; place = this.waiters.shift()) {
      waking.wakes(place.waiter);
      if (place.item === null) place.waiter.failed(this.broken);
      else place.item.lost(this.broken);
    }
  }

  // ── for Condition ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Gives the lock up while its holder waits; the answer is what brings it back.
   * @internal
   */
  yieldBy(task: TaskNode, what: string): Held {
    const { holder } = this;
    if (holder?.owner !== task) {
      throw new LockError(`${what}: ${task.label} does not hold ${this.what}. Wait with the lock held.`);
    }
    holder.park();
    this.next();
    return holder;
  }

  /**
   * Brings the lock back to one who gave it up: now (true), or when its turn comes.
   * @internal
   */
  takeBack(waiter: Waiter, back: Return): boolean {
    touch(this, "write");
    if (this.broken !== null) {
      back.lost(this.broken);
      return true;
    }
    if (this.holder === null) {
      this.giveBack(back);
      return true;
    }
    this.waiters.add(waiter, back);
    return false;
  }

  /**
   * What a waiter waits for in order to get the lock back; `null` where it does not.
   * @internal
   */
  returnOf(waiter: Waiter): Return | null {
    return this.waiters.placeOf(waiter)?.item ?? null;
  }

  /**
   * Takes out one who is given up while it waits to get the lock back.
   * @internal
   */
  dismiss(waiter: Waiter): void {
    touch(this, "write");
    this.waiters.remove(waiter);
  }

  /**
   * Who has the lock.
   * @internal
   */
  get owner(): TaskNode | null {
    return this.holder?.owner ?? null;
  }
}

/** How the lock comes back to one who gave it up for a while. */
export interface Return {
  readonly held: Held;
  granted: () => void;
  lost: (error: Error) => void;
}
