import type { Syscall } from "./syscall.js";
import type { Task } from "./task.js";

/**
 * Hears what the kernel does, as it does it. Every method does nothing until it is overridden. An
 * observer only looks: it must not change the schedule.
 */
export class Observer {
  /** A task was born and is ready. */
  spawned(_task: Task): void {}
  /** A task has become ready. */
  ready(_task: Task): void {}
  /** A turn begins. */
  turn(_task: Task): void {}
  /** The running task waits on the scheduler with this syscall. */
  asked(_task: Task, _request: Syscall<unknown>): void {}
  /** The running task has entered a frame. */
  entered(_task: Task, _program: string): void {}
  /** The running task has left a frame. */
  left(_task: Task): void {}
  /** A turn is over. */
  turned(_task: Task): void {}
  /** A task emitted a value. */
  emitted(_task: Task, _value: unknown): void {}
  /** A message was put into a mailbox, or handed to its receiver. `from` is the running task; none for outside input. */
  sent(_task: Task, _message: unknown, _from: Task | null): void {}
  /** A task was asked to end. */
  cancelled(_task: Task, _reason: unknown): void {}
  /** A task was interrupted. */
  interrupted(_task: Task, _error: unknown): void {}
  /** A task begins or goes on unwinding. */
  unwinding(_task: Task): void {}
  /** A task has ended. */
  ended(_task: Task): void {}
  /** The clock has moved. */
  clock(_now: number): void {}
  /** A plain call came from outside any turn; `serial` counts them. */
  input(_serial: number, _what: string): void {}
  /** The present step touched an object by a plain call. */
  touched(_object: object, _part: string, _access: "read" | "write"): void {}
}
