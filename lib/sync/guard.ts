import { current } from "../kernel/current.js";
import type { Holdable } from "../kernel/extras.js";
import type { TaskNode } from "../kernel/task.js";
import { LockError } from "./lock-errors.js";

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

/** What one task holds of one lock. */
export class Held implements Guard, Holdable {
  readonly owner: TaskNode;
  private readonly what: string;
  private readonly giveBack: () => void;
  private readonly abandoned: (owner: TaskNode) => void;
  private over = false;

  constructor(owner: TaskNode, what: string, giveBack: () => void, abandoned: (owner: TaskNode) => void) {
    this.owner = owner;
    this.what = what;
    this.giveBack = giveBack;
    this.abandoned = abandoned;
    this.resume();
  }

  release(): void {
    if (this.over) throw new LockError(`${this.what}: this guard has been released already. Release it once.`);
    const running = current.kernel?.running ?? null;
    if (running !== this.owner) {
      const who = running === null ? "outside of any turn" : `by ${running.label}`;
      throw new LockError(
        `${this.what} is held by ${this.owner.label}, and was released ${who}. Its holder releases it.`,
      );
    }
    this.drop();
    this.giveBack();
  }

  [Symbol.dispose](): void {
    if (!this.over) this.release();
  }

  /** Its owner waits for a condition, and does not have the lock meanwhile. */
  park(): void {
    this.owner.more.held?.delete(this);
  }

  /** Its owner has the lock again. */
  resume(): void {
    (this.owner.more.held ??= new Set()).add(this);
  }

  private drop(): void {
    this.over = true;
    this.park();
  }

  ownerEnded(task: TaskNode): void {
    this.drop();
    this.abandoned(task);
  }

  toString(): string {
    return this.what;
  }
}
