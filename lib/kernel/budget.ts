import type { TaskNode } from "./task.js";

/** How many of the latest turns of an instant are counted by task, for the report of a livelock. */
const SAMPLE = 10_000;

/** Counts the turns and frame entries of an instant (D2). Only the last ones are told apart by task: it costs. */
export class TurnBudget {
  /** The latest turns by task, once they are counted. */
  readonly busy: Map<TaskNode, number> = new Map<TaskNode, number>();
  private left = 0;
  private readonly full: number;
  private readonly sample: number;

  constructor(limit: number) {
    this.sample = Math.min(SAMPLE, limit);
    this.full = Math.min(limit, Number.MAX_SAFE_INTEGER) - this.sample;
    this.left = this.full;
  }

  /** Counts one; true when that is more than an instant may have. */
  spend(task: TaskNode): boolean {
    return --this.left < 0 && this.note(task);
  }

  /** How many turns the present instant has had. */
  get spent(): number {
    return this.full - this.left;
  }

  /** A new instant begins. */
  reset(): void {
    this.left = this.full;
    if (this.busy.size > 0) this.busy.clear();
  }

  private note(task: TaskNode): boolean {
    this.busy.set(task, (this.busy.get(task) ?? 0) + 1);
    return this.left < -this.sample;
  }
}
