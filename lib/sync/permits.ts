import { DONE } from "../kernel/stages.js";
import { hold, letGo, type Holdable } from "../kernel/extras.js";
import type { TaskNode } from "../kernel/task.js";
import { leaveBehind, pickUp } from "./left-behind.js";

/** What one task has taken of a semaphore. It is told of where the task ends without giving it back. */
class Taken implements Holdable {
  count = 0;
  readonly task: TaskNode;
  private readonly what: string;

  constructor(task: TaskNode, what: string) {
    this.task = task;
    this.what = what;
    hold(task, this);
  }

  /** All of it was given back. */
  close(): void {
    letGo(this.task, this);
    if (this.task.stage >= DONE) pickUp(this.task.kernel, this);
  }

  /** The semaphore is as good as before: anybody may give the permits back. */
  ownerEnded(task: TaskNode): void {
    leaveBehind(task.kernel, this);
  }

  toString(): string {
    const permits = this.count === 1 ? "1 permit" : `${String(this.count)} permits`;
    const taker = this.task.stage >= DONE ? `, taken by ${this.task.path}, which has ended` : "";
    return `${permits} of ${this.what}${taker}`;
  }
}

/**
 * Who has the permits that are out. Only reports ask: permits have no owner, and are given back by whoever likes. So what is
 * given back without a guard is put down to the task that does it, where it has any, and else to whoever took some first.
 */
export class PermitBooks {
  private readonly what: string;
  private readonly taken = new Map<TaskNode, Taken>();

  constructor(what: string) {
    this.what = what;
  }

  /** Permits that are taken outside of any turn are nobody's, and are not on the books. */
  take(task: TaskNode, count: number): void {
    let entry = this.taken.get(task);
    if (entry === undefined) this.taken.set(task, (entry = new Taken(task, this.what)));
    entry.count += count;
  }

  giveBack(task: TaskNode | null, count: number): void {
    const own = task === null ? undefined : this.taken.get(task);
    let left = own === undefined ? count : this.reduce(own, count);
    for (const entry of this.taken.values()) {
      if (left === 0) return;
      left = this.reduce(entry, left);
    }
  }

  /** What is left of `count` when this entry has lost as much of it as it has. */
  private reduce(entry: Taken, count: number): number {
    const part = Math.min(entry.count, count);
    entry.count -= part;
    if (entry.count === 0) {
      this.taken.delete(entry.task);
      entry.close();
    }
    return count - part;
  }
}
