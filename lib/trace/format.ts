import type { TaskState } from "../kernel/task.js";

/**
 * The format of a trace: plain data that JSON holds, with a version.
 *
 * A trace holds what changed and nothing twice: the ready list at a decision, for instance, is not written down; it follows from
 * the events before it (see `fold`). Values are kept as previews, short texts made at the moment of recording, because the values
 * themselves may change later or be no data at all.
 *
 * A field that is left out is `false`, `undefined` or none. Fields may be added within a version; readers pass over those that
 * they do not know. Whatever an older reader would read wrongly gets a new version.
 */

export const FORMAT = "rondo-trace";
export const VERSION = 1;

/** What happened, from the first event to the last. */
export interface Trace {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** Who ran next: `"round-robin"`, `"priority"`, `"shuffled"`. */
  readonly order: string;
  readonly seed: number;
  /** What the clock showed when the scheduler was made. */
  readonly startTime: number;
  /** Where things stood when the recording began; left out where nothing had happened yet. */
  readonly start?: Snapshot;
  readonly events: readonly TraceEvent[];
}

/** How a task stands between two events. `name`, `daemon`, `supervised`, `priority` and `mailbox` are as in its birth. */
export interface TaskSnapshot extends Birth {
  readonly task: string;
  /** One that has ended is here only where its last turn is not over. */
  readonly state: TaskState;
  /** What it waits for, in words: `receive()`; of one that runs, what it has asked for last. */
  readonly wait?: string;
  /** It waits for the clock alone. */
  readonly asleep?: boolean;
  /** How many messages wait in its mailbox. */
  readonly unread?: number;
  /** It has been asked to end. */
  readonly cancelling?: boolean;
  /** The frames that it has entered, the innermost last. */
  readonly frames?: readonly string[];
  /** What it returned, or the error with which it failed. */
  readonly value?: string;
}

/** How a scheduler stands between two events. */
export interface Snapshot {
  /** The number of the event after which things stood so: 0, or that of the last one that was dropped. */
  readonly seq: number;
  /** The number of turns so far that the recorder has counted. */
  readonly step: number;
  readonly time: number;
  /** The ready tasks, in the order in which they became ready. */
  readonly ready: readonly string[];
  /** The task whose turn it was; left out between turns. */
  readonly running?: string;
  /** The tasks that had not ended, parents before their children. */
  readonly tasks: readonly TaskSnapshot[];
  /** How many others had ended so far, as far as the recorder saw it. */
  readonly gone: { readonly done: number; readonly failed: number; readonly cancelled: number };
  /** How many calls had come from outside, as far as the recorder heard them. */
  readonly inputs?: number;
  /** Why the scheduler had come to a stand. */
  readonly stopped?: string;
}

/** What is known of a task from its birth on. */
export interface Birth {
  /** What it is called. */
  readonly name: string;
  readonly daemon?: boolean;
  readonly supervised?: boolean;
  /** A number; in words where JSON has none for it. Left out where it is 0. */
  readonly priority?: number | "Infinity" | "-Infinity";
  /** How many messages its mailbox holds; left out where there is no bound. */
  readonly mailbox?: number;
}

/** What each event has. */
interface Common<Kind extends string, Who extends string | null> {
  /** Counts the events: 1, 2, 3 … */
  readonly seq: number;
  /** The number of the turn that is under way, or was last; 0 before the first. */
  readonly step: number;
  /** What the clock shows. */
  readonly time: number;
  readonly kind: Kind;
  /** The task that it happens to: its id. `null` where it happens to the scheduler. */
  readonly task: Who;
}

/**
 * Who brought something about: a task in its turn, by its id; a timer that was due; a plain call from outside; or the host by
 * itself, which ends daemons when all else is done.
 */
export type Cause = string;
export const CAUSES = { timer: "timer", input: "input", host: "host" } as const;

/** A task was born, and is ready. Its parent is in its id: that of `1.2.1` is `1.2`. */
export interface SpawnEvent extends Common<"spawn", string>, Birth {
  readonly by: Cause;
}

/**
 * A task has become ready and stands at the end of the ready list, from wherever it stood. `how` says what its next turn
 * begins with: `answer` hands in what it waited for, `error` throws, `unwind` goes on with its cancellation, `close` ends its
 * scope, whose children have ended.
 */
export interface ReadyEvent extends Common<"ready", string> {
  readonly how: "answer" | "error" | "unwind" | "close";
  /** The answer or the error. */
  readonly value?: string;
  readonly by: Cause;
}

/** A turn begins: this task was chosen out of the ready list, and leaves it. `step` is counted up. These events are the schedule. */
export type TurnEvent = Common<"turn", string>;

/** The running task asks for something and may have to wait for it. */
export interface AskEvent extends Common<"ask", string> {
  /** What for, in words: `sleep(20)`. */
  readonly wait: string;
}

/** The running task has entered a frame. */
export interface EnterEvent extends Common<"enter", string> {
  readonly program: string;
}

/** The running task has left its innermost frame. */
export type LeaveEvent = Common<"leave", string>;

/** The turn is over. The task waits for what it asked for last, unless it is ready again or has ended. */
export interface RestEvent extends Common<"rest", string> {
  /** It waits for the clock alone. */
  readonly asleep?: boolean;
}

/** A task emitted a value. */
export interface EmitEvent extends Common<"emit", string> {
  readonly value: string;
}

/** A message has come for this task. */
export interface SendEvent extends Common<"send", string> {
  readonly value: string;
  /** The task that sent it; left out for one from outside. */
  readonly from?: string;
  /** It went to the waiting receiver, and not into the mailbox. */
  readonly handed?: boolean;
  /** How many messages are in the mailbox now. */
  readonly unread: number;
}

/** A task took a message out of its mailbox. */
export interface TakeEvent extends Common<"take", string> {
  readonly value: string;
  readonly unread: number;
}

/** A task was asked to end. */
export interface CancelEvent extends Common<"cancel", string> {
  readonly reason?: string;
  readonly by: Cause;
}

/** A task was interrupted. */
export interface InterruptEvent extends Common<"interrupt", string> {
  readonly error: string;
  readonly by: Cause;
}

/** A task takes the next step of its unwinding. */
export type UnwindEvent = Common<"unwind", string>;

/** A task has ended; `value` is what it returned, or the error with which it failed. */
export interface EndEvent extends Common<"end", string> {
  readonly outcome: "done" | "failed" | "cancelled";
  readonly value?: string;
}

/** The clock has moved, to `time`. */
export type ClockEvent = Common<"clock", null>;

/** A plain call came from outside any turn. */
export interface InputEvent extends Common<"input", null> {
  /** Counts what came from outside. */
  readonly serial: number;
  /** In words: `send 5 to counter 1.1`. */
  readonly what: string;
}

/** The scheduler stands still, or runs without getting anywhere: what the host call throws. */
export interface StopEvent extends Common<"stop", null> {
  readonly error: string;
}

/** Something that happened. */
export type TraceEvent =
  | SpawnEvent
  | ReadyEvent
  | TurnEvent
  | AskEvent
  | EnterEvent
  | LeaveEvent
  | RestEvent
  | EmitEvent
  | SendEvent
  | TakeEvent
  | CancelEvent
  | InterruptEvent
  | UnwindEvent
  | EndEvent
  | ClockEvent
  | InputEvent
  | StopEvent;

/** The id of the parent of a task; `null` for a root. */
export function parentOf(task: string): string | null {
  const dot = task.lastIndexOf(".");
  return dot < 0 ? null : task.slice(0, dot);
}

/** Orders ids as a family tree is read: parents before their children, older before younger. */
export function byFamily(a: string, b: string): number {
  const left = a.split(".");
  const right = b.split(".");
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = Number(left[i]) - Number(right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
