/** A kernel that is driven turn by turn, with its invariants checked after each, and with a record of what it did. */
import { leftovers } from "../../lib/host/inspect.js";
import { makeKernel, type SchedulerOptions } from "../../lib/host/options.js";
import { close, step } from "../../lib/host/virtual-time.js";
import { checkInvariants } from "../../lib/kernel/invariants/check.js";
import type { Kernel } from "../../lib/kernel/kernel.js";
import { Observer } from "../../lib/kernel/observer.js";
import { preview } from "../../lib/kernel/preview.js";
import { Scope } from "../../lib/kernel/scope.js";
import type { TaskNode } from "../../lib/kernel/task.js";
import type { Program } from "../../lib/index.js";

export class WatchedKernel {
  readonly kernel: Kernel;
  /** Every event that an observer hears, a line each. */
  readonly events: string[] = [];
  /** Every task that was ever born, in order. */
  readonly tasks: TaskNode[] = [];
  /** What the host calls threw, in order. */
  readonly thrown: unknown[] = [];
  /** What went wrong in the order of ends. */
  readonly complaints: string[] = [];
  turns = 0;

  constructor(options: SchedulerOptions = {}) {
    this.kernel = makeKernel(options);
    this.kernel.observer = this.recorder();
  }

  spawn(program: Program): TaskNode {
    return this.kernel.spawn(null, null, program, []);
  }

  /** One turn; false when nothing can happen. */
  step(): boolean {
    const goesOn = this.hostCall(() => this.kernel.drive("step", () => step(this.kernel))) ?? true;
    if (goesOn) this.turns++;
    return goesOn;
  }

  /** Runs until nothing can happen, but no more than `limit` turns. */
  settle(limit = 10_000): void {
    const end = this.turns + limit;
    while (this.step()) {
      if (this.turns > end) throw new Error(`this run does not end:\n${leftovers(this.kernel).join("\n")}`);
    }
  }

  close(): void {
    this.hostCall(() => this.kernel.drive("close", () => close(this.kernel)));
  }

  /** What is left behind, in words. */
  leftovers(): string[] {
    const words = leftovers(this.kernel);
    if (this.kernel.outside.size > 0) words.push(`outside waits: ${this.kernel.outside.size}`);
    for (const task of this.tasks) {
      if (!task.done) words.push(`${task.label} is ${task.state}`);
      if (task.timer >= 0 || task.joiners !== null) words.push(`${task.label} has a timer or joiners`);
    }
    return words;
  }

  /** The ids of the tasks that were abandoned: no cleanup of theirs runs (C5). */
  abandoned(): string[] {
    return this.tasks.filter((task) => task.extras?.abandoned !== undefined).map((task) => task.id);
  }

  /** Makes a host call, keeps what it throws (`undefined` is the answer then), and checks the invariants. */
  private hostCall<T>(call: () => T): T | undefined {
    try {
      return call();
    } catch (error) {
      this.thrown.push(...(error instanceof AggregateError ? (error.errors as unknown[]) : [error]));
      return undefined;
    } finally {
      checkInvariants(this.kernel);
    }
  }

  private recorder(): Observer {
    const observer = new Observer();
    for (const name of Object.getOwnPropertyNames(Observer.prototype) as (keyof Observer | "constructor")[]) {
      if (name !== "constructor") observer[name] = (...args: readonly unknown[]) => this.hear(name, args);
    }
    return observer;
  }

  private hear(name: string, args: readonly unknown[]): void {
    const shown = name === "touched" ? args.slice(1) : args;
    this.events.push([name, ...shown.map((arg) => preview(arg))].join(" "));
    const [task] = args as [TaskNode];
    if (name === "spawned") this.tasks.push(task);
    if (name === "cancelled" && this.goesOutOfOrder(task))
      this.complaints.push(`${task.label} goes before a younger one`);
    if (name !== "ended") return;
    const left = this.tasks.find((child) => child.parent === task && !child.done);
    if (left !== undefined) this.complaints.push(`${task.label} ended before ${left.label}`);
  }

  /** Whether its parent, which tears the scope down, cancels a child that is not the youngest member there. */
  private goesOutOfOrder(task: TaskNode): boolean {
    const { home } = task;
    if (!(home instanceof Scope) || home.task !== this.kernel.running || home.task.scope !== home) return false;
    return (home.doomed || home.bodyOver) && home.returning === null && task.younger !== null;
  }
}
