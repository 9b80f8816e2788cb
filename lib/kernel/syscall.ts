import type { Kernel } from "./kernel.js";
import type { TaskNode } from "./task.js";
import type { Waiter } from "./waiter.js";
import { previewAs } from "./preview.js";
import { Steps } from "./steps.js";

/** What a step touches, and how. Two steps of different tasks depend on each other if one writes what both touch. */
export interface Touch {
  /** The object: a task, a channel, a lock, a cell … */
  readonly object: object;
  /** Which part of it: a task has `wake`, `end` and `mail`. */
  readonly part: string;
  readonly access: "read" | "write";
}

/** What a kind of syscall does: one object a kind, shared by all its syscalls. */
export interface Behaviour<Subject, Detail> {
  readonly name: string;
  /**
   * True for one that enters a frame: no wait (T3), so that no cancellation takes effect there (C3). What its `begin` throws is
   * thrown into the task at that yield.
   */
  readonly enters?: boolean;
  /** True for one that may be an alternative of a `select`: all that it does with a task it does through `Waiter`. */
  readonly selectable?: boolean;
  /** The syscall in words: `sleep(20)`. */
  describe(request: Request<unknown, Subject, Detail>): string;
  /** What the request touches when `task` makes it. */
  touches?(task: TaskNode, request: Request<unknown, Subject, Detail>): Touch[];
  /**
   * Carries it out for `task`: answers at once, or leaves it waiting, or enters a frame.
   * True where the turn goes on: a frame was entered, or the task unwinds at this yield.
   */
  begin(kernel: Kernel, task: TaskNode, request: Request<unknown, Subject, Detail>): boolean;
  /** Takes back a wait that has no answer yet. False: it takes time, and `kernel.withdrawn(task)` will be called. */
  withdraw?(kernel: Kernel, task: TaskNode, request: Request<unknown, Subject, Detail>): boolean;
  /** Ends a withdrawal that takes time, at once: its task is given up. */
  drop?(kernel: Kernel, task: TaskNode, request: Request<unknown, Subject, Detail>): void;
  /** Answers a task that waits for the end of `target`; true if that task is now told of a failure. */
  ended?(kernel: Kernel, waiter: Waiter, target: TaskNode): boolean;
  /** The tasks of which each alone could end the wait of `task`; leave it out where anybody could. */
  wakers?(task: TaskNode, request: Request<unknown, Subject, Detail>): TaskNode[];
}

/**
 * A behaviour with every field in its place, so that the turn meets one object shape whatever is yielded: 6 ns of 30 a turn.
 */
export class Instruction<Subject = never, Detail = never> {
  /** Only for the types: what the operands of its syscalls are. */
  declare protected readonly operands: (subject: Subject, detail: Detail) => void;
  readonly enters: boolean = false;
  readonly selectable: boolean = false;
  readonly begin: (kernel: Kernel, task: TaskNode, request: AnyRequest) => boolean = () => false;
  readonly name: string = "";
  readonly describe: (request: AnyRequest) => string = () => this.name;
  readonly touches: (task: TaskNode, request: AnyRequest) => Touch[] = () => [];
  readonly withdraw: (kernel: Kernel, task: TaskNode, request: AnyRequest) => boolean = () => true;
  readonly drop: (kernel: Kernel, task: TaskNode, request: AnyRequest) => void = () => undefined;
  readonly ended: (kernel: Kernel, waiter: Waiter, target: TaskNode) => boolean = () => false;
  readonly wakers: (task: TaskNode, request: AnyRequest) => TaskNode[] = () => [];

  constructor(behaviour: Behaviour<Subject, Detail>) {
    Object.assign(this, behaviour);
  }
}

/** A syscall of any kind: what the turn, the recorder and the reports work with. */
export type AnyRequest = Request<unknown>;

/**
 * The brand that every syscall of every copy of Rondo carries. What carries it and is no syscall of this copy is refused
 * with an error, and not taken for a plain value.
 */
export const BRAND: symbol = Symbol.for("rondo.syscall");

/**
 * An instruction that a task yields to the scheduler. It is an immutable description: it may be kept, shared, and yielded
 * again by any task of any scheduler. `yield* syscall` gives the answer its type; `yield syscall` does the same without.
 *
 * @example
 * const nap = sleep(10);
 * yield* nap;
 * yield* nap; // again
 */
export interface Syscall<Answer> extends Iterable<Syscall<Answer>, Answer, unknown> {
  /** Only for the types: what makes a syscall out of anything else is its class. */
  readonly "~syscall": Answer;
  /** The syscall in words, as errors and timelines show it: `sleep(20)`. */
  toString(): string;
}

/** A syscall as the kernel sees it: its kind and two operands. All are of one class, so of one object shape. */
export class Request<Answer, Subject = unknown, Detail = unknown> implements Syscall<Answer> {
  declare readonly "~syscall": Answer;
  readonly instruction: Instruction;
  readonly subject: Subject;
  readonly detail: Detail;

  constructor(instruction: Instruction<Subject, Detail>, subject: Subject, detail: Detail) {
    this.instruction = instruction;
    this.subject = subject;
    this.detail = detail;
  }

  [Symbol.iterator](): Iterator<Syscall<Answer>, Answer, unknown> {
    return new Steps(this) as Iterator<unknown, unknown, unknown> as Iterator<Syscall<Answer>, Answer, unknown>;
  }

  toString(): string {
    return this.instruction.describe(this);
  }
}

Object.defineProperty(Request.prototype, BRAND, { value: true });

previewAs(Request, (request) => request.toString());

/** A syscall of this copy of Rondo. (`instanceof` asks a proxy for its prototype, and that may throw.) */
export function isRequest(value: unknown): value is AnyRequest {
  try {
    return value instanceof Request;
  } catch {
    return false;
  }
}

/** A syscall made by another copy of Rondo, which this one cannot carry out. */
export function isForeignSyscall(value: object): boolean {
  return BRAND in value && !(value instanceof Request);
}
