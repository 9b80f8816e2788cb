/** The errors that Rondo itself raises. Each message says who, what, and how to mend it. */

/** The base of all of them but the `TypeError`s and `RangeError`s for wrong arguments. */
export class RondoError extends Error {
  static {
    Object.defineProperty(this.prototype, "name", { value: "RondoError", configurable: true, writable: true });
  }
}

/** Gives a class its name on the prototype, so that it does not show as a field of every error. */
function named(type: { prototype: Error }, name: string): void {
  Object.defineProperty(type.prototype, "name", { value: name, configurable: true, writable: true });
}

/** The scheduler was driven (`run`, `step`, `advance`, `close`) from inside one of its own turns (T7). */
export class ReentrancyError extends RondoError {}
named(ReentrancyError, "ReentrancyError");

/** A message was sent to a task whose body has ended (M2). */
export class TaskFinishedError extends RondoError {}
named(TaskFinishedError, "TaskFinishedError");

/** A plain `task.send` found a bounded mailbox full (M1). */
export class MailboxFullError extends RondoError {}
named(MailboxFullError, "MailboxFullError");

/** A task was spawned into a scope that is being torn down (F1). */
export class ScopeClosedError extends RondoError {}
named(ScopeClosedError, "ScopeClosedError");

/** A scheduler was used after it was closed (C10). */
export class ClosedError extends RondoError {}
named(ClosedError, "ClosedError");

/** The task that was joined has been cancelled (C7). */
export class CancelledError extends RondoError {
  /** What was given as the reason for the cancellation; `undefined` where nothing was. */
  readonly reason: unknown;

  constructor(message: string, reason?: unknown) {
    super(message);
    this.reason = reason;
  }
}
named(CancelledError, "CancelledError");

/** A wait ran out of time. */
export class TimeoutError extends RondoError {}
named(TimeoutError, "TimeoutError");

/** A cleanup waited where it cannot (C4). */
export class CleanupError extends RondoError {}
named(CleanupError, "CleanupError");

/** A cleanup did not end within the time that `cancel(task, { within })` gave it, and was abandoned (C5). */
export class CleanupTimeoutError extends RondoError {}
named(CleanupTimeoutError, "CleanupTimeoutError");

/** A cancelled frame ended with a value of its own: a `return` or `continue` in its `finally` undid the cancellation (C4). */
export class CancellationLostError extends RondoError {}
named(CancellationLostError, "CancellationLostError");

/** A syscall was begun inside a generator that somebody else drove, and never reached the scheduler (Y6). */
export class DroppedSyscallError extends RondoError {}
named(DroppedSyscallError, "DroppedSyscallError");

/** Tasks are left and nothing can ever wake them (D1). */
export class DeadlockError extends RondoError {
  /** Each blocked task with what it waits for, one line each. */
  readonly blocked: readonly string[];
  /** The paths of the tasks that wait for each other in a ring; empty where there is none. */
  readonly cycle: readonly string[];

  constructor(message: string, blocked: readonly string[] = [], cycle: readonly string[] = []) {
    super(message);
    this.blocked = blocked;
    this.cycle = cycle;
  }
}
named(DeadlockError, "DeadlockError");

/** Only outside events can wake the tasks that are left, and `run` does not wait for the outside (D1). */
export class OutsideWaitError extends RondoError {}
named(OutsideWaitError, "OutsideWaitError");

/** Too many turns went by without the clock moving (D2). */
export class LivelockError extends RondoError {}
named(LivelockError, "LivelockError");

/** The next thing to happen lies beyond `maxTime` (D2). */
export class TimeLimitError extends RondoError {}
named(TimeLimitError, "TimeLimitError");

/** Rondo found one of its own invariants broken. Please report it with the program that led to it. */
export class InternalError extends RondoError {
  constructor(message: string) {
    super(`${message} This is a bug in Rondo: please report it with the program that led to it.`);
  }
}
named(InternalError, "InternalError");
