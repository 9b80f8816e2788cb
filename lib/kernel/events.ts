import type { Task } from "./task.js";

/** What a scheduler tells its listeners, and with what. A listener only hears: it cannot change the run. */
export interface SchedulerEvents {
  /** A failure that nobody has seen: of a root, or of a supervised task that no join waits for; once each. */
  error: (error: unknown, task: Task | undefined) => void;
  /** A task emitted a value. */
  emission: (value: unknown, task: Task) => void;
  /** A task was born. */
  spawn: (task: Task) => void;
  /** A task has ended: see its `state`. */
  end: (task: Task) => void;
  /** A task has ended with messages that it never read. */
  unread: (task: Task, messages: readonly unknown[]) => void;
  /** A turn took longer than `slowTurnMs`. */
  slow: (task: Task, ms: number) => void;
}

/** The names of all events. */
export const EVENTS: ReadonlySet<keyof SchedulerEvents> = new Set<keyof SchedulerEvents>([
  "error",
  "emission",
  "spawn",
  "end",
  "unread",
  "slow",
]);
