import { current } from "../kernel/current.js";
import { hold, letGo, type Holdable } from "../kernel/extras.js";
import { Shown } from "../kernel/preview.js";
import type { TaskNode } from "../kernel/task.js";
import { LockError } from "./lock-errors.js";
import { touch } from "./touches.js";

/**
 * What holds a lock or permits, until it is released. `using` releases it at the end of its block; a `finally` can release it
 * at any depth, since releasing never waits.
 *
 * @example
 * using guard = yield* mutex.lock();
 */
export interface Guard extends Disposable {
  /**
   * Gives back what it holds.
   * @throws LockError when it has been released already, or by a task that does not hold it
   */
  release(): void;
  /** Gives back what it holds; does nothing when it has been released already. */
  [Symbol.dispose](): void;
}

/** What a kind of lock does with what is held of it: one object a kind, so that taking a lock makes no closures. */
export interface LockKind<Lock> {
  /** The owner has released it. */
  released(lock: Lock, owner: TaskNode): void;
  /** The owner has ended and held it still. */
  abandoned(lock: Lock, owner: TaskNode): void;
}

/** What one task holds of one lock. */
export class Held<Lock extends object = object> extends Shown implements Guard, Holdable {
  readonly owner: TaskNode;
  private readonly what: string;
  private readonly lock: Lock;
  private readonly kind: LockKind<Lock>;
  private over = false;

  constructor(owner: TaskNode, what: string, lock: Lock, kind: LockKind<Lock>) {
    super();
    this.owner = owner;
    this.what = what;
    this.lock = lock;
    this.kind = kind;
    hold(owner, this);
  }

  release(): void {
    const running = current.kernel?.running ?? null;
    if (running !== this.owner) touch(this.lock, "read");
    if (this.over) throw new LockError(`${this.what}: this guard has been released already. Release it once.`);
    if (running !== this.owner) {
      const who = running === null ? "outside of any turn" : `by ${running.label}`;
      throw new LockError(
        `${this.what} is held by ${this.owner.label}, and was released ${who}. Its holder releases it.`,
      );
    }
    this.drop();
    this.kind.released(this.lock, this.owner);
  }

  [Symbol.dispose](): void {
    // Its owner knows whether it has released it. To anybody else that is a look at the lock.
    if (this.over && current.kernel?.running !== this.owner) touch(this.lock, "read");
    if (!this.over) this.release();
  }

  /** Its owner waits for a condition, and does not have the lock meanwhile. */
  park(): void {
    letGo(this.owner, this);
  }

  /** Its owner has the lock again. */
  resume(): void {
    hold(this.owner, this);
  }

  private drop(): void {
    this.over = true;
    this.park();
  }

  ownerEnded(task: TaskNode): void {
    this.drop();
    this.kind.abandoned(this.lock, task);
  }

  toString(): string {
    return this.what;
  }
}
