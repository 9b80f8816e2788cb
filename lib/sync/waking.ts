import type { Kernel } from "../kernel/kernel.js";
import type { Waiter } from "../kernel/waiter.js";

/**
 * What wakes waiters of sync objects: a plain call, or (`by`) something that happens in a scheduler anyway, such as a
 * withdrawal. A scheduler in which it is nobody's turn is told of it as outside input, once, however many it wakes (T6).
 */
export class Waking {
  private readonly what: string;
  private readonly told: (Kernel | null)[];

  /** @param by the scheduler whose own doing it is; left out for a plain call */
  constructor(what: string, by: Kernel | null = null) {
    this.what = what;
    this.told = [by];
  }

  /** It is about to wake `waiter`. */
  wakes(waiter: Waiter): void {
    const { kernel } = waiter.task;
    if (kernel.running !== null || this.told.includes(kernel)) return;
    this.told.push(kernel);
    note(waiter, this.what);
  }
}

/** Answers the one waiter that a call wakes. */
export function answer(waiter: Waiter, value: unknown, what: string): void {
  if (waiter.task.kernel.running === null) note(waiter, what);
  waiter.answered(value);
}

/** Fails the one waiter that a call wakes. */
export function fail(waiter: Waiter, error: unknown, what: string): void {
  if (waiter.task.kernel.running === null) note(waiter, what);
  waiter.failed(error);
}

function note(waiter: Waiter, what: string): void {
  waiter.task.kernel.input(() => `${what} for ${waiter.task.label}`);
}
