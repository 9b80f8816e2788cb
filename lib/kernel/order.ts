import type { TaskNode } from "./task.js";

/** Who runs next: it holds the tasks that are ready and hands out one at a time. */
export interface Order {
  /** What a trace calls it. */
  readonly name: string;
  /** How many tasks are ready. */
  readonly size: number;
  /** A task has become ready. */
  add(task: TaskNode): void;
  /** The next task to run, taken out; `undefined` when none is ready. */
  take(): TaskNode | undefined;
  /** Takes out a task that will not run after all. */
  remove(task: TaskNode): void;
  /** The ready tasks in the order in which they became ready. */
  list(): TaskNode[];
}
