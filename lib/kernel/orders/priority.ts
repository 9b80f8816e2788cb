import type { Order } from "../order.js";
import { Ring } from "../ring.js";
import type { TaskNode } from "../task.js";

/** The ready task of the highest priority; first in, first out among equals. */
export class Priority implements Order {
  readonly name = "priority";
  /** A queue for each priority that a task has had, highest first. There are few, and they stay. */
  private readonly levels: { priority: number; queue: Ring<TaskNode> }[] = [];
  /** All ready tasks in the order of their arrival, for `list`. */
  private readonly arrivals = new Set<TaskNode>();

  get size(): number {
    return this.arrivals.size;
  }

  add(task: TaskNode): void {
    this.arrivals.add(task);
    this.queueOf(priorityOf(task)).push(task);
  }

  take(): TaskNode | undefined {
    for (const { queue } of this.levels) {
      const task = queue.shift();
      if (task === undefined) continue;
      this.arrivals.delete(task);
      return task;
    }
    return undefined;
  }

  remove(task: TaskNode): void {
    if (this.arrivals.delete(task)) this.queueOf(priorityOf(task)).remove(task);
  }

  list(): TaskNode[] {
    return [...this.arrivals];
  }

  private queueOf(priority: number): Ring<TaskNode> {
    let index = 0;
    for (const level of this.levels) {
      if (level.priority === priority) return level.queue;
      if (level.priority < priority) break;
      index++;
    }
    const queue = new Ring<TaskNode>();
    this.levels.splice(index, 0, { priority, queue });
    return queue;
  }
}

function priorityOf(task: TaskNode): number {
  return task.extras?.priority ?? 0;
}
