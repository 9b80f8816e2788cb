/** The errors that Rondo itself raises. Each message says who, what, and how to mend it. */

/**
 * The base of all of them but the `TypeError`s and `RangeError`s for wrong arguments.
 *
 * @example
 * if (error instanceof RondoError) console.error(explain(error)); // none of the program's own
 */
export class RondoError extends Error {
  static {
    Object.defineProperty(this.prototype, "name", { value: "RondoError", configurable: true, writable: true });
  }
}

/** Gives a class its name on the prototype, so that it does not show as a field of every error. */
function named(type: { prototype: Error }, name: string): void {
  Object.defineProperty(type.prototype, "name", { value: name, configurable: true, writable: true });
}

/**
 * The scheduler was driven (`run`, `step`, `advance`, `close`) from inside one of its own turns (T7). Nothing is harmed.
 *
 * @example
 * scheduler.spawn(function* () { scheduler.advance(1); }); // thrown here, in the task
 */
export class ReentrancyError extends RondoError {}
named(ReentrancyError, "ReentrancyError");

/**
 * A message was sent to a task whose body has ended (M2), or such a task did not reply to an `ask`.
 *
 * @example
 * try { yield* send(worker, job); } catch (error) { if (error instanceof TaskFinishedError) jobs.push(job); }
 */
export class TaskFinishedError extends RondoError {}
named(TaskFinishedError, "TaskFinishedError");

/**
 * A plain `task.send` found a bounded mailbox full (M1). `yield* send(task, message)` waits for room instead.
 *
 * @example
 * const task = scheduler.spawnWith({ mailbox: 1 }, program);
 * task.send(1);
 * task.send(2); // MailboxFullError: program has had no turn yet
 */
export class MailboxFullError extends RondoError {}
named(MailboxFullError, "MailboxFullError");

/**
 * A task was spawned into a scope that is being torn down (F1). A cleanup that spawns opens a scope of its own.
 *
 * @example
 * yield* ensure(body, function* () { yield* scope(function* () { yield* spawn(sayGoodbye); }); });
 */
export class ScopeClosedError extends RondoError {}
named(ScopeClosedError, "ScopeClosedError");

/**
 * A root was spawned in a scheduler that was closed (C10).
 *
 * @example
 * scheduler.close();
 * scheduler.spawn(program); // ClosedError
 */
export class ClosedError extends RondoError {}
named(ClosedError, "ClosedError");

/**
 * The task that was joined has been cancelled (C7); `run` and `runAsync` throw it for their own program.
 *
 * @example
 * try { yield* task; } catch (error) { if (error instanceof CancelledError) show(error.reason); else throw error; }
 */
export class CancelledError extends RondoError {
  /** What was given as the reason for the cancellation; `undefined` where nothing was. */
  readonly reason: unknown;

  constructor(message: string, reason?: unknown) {
    super(message);
    this.reason = reason;
  }
}
named(CancelledError, "CancelledError");

/**
 * A wait ran out of time: `timeout(ms, body)` without an `else`, or `receive({ timeout })`.
 *
 * @example
 * try { yield* timeout(100, work); } catch (error) { if (error instanceof TimeoutError) yield* call(giveUp); else throw error; }
 */
export class TimeoutError extends RondoError {}
named(TimeoutError, "TimeoutError");

/**
 * A cleanup waited where it cannot (C4): in a `finally` of a program that is inlined with plain `yield*`, or by a bare `yield`.
 *
 * @example
 * yield* helper(); // whose finally waits: a CleanupError when it is cancelled
 * yield* call(helper); // a frame of its own, whose finally may wait
 */
export class CleanupError extends RondoError {}
named(CleanupError, "CleanupError");

/**
 * A cleanup did not end within the time that `cancel(task, { within })` gave it, and was abandoned (C5); or it waited for the
 * outside while its scheduler was closed (C10).
 *
 * @example
 * try { yield* cancel(task, { within: 500 }); } catch (error) { if (error instanceof CleanupTimeoutError) report(error); }
 */
export class CleanupTimeoutError extends RondoError {}
named(CleanupTimeoutError, "CleanupTimeoutError");

/**
 * A cancelled frame ended with a value of its own: a `return` or `continue` in its `finally` undid the cancellation (C4).
 *
 * @example
 * function* wrong() { try { yield* sleep(1000); } finally { return 5; } } // when it is cancelled
 */
export class CancellationLostError extends RondoError {}
named(CancellationLostError, "CancellationLostError");

/**
 * A syscall was begun inside a generator that somebody else drove, and never reached the scheduler (Y6).
 *
 * @example
 * for (const row of rowsThatWait()) break; // DroppedSyscallError at the next yield: call rowsThatWait instead
 */
export class DroppedSyscallError extends RondoError {}
named(DroppedSyscallError, "DroppedSyscallError");

/**
 * Tasks are left and nothing can ever wake them (D1); or a wait could never end: a join of oneself, for instance.
 *
 * @example
 * try { run(program); } catch (error) { if (error instanceof DeadlockError) console.error(error.cycle.join(" → ")); }
 */
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

/**
 * Only outside events can wake the tasks that are left, and `run` does not wait for the outside (D1).
 *
 * @example
 * run(function* () { yield* wait(fetch(url)); }); // OutsideWaitError: write await runAsync(…)
 */
export class OutsideWaitError extends RondoError {}
named(OutsideWaitError, "OutsideWaitError");

/**
 * Too many turns went by without the clock moving (D2): see `maxTurnsPerInstant`. The message names the busiest tasks.
 *
 * @example
 * run(function* () { for (;;) yield* pass(); }); // LivelockError
 */
export class LivelockError extends RondoError {}
named(LivelockError, "LivelockError");

/**
 * The next thing to happen lies beyond `maxTime` (D2).
 *
 * @example
 * run(function* () { for (;;) yield* sleep(10); }, { maxTime: 1000 }); // TimeLimitError
 */
export class TimeLimitError extends RondoError {}
named(TimeLimitError, "TimeLimitError");

/**
 * Rondo found one of its own invariants broken. Please report it with the program that led to it.
 *
 * @example
 * if (error instanceof InternalError) console.error(explain(error)); // no fault of the program
 */
export class InternalError extends RondoError {
  constructor(message: string) {
    super(`${message} This is a bug in Rondo: please report it with the program that led to it.`);
  }
}
named(InternalError, "InternalError");
