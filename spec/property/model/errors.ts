/** The errors of the model: known by their names, as those of Rondo are in a log. */
import { show } from "./show.js";
import type { Task } from "./state.js";

const under = new WeakMap<Error, Error[]>();

export class Failure extends Error {
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** What joining a cancelled task throws (C7). */
export class Cancelled extends Failure {
  readonly reason: unknown;
  readonly task: Task;

  constructor(task: Task) {
    super("CancelledError");
    this.reason = task.cancellation?.reason;
    this.task = task;
  }
}

/** Keeps an error of a teardown under the one that caused it: once, and never under itself (F2). */
export function suppress(first: Error, later: Error): void {
  const kept = suppressed(first);
  if (first !== later && !kept.includes(later)) under.set(first, [...kept, later]);
}

export function suppressed(error: Error): readonly Error[] {
  return under.get(error) ?? [];
}

export function shown(value: unknown): string {
  return show(value, suppressed);
}
