import type { Syscall } from "./syscall.js";
import type { Task } from "./task.js";

/** What an observer is told of the scheduler that it begins to observe. It may look at any time. */
export interface Observed {
  /** The name of the order in which tasks run: `round-robin`. */
  readonly order: string;
  /** What fixes the random choices: see `SchedulerOptions`. */
  readonly seed: number;
  /** What the clock showed at first. */
  readonly startTime: number;
  /** What the clock shows. */
  readonly now: number;
  /** The task whose turn it is; `null` between turns. */
  readonly running: Task | null;
  /** Whether a host call is under way. */
  readonly driving: boolean;
  /** All tasks that have not ended, parents before their children. */
  tasks(): Task[];
  /** The ready tasks, in the order in which they became ready. */
  ready(): Task[];
}

/**
 * Hears what the kernel does, as it does it. Every method does nothing until it is overridden. An
 * observer only looks: it must not change the schedule.
 *
 * @example
 * class Counter extends Observer {
 *   turns = 0;
 *   override turn(): void { this.turns++; }
 * }
 * scheduler.observe(new Counter());
 */
export class Observer {
  /** It begins to observe; `detach` ends that. What it throws here goes to whoever attached it, and it is not attached. */
  attached(_scheduler: Observed, _detach: () => void): void {}
  /** A task was born and is ready. */
  spawned(_task: Task): void {}
  /** A task has become ready; one that was ready already has gone to the end of the queue. */
  ready(_task: Task): void {}
  /** A turn begins. */
  turn(_task: Task): void {}
  /** The running task waits on the scheduler with this syscall, or with a wait of the kernel's own for its children. */
  asked(_task: Task, _request: Syscall<unknown>): void {}
  /** The running task has entered a frame. */
  entered(_task: Task, _program: string): void {}
  /** The running task has left a frame. */
  left(_task: Task): void {}
  /** A turn is over, also one that a livelock cut short. */
  turned(_task: Task): void {}
  /** A task emitted a value. */
  emitted(_task: Task, _value: unknown): void {}
  /**
   * A message was put into a mailbox, or (`handed`) given to the receiver that waits. `from` is the running task, or the one
   * that waited for room; none for outside input.
   */
  sent(_task: Task, _message: unknown, _from: Task | null, _handed: boolean): void {}
  /** A task took a message out of its mailbox. */
  received(_task: Task, _message: unknown): void {}
  /** A task was asked to end. */
  cancelled(_task: Task, _reason: unknown): void {}
  /** A task was interrupted. */
  interrupted(_task: Task, _error: unknown): void {}
  /** A task begins or goes on unwinding. */
  unwinding(_task: Task): void {}
  /** A task has ended. It leaves its family, and whoever waits for it is told, after this. */
  ended(_task: Task): void {}
  /** The clock has moved. */
  clock(_now: number): void {}
  /** The timers of this instant are due: up to the next turn, they are what makes tasks ready. */
  due(): void {}
  /** A plain call came from outside any turn; `serial` counts them. */
  input(_serial: number, _what: string): void {}
  /** The present step touched an object by a plain call. */
  touched(_object: object, _part: string, _access: "read" | "write"): void {}
  /** A wait of a task, or an alternative of its `select`, was taken back: what the request touches was touched again. */
  withdrawn(_task: Task, _request: Syscall<unknown>): void {}
  /** What a task does next follows the end of another one, which it has joined: an order that cannot be turned round. */
  followed(_task: Task, _ended: Task): void {}
  /** The body of a scope of the task is over; `waits`: children that are left are waited for, and not cancelled. */
  bodyEnded(_task: Task, _scope: object, _waits: boolean): void {}
  /** A scope of the task is gone, and all that was born in it. */
  scopeEnded(_task: Task, _scope: object): void {}
  /** The scheduler stands still, or runs without getting anywhere: the host call that drives it throws this error. */
  stopped(_error: Error): void {}
}
