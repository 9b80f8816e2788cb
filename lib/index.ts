/** Rondo: a cooperative task scheduler. This page is its table of contents. */

// Drive it
export { run } from "./host/run.js";
export { runAsync, type RealTimeOptions, type RunAsyncOptions } from "./host/real-time.js";
export { Scheduler } from "./host/scheduler.js";
export type { SchedulerOptions } from "./host/options.js";
export type { SchedulerEvents } from "./kernel/events.js";
export { Observer, type Observed } from "./kernel/observer.js";

// What a task is
export type { Program } from "./kernel/generators.js";
export type { SpawnOptions, Task, TaskState } from "./kernel/task.js";
export type { Syscall } from "./kernel/syscall.js";

// Syscalls: yield* them
export { pass, sleep, sleepUntil } from "./syscalls/time.js";
export { emit, receive, send, type EmitOptions } from "./syscalls/messages.js";
export { ask, type Ask } from "./syscalls/ask.js";
export type { ReceiveOptions } from "./kernel/receive.js";
export { cancel, interrupt, join, spawn, spawnWith } from "./syscalls/tasks.js";
export { call } from "./syscalls/calls.js";
export type { Cleanup } from "./kernel/frames.js";
export { suspend } from "./syscalls/suspend.js";
export type { Start } from "./kernel/outside.js";

// Frames and scopes: yield* them, too
export { scope, shield, supervise } from "./structure/scopes.js";
export { ensure, use } from "./structure/cleanup.js";
export { context, type Context } from "./structure/context.js";
export { retry, type RetryOptions } from "./structure/retry.js";
export { timeout, type TimeoutOptions } from "./structure/timeout.js";

// Together
export type { Branch, Returned } from "./structure/group.js";
export { all, mapEach, type ConcurrencyOptions } from "./structure/all.js";
export { any, race } from "./structure/race.js";
export { settled, type Outcome } from "./structure/settled.js";
export { select, type Alternatives, type AnswerOf, type Selected, type SelectOptions } from "./structure/select.js";
export { start, type Ready, type Started } from "./structure/start.js";

// Between tasks
export { Channel, ChannelClosedError, type Overflow } from "./sync/channel.js";
export { Broadcast } from "./sync/broadcast.js";
export { Mutex } from "./sync/mutex.js";
export { Semaphore } from "./sync/semaphore.js";
export { RwLock } from "./sync/rw-lock.js";
export { Condition } from "./sync/condition.js";
export { Latch } from "./sync/latch.js";
export { Barrier } from "./sync/barrier.js";
export type { Guard } from "./sync/guard.js";
export { BrokenBarrierError, LockAbandonedError, LockError } from "./sync/lock-errors.js";

// The outside
export { wait } from "./host/wait.js";
export { each } from "./host/each.js";
export { on, type OnOptions } from "./host/on.js";
export { SubscriptionClosedError, type Subscription } from "./host/subscription.js";
export { OverflowError, type BufferOptions } from "./host/buffer.js";
export { abortSignal } from "./host/abort-signal.js";
export { toPromise } from "./host/to-promise.js";
export { emissions, type Emissions } from "./host/emissions.js";

// Plain calls: they take no turn
export { now } from "./syscalls/time.js";
export { random, self } from "./syscalls/tasks.js";
export { explain, suppressed } from "./kernel/notes.js";

// Errors
export {
  CancellationLostError,
  CancelledError,
  CleanupError,
  CleanupTimeoutError,
  ClosedError,
  DeadlockError,
  DroppedSyscallError,
  InternalError,
  LivelockError,
  MailboxFullError,
  OutsideWaitError,
  ReentrancyError,
  RondoError,
  ScopeClosedError,
  TaskFinishedError,
  TimeLimitError,
  TimeoutError,
} from "./kernel/errors.js";
