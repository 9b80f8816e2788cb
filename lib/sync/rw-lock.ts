import { born } from "../kernel/identity.js";
import { Shown } from "../kernel/preview.js";
import type { Kernel } from "../kernel/kernel.js";
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

type Mode = "read" | "write";

/**
 * A lock that many readers hold together, or one writer alone. All get it in the order of asking: a reader that comes after a
 * waiting writer waits behind it, so that neither side starves.
 *
 * @example
 * yield* lock.withRead(function* () { return table.get(key); });
 */
export class RwLock extends Shown {
  private static readonly LOCK = /* @__PURE__ */ new Instruction<RwLock, Mode>({
    name: "rwlock.lock",
    describe: ({ subject, detail }) => `${String(subject)}.${detail}()`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject, detail }) {
      subject.beginLock(waiter, detail);
      return false;
    },
    withdraw(kernel, waiter: Waiter, { subject }) {
      subject.waiters.remove(waiter);
      // A writer that goes away may have stood before readers that can come in now.
      subject.serve(kernel);
      return true;
    },
    wakers: (_task, { subject }) => [...subject.holders.keys()],
  });

  private static readonly KINDS: Record<Mode, LockKind<RwLock>> = {
    read: {
      released: (lock, owner) => lock.takeFrom(owner, null),
      abandoned: (lock, owner) => lock.abandon(owner, "read"),
    },
    write: {
      released: (lock, owner) => lock.takeFrom(owner, null),
      abandoned: (lock, owner) => lock.abandon(owner, "write"),
    },
  };

  /** Who holds it; one entry that writes, or any number that read. */
  private readonly holders = new Map<TaskNode, Held>();
  private mode: Mode | null = null;
  private broken: LockAbandonedError | null = null;
  private readonly waiters = new WaitQueue<Mode>();
  private readonly what: string;

  /** @param name what reports call it */
  constructor(name?: string) {
    super();
    born(this);
    this.what = name === undefined ? "RwLock" : `RwLock ${name}`;
  }

  /** How many readers hold it. */
  get readers(): number {
    touch(this, "read");
    return this.mode === "read" ? this.holders.size : 0;
  }

  /** Whether a writer holds it. */
  get writing(): boolean {
    touch(this, "read");
    return this.mode === "write";
  }

  /**
   * Waits until it may be read.
   * @throws LockError when the task holds the lock already
   * @throws LockAbandonedError when a writer has ended without releasing it
   * @throws DeadlockError when a holder that would have to release it waits for the end of the task that asks
   */
  read(): Syscall<Guard> {
    return new Request<Guard, RwLock, Mode>(RwLock.LOCK, this, "read");
  }

  /** Waits until it may be written. Throws what `read` throws. */
  write(): Syscall<Guard> {
    return new Request<Guard, RwLock, Mode>(RwLock.LOCK, this, "write");
  }

  /** Runs `body` as a frame that holds the lock for reading. */
  withRead<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
    return holding(this.read(), body);
  }

  /** Runs `body` as a frame that holds the lock for writing. */
  withWrite<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
    return holding(this.write(), body);
  }

  toString(): string {
    return this.what;
  }

  private beginLock(waiter: Waiter, mode: Mode): void {
    const { task } = waiter;
    const isFree = this.waiters.firstOtherThan(waiter) === null && this.admits(mode);
    const problem = this.problemFor(task, isFree);
    if (problem !== null) waiter.failed(problem);
    else if (isFree) waiter.answered(this.give(task, mode));
    else this.waiters.add(waiter, mode);
  }

  /** Whoever has to wait at all waits for each of the holders, perhaps behind others that do. */
  private problemFor(task: TaskNode, isFree: boolean): Error | null {
    if (this.broken !== null) return this.broken;
    if (this.holders.has(task)) {
      return new LockError(`${this.what} is held by ${task.label} itself, and is not re-entrant.`);
    }
    return isFree ? null : neverFree(this.what, this.holders.keys(), task);
  }

  private admits(mode: Mode): boolean {
    return this.mode === null || (this.mode === "read" && mode === "read");
  }

  private give(task: TaskNode, mode: Mode): Held {
    const held = new Held<RwLock>(task, this.what, this, RwLock.KINDS[mode]);
    this.mode = mode;
    this.holders.set(task, held);
    return held;
  }

  private takeFrom(task: TaskNode, by: Kernel | null): void {
    touch(this, "write");
    this.holders.delete(task);
    if (this.holders.size === 0) this.mode = null;
    this.serve(by);
  }

  /** Lets in the longest waiting, as far as they get on with each other. `by`: the scheduler whose own doing it is. */
  private serve(by: Kernel | null): void {
    // One that is told of the loss in a `select` takes back its other alternatives, and comes here before the rest are told.
    if (this.broken !== null) return;
    const admits = (mode: Mode): boolean => this.admits(mode);
    const waking = new Waking("release", by);
    for (let place = this.waiters.next(admits); place !== null; place = this.waiters.next(admits)) {
      this.waiters.take(place);
      waking.wakes(place.waiter);
      place.waiter.answered(this.give(place.waiter.task, place.item));
    }
  }

  /** A reader changes nothing, so that one that ends takes nothing with it; a writer may have been half-way. */
  private abandon(task: TaskNode, mode: Mode): void {
    if (mode === "read") {
      this.takeFrom(task, task.kernel);
      return;
    }
    touch(this, "write");
    this.broken = new LockAbandonedError(
      `${this.what} was held by ${task.path} for writing when that ended, and is lost. Release it in a finally, or use withWrite.`,
    );
    this.holders.delete(task);
    this.mode = null;
    leaveBehind(task.kernel, `${this.what}, lost with ${task.path}, which has ended`);
    const waking = new Waking("abandon", task.kernel);
    for (let place = this.waiters.shift(); place !== null; place = this.waiters.shift()) {
      waking.wakes(place.waiter);
      place.waiter.failed(this.broken);
    }
  }
}
