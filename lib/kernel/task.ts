import { Frame, frameName } from "./frame.js";
import type { AnyGenerator } from "./generators.js";
import { JOIN } from "./join.js";
import type { Kernel } from "./kernel.js";
import { post } from "./mail.js";
import type { Mailbox } from "./mailbox.js";
import { previewAs } from "./preview.js";
import { Extras } from "./extras.js";
import type { Family, Member } from "./family.js";
import { Scope } from "./scope.js";
import { BORN, DAEMON, DONE, FAILED, SUPERVISED, WAITING } from "./stages.js";
import { Request, type AnyRequest, type Syscall } from "./syscall.js";
import type { Waiter } from "./waiter.js";

/** A task's state in a word. */
export type TaskState = "ready" | "running" | "waiting" | "done" | "failed" | "cancelled";

/** What to give a task besides its program. */
export interface SpawnOptions {
  /** What it is called in paths and reports; its program's name where left out. */
  readonly name?: string;
  /** A daemon is cancelled when its scope is done; nobody waits for it. */
  readonly daemon?: boolean;
  /** Its failure does not fail its scope: whoever joins it sees it. */
  readonly supervised?: boolean;
  /** With the `priority` order: higher runs first. 0 where left out. */
  readonly priority?: number;
  /** How many unread messages its mailbox holds; unlimited where left out. A `send` to a full one waits. */
  readonly mailbox?: number;
}

/**
 * A running program. `yield* task` waits for its end and is answered with what it returned.
 *
 * @example
 * const worker = yield* spawn(work, 3);
 * const result = yield* worker;
 */
export interface Task<R = unknown> extends Iterable<Syscall<R>, R, unknown> {
  /** The n-th child of its parent, from the root down: `1.2.1`. The same under every schedule. */
  readonly id: string;
  /** What it is called in paths and reports: the name it was spawned with, or that of its program. */
  readonly name: string;
  /** Itself and those around it: `counter 1.3 < main 1`. */
  readonly path: string;
  /** Where it stands: ready, running or waiting, or how it has ended. */
  readonly state: TaskState;
  /** The task that spawned it; `undefined` for a root. */
  readonly parent: Task | undefined;
  /** What it waits for, in words; `undefined` when it does not wait. */
  readonly waitingFor: string | undefined;
  /** What it returned; `undefined` until it is done. */
  readonly result: R | undefined;
  /** The error with which it failed; `undefined` where it did not. */
  readonly error: unknown;
  /** Whether it has ended, in whatever way. */
  readonly done: boolean;
  /** How many messages wait in its mailbox. */
  readonly unread: number;
  /**
   * Puts a message into its mailbox. It never waits.
   * @throws TaskFinishedError when its body has ended
   * @throws MailboxFullError when its mailbox is bounded and full
   */
  send(message: unknown): void;
  /** Throws `error` at its present wait, or at its next one. False where the task is unwinding or has ended. */
  interrupt(error: unknown): boolean;
  /**
   * Asks it to end. The first reason stays. It does not wait: `yield* cancel(task)` does.
   * @param options.within bounds the cleanup, in units of the clock
   */
  cancel(reason?: unknown, options?: { within?: number }): void;
}

/** How many tasks a path names at each end; those between are counted. */
const PATH_END = 10;

/**
 * A task as the kernel sees it. It is the frame of its own body, too: that saves a parked task 56 of some 230 bytes.
 * (Measured with a million of them; `npm run bench -- --only parked` shows the sum.)
 */
export class TaskNode<R = unknown> extends Frame implements Task<R>, Member, Waiter {
  stage: number = BORN;
  flags = 0;
  /** What its next resumption hands in; its result or error at the end. */
  value: unknown = undefined;
  /** The innermost of its frames; itself while no frame was entered. */
  top: Frame = this;
  /** The syscall it waits for, or waited for last. */
  wait: AnyRequest | null = null;
  readonly kernel: Kernel;
  /** The innermost of its scopes. The one of its body is made when it is first needed: a leaf has none. */
  scope: Scope | null = null;
  timer = -1;
  /** What the present wait keeps for its withdrawal. */
  slot: unknown = null;
  mailbox: Mailbox | null = null;
  /** The tasks that wait for its end, in order. */
  joiners: Waiter[] | null = null;
  extras: Extras | null = null;
  /** The family into which it was born. */
  readonly home: Family;
  older: Member | null = null;
  younger: Member | null = null;
  /** The n-th child of its parent. */
  readonly ordinal: number;

  constructor(kernel: Kernel, home: Family, generator: AnyGenerator, program: unknown, ordinal: number) {
    super(generator, null, program);
    this.kernel = kernel;
    this.home = home;
    this.ordinal = ordinal;
  }

  get id(): string {
    return lineage(this as TaskNode)
      .map((task) => task.ordinal)
      .reverse()
      .join(".");
  }

  get name(): string {
    return frameName(this);
  }

  get label(): string {
    return `${this.name} ${this.id}`;
  }

  get path(): string {
    const line = lineage(this);
    const names = (tasks: readonly TaskNode[]): string[] => tasks.map((task) => task.label);
    if (line.length <= 2 * PATH_END) return names(line).join(" < ");
    const between = `… ${String(line.length - 2 * PATH_END)} more`;
    return [...names(line.slice(0, PATH_END)), between, ...names(line.slice(-PATH_END))].join(" < ");
  }

  get parent(): TaskNode | undefined {
    return this.home instanceof Scope ? this.home.task : undefined;
  }

  get state(): TaskState {
    this.kernel.read(this, "wake");
    if (this.stage < DONE) {
      if (this.kernel.running === this) return "running";
      return this.stage === WAITING ? "waiting" : "ready";
    }
    return this.stage === DONE ? "done" : this.stage === FAILED ? "failed" : "cancelled";
  }

  get waitingFor(): string | undefined {
    this.kernel.read(this, "wake");
    return this.stage === WAITING && this.kernel.running !== this ? this.wait?.toString() : undefined;
  }

  get result(): R | undefined {
    this.kernel.read(this, "end");
    return this.stage === DONE ? (this.value as R) : undefined;
  }

  get error(): unknown {
    this.kernel.read(this, "end");
    return this.stage === FAILED ? this.value : undefined;
  }

  get done(): boolean {
    this.kernel.read(this, "end");
    return this.stage >= DONE;
  }

  get unread(): number {
    this.kernel.read(this, "mail");
    return this.mailbox?.size ?? 0;
  }

  get daemon(): boolean {
    return (this.flags & DAEMON) !== 0;
  }

  /** The scope of its body. */
  get body(): Scope {
    let scope = this.scope ?? this.openBody();
    while (scope.outer !== null) scope = scope.outer;
    return scope;
  }

  get more(): Extras {
    return (this.extras ??= new Extras());
  }

  send(message: unknown): void {
    post(this.kernel, this, message);
  }

  interrupt(error: unknown): boolean {
    return this.kernel.interrupt(this, error);
  }

  cancel(reason?: unknown, options?: { within?: number }): void {
    this.kernel.cancel(this, reason, options?.within);
  }

  get task(): this {
    return this;
  }

  get waits(): boolean {
    return this.stage === WAITING;
  }

  answered(value: unknown): void {
    this.kernel.answer(this, value);
  }

  failed(error: unknown): void {
    this.kernel.fail(this, error);
  }

  due(): void {
    this.kernel.answer(this, undefined);
  }

  [Symbol.iterator](): Iterator<Syscall<R>, R, unknown> {
    return new Request<R, TaskNode, undefined>(JOIN, this, undefined)[Symbol.iterator]();
  }

  /** What `JSON.stringify` makes of a task. */
  toJSON(): object {
    return { id: this.id, name: this.name, state: this.state, waitingFor: this.waitingFor };
  }

  override toString(): string {
    return `task ${this.label}`;
  }

  private openBody(): Scope {
    const scope = new Scope(this, null, this, this.exit, {});
    this.scope = scope;
    this.exit = scope;
    return scope;
  }
}

previewAs(TaskNode, (task) => task.toString());

/** Marks the tasks of every copy of Rondo. */
export const TASK_BRAND: symbol = Symbol.for("rondo.task");
Object.defineProperty(TaskNode.prototype, TASK_BRAND, { value: true });

/** The syscall that a task stands for: its join. */
export function joinRequest<R>(task: TaskNode): Request<R, TaskNode, undefined> {
  return new Request<R, TaskNode, undefined>(JOIN, task, undefined);
}

/** A task and those around it, innermost first. */
export function lineage(task: TaskNode): TaskNode[] {
  const all: TaskNode[] = [];
  for (let at: TaskNode | undefined = task; at !== undefined; at = at.parent) all.push(at);
  return all;
}

/** Checks that an argument is a task of this copy of Rondo. */
export function asTask(value: unknown, role: string): TaskNode {
  if (value instanceof TaskNode) return value as TaskNode;
  throw new TypeError(
    `${role}: ${typeof value === "object" && value !== null ? "this object" : String(value)} is not a task. ` +
      `A task is what spawn answers: const task = yield* spawn(program).`,
  );
}

/** Gives a new task what it was spawned with. */
export function configure(task: TaskNode, options: SpawnOptions): void {
  if (options.daemon === true) task.flags |= DAEMON;
  if (options.supervised === true) task.flags |= SUPERVISED;
  if (options.priority !== undefined) task.more.priority = options.priority;
  if (options.mailbox !== undefined) task.more.mailboxLimit = options.mailbox;
}
