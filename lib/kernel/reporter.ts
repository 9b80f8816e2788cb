import { EventEmitter } from "eventemitter3";
import type { SchedulerEvents } from "./events.js";
import { preview } from "./preview.js";
import { OBSERVED } from "./stages.js";
import type { TaskNode } from "./task.js";

/** Tells listeners what happens, and keeps what nobody has seen for the host call to throw: no failure is silent. */
export class Reporter {
  private readonly events: EventEmitter<SchedulerEvents> = new EventEmitter<SchedulerEvents>();
  private listening = 0;
  /** Supervised tasks and roots that failed in this turn and were not joined. */
  unobserved: TaskNode[] = [];
  /** Failures of tasks: the host call throws them. */
  failures: unknown[] = [];
  /** What listeners threw while nobody listened for errors: the host call throws it when all else is done. */
  listenerErrors: unknown[] = [];

  /** Puts a listener on; what it returns takes it off again. */
  on<E extends keyof SchedulerEvents>(event: E, listener: SchedulerEvents[E]): () => void {
    // A function of its own, so that one that is put on twice is taken off once at a time.
    const heard = (...args: unknown[]): void => (listener as (...args: unknown[]) => void)(...args);
    this.events.on(event, heard);
    this.listening++;
    return () => {
      if (!this.events.listeners(event).includes(heard)) return;
      this.events.off(event, heard);
      this.listening--;
    };
  }

  /** Tells the listeners of an event; false where there are none. */
  tell<E extends keyof SchedulerEvents>(event: E, ...args: Parameters<SchedulerEvents[E]>): boolean {
    return this.listening > 0 && this.tellAll(event, args);
  }

  /** A listener that throws keeps nothing from the others, and is reported like a failure. */
  private tellAll<E extends keyof SchedulerEvents>(event: E, args: Parameters<SchedulerEvents[E]>): boolean {
    if (this.events.listenerCount(event) === 0) return false;
    for (const listener of this.events.listeners(event)) {
      try {
        (listener as (...args: unknown[]) => void)(...args);
      } catch (error) {
        if (event === "error" || !this.tell("error", error, undefined)) this.listenerErrors.push(error);
      }
    }
    return true;
  }

  /** Reports a failure once: to the `error` listeners, or else to the host call that is driving (F4). */
  report(error: unknown, task: TaskNode | undefined): void {
    if (!this.tell("error", error, task)) this.failures.push(error);
  }

  /** Reports each failure of this turn that nobody has seen (F3, F4). */
  reportUnobserved(): void {
    if (this.unobserved.length === 0) return;
    for (const task of this.unobserved.splice(0)) {
      if ((task.flags & OBSERVED) !== 0) continue;
      task.flags |= OBSERVED;
      this.report(task.value, task);
    }
  }

  /** Throws what the host call is to throw: one failure as it is, several together (F4). */
  throwFailures(): void {
    const errors = [...this.failures.splice(0), ...this.listenerErrors.splice(0)];
    if (errors.length === 1) throw errors[0];
    if (errors.length === 0) return;
    const all = errors.map((error) => preview(error)).join("; ");
    throw new AggregateError(errors, `${String(errors.length)} failures: ${all}`);
  }
}
