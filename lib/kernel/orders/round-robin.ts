import type { Order } from "../order.js";
import { Ring } from "../ring.js";
import type { TaskNode } from "../task.js";

/** First in, first out (T2): the default. */
export class RoundRobin implements Order {
  readonly name = "round-robin";
  private readonly queue = new Ring<TaskNode>(64);

  get size(): number {
    return this.queue.size;
  }

  add(task: TaskNode): void {
    this.queue.push(task);
  }

  take(): TaskNode | undefined {
    return this.queue.shift();
  }

  remove(task: TaskNode): void {
    this.queue.remove(task);
  }

  list(): TaskNode[] {
    return this.queue.toArray();
  }
}
