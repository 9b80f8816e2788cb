import type { Order } from "../order.js";
import { RandomStream } from "../random.js";
import type { TaskNode } from "../task.js";

/** Any of the ready tasks, each as likely as the other; which one follows from the seed. */
export class Shuffled implements Order {
  readonly name = "shuffled";
  private readonly ready: TaskNode[] = [];
  private readonly random: RandomStream;

  constructor(seed: number) {
    this.random = new RandomStream(`${String(seed)}/order`);
  }

  get size(): number {
    return this.ready.length;
  }

  add(task: TaskNode): void {
    this.ready.push(task);
  }

  take(): TaskNode | undefined {
    const count = this.ready.length;
    if (count === 0) return undefined;
    // The hole is closed by shifting, so that the list stays in the order of arrival: it shows in traces.
    return this.ready.splice(this.random.below(count), 1)[0];
  }

  remove(task: TaskNode): void {
    const index = this.ready.indexOf(task);
    if (index >= 0) this.ready.splice(index, 1);
  }

  list(): TaskNode[] {
    return [...this.ready];
  }
}
