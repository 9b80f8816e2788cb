import { enterScope } from "../kernel/frames.js";
import { THREW, RETURNED, type Exit, type How } from "../kernel/frame.js";
import { note } from "../kernel/finish.js";
import type { AnyGenerator } from "../kernel/generators.js";
import { born } from "../kernel/identity.js";
import type { Kernel } from "../kernel/kernel.js";
import { suppress } from "../kernel/notes.js";
import { wantsUnwinding, type Scope, type ScopeTraits } from "../kernel/scope.js";
import { ATTENTION, DONE, FAILED } from "../kernel/stages.js";
import { Instruction, Request, type AnyRequest } from "../kernel/syscall.js";
import type { SpawnOptions, TaskNode } from "../kernel/task.js";
import { leave } from "../kernel/teardown.js";
import type { Waiter } from "../kernel/waiter.js";
import type { Listing } from "./branches.js";

/** A program that takes no arguments: a branch of a group. */
export type Branch<R = unknown> = () => Generator<unknown, R, unknown>;

/** What a branch returns. */
export type Returned<B> = B extends () => Generator<unknown, infer R, unknown> ? R : never;

/** What a kind of group does with its branches. */
export interface GroupKind {
  readonly name: string;
  readonly scope: ScopeTraits;
  readonly branches: SpawnOptions;
  /** Whether the group tells of the failures of its branches; where it does not, they fail its scope. */
  readonly supervises: boolean;
  /** Whether the failure of a branch is a result like any other. */
  readonly expectsFailures?: boolean;
  /** Whether what is left may go. Left out where all are to end by themselves. */
  isDone?(group: Group): boolean;
  /** What the group answers, when all of it is gone; may throw. */
  collect(group: Group, kernel: Kernel): unknown;
}

/** The branches that one `all`, `race`, `any` or `settled` runs: each is a child in a scope of the group. */
export class Group implements Exit {
  readonly next = null;
  /** The tasks of the branches, in the order in which they are listed. */
  readonly tasks: TaskNode[] = [];
  /** The first that has ended with a result. */
  firstDone: TaskNode | null = null;
  /** Those that have ended, in the order in which they did. */
  readonly ended: TaskNode[] = [];
  /** Those that failed by themselves, and those that failed when they were cancelled at the end of the group. */
  readonly failed: TaskNode[] = [];
  readonly torn: TaskNode[] = [];
  readonly kind: GroupKind;
  readonly keys: readonly string[] | null;
  private readonly programs: readonly unknown[];
  private readonly limit: number;
  private scope: Scope | null = null;
  /** The owner, while it waits for a branch to end. */
  private parked: TaskNode | null = null;

  constructor(kind: GroupKind, listing: Listing) {
    born(this);
    this.kind = kind;
    this.keys = listing.keys;
    this.programs = listing.programs;
    this.limit = listing.limit;
  }

  /** Opens the scope of the group and starts as many branches as may run at once. */
  open(kernel: Kernel, task: TaskNode): void {
    enterScope(kernel, task, this.body(kernel, task), this.kind.name, this, this.kind.scope);
    const scope = task.scope!;
    this.scope = scope;
    try {
      this.startSome(kernel, task);
    } catch (error) {
      note(scope, error);
      scope.doomed = true;
      task.flags |= ATTENTION;
    }
    kernel.answer(task, undefined);
  }

  /** It waits for its branches itself, and not as a scope for its children: that is a wait which an interrupt ends (I1). */
  private *body(kernel: Kernel, task: TaskNode): AnyGenerator {
    if (this.isOrdered) kernel.touch(this, "ends", "read");
    while (!this.isOver()) {
      yield new Request(this.kind.isDone === undefined ? BRANCHES_END : BRANCH_END, this, undefined);
      if (this.isOrdered) kernel.touch(this, "ends", "read");
      // A branch may have failed, or somebody cancelled it all, in the instant of that end: then none is started any more.
      if (!this.isOver() && !wantsUnwinding(task)) this.startSome(kernel, task);
    }
    return undefined;
  }

  /** Whether it matters which branch ends first: where all begin at once and all are waited for, it does not. */
  private get isOrdered(): boolean {
    return this.kind.isDone !== undefined || this.limit < this.programs.length;
  }

  private isOver(): boolean {
    return this.kind.isDone?.(this) === true || this.ended.length === this.programs.length;
  }

  /** Whether there is room for a branch that has not begun. */
  private hasRoom(): boolean {
    return this.tasks.length < this.programs.length && this.tasks.length - this.ended.length < this.limit;
  }

  private startSome(kernel: Kernel, task: TaskNode): void {
    while (this.hasRoom()) {
      const index = this.tasks.length;
      const child = kernel.spawn(task, this.optionsOf(index), this.programs[index], []);
      (child.joiners ??= []).push(new Watcher(this, task));
      this.tasks.push(child);
    }
  }

  /** A branch of a record is called by its key. */
  private optionsOf(index: number): SpawnOptions {
    const name = this.keys?.[index];
    return name === undefined ? this.kind.branches : { ...this.kind.branches, name };
  }

  /** A branch has ended. */
  heard(task: TaskNode): void {
    if (this.isOrdered) task.kernel.touch(this, "ends", "write");
    this.ended.push(task);
    if (task.stage === DONE) this.firstDone ??= task;
    if (task.stage === FAILED) (this.isTornDown(task) ? this.torn : this.failed).push(task);
    if (this.parked !== null) this.park(this.parked);
  }

  private isTornDown(task: TaskNode): boolean {
    const isEnding = this.scope?.bodyOver === true || this.scope?.doomed === true;
    return isEnding && (task.extras?.cancellation ?? null) !== null;
  }

  /** Lets the owner wait until there is something to do for it. */
  park(task: TaskNode): void {
    const isNeeded = this.isOver() || this.hasRoom();
    this.parked = isNeeded ? null : task;
    if (!isNeeded) return;
    // Where all have to end, each end comes before what follows, and not the last alone.
    if (!this.isOrdered) for (const ended of this.ended) task.kernel.observer?.followed(task, ended);
    task.answered(undefined);
  }

  unpark(): void {
    this.parked = null;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    if (how !== RETURNED) {
      if (this.kind.supervises) this.giveUp(kernel, task, how, value);
      return leave(kernel, task, how, value);
    }
    try {
      return leave(kernel, task, RETURNED, this.kind.collect(this, kernel));
    } catch (error) {
      return leave(kernel, task, THREW, error);
    }
  }

  /** Nobody gets an answer: errors that are no results go on with the unwinding (C9). */
  private giveUp(kernel: Kernel, task: TaskNode, how: How, value: unknown): void {
    const { expectsFailures = false } = this.kind;
    for (const { value: error } of expectsFailures ? this.torn : [...this.failed, ...this.torn]) {
      if (how === THREW) suppress(value, error);
      else note(task.scope!, error);
    }
    if (expectsFailures) this.tell(kernel);
  }

  /** Tells listeners of failures that no answer tells of. */
  tell(kernel: Kernel): void {
    for (const task of this.failed) kernel.reporter.tell("error", task.value, task);
  }

  /** The results in the shape in which the branches were listed. */
  shape(results: readonly unknown[]): unknown {
    if (this.keys === null) return results;
    return Object.fromEntries(this.keys.map((key, i) => [key, results[i]]));
  }
}

/** Throws the first of some errors, with the others under it; does nothing where there is none. */
export function throwFirst(errors: readonly unknown[]): void {
  const [first, ...later] = errors;
  if (errors.length === 0) return;
  for (const error of later) suppress(first, error);
  throw first;
}

/** Stands among the joiners of a branch, and tells the group of its end. */
class Watcher implements Waiter {
  readonly task: TaskNode;
  readonly waits = true;
  readonly wait: AnyRequest;
  slot: unknown = null;
  timer = -1;

  constructor(group: Group, task: TaskNode) {
    this.task = task;
    this.wait = new Request(WATCH, group, undefined);
  }

  answered(): void {}
  failed(): void {}
  due(): void {}
}

const WATCH = /* @__PURE__ */ new Instruction<Group, undefined>({
  name: "watch",
  describe: () => "the end of a branch",
  begin: () => false,
  ended(_kernel, waiter, target) {
    const group = waiter.wait?.subject as Group;
    group.heard(target);
    return target.stage === FAILED && group.kind.supervises;
  },
});

/** The wait of a group's owner for the next end of a branch: where one is enough, and where all have to end. */
const BRANCH_END = branchEnd("branch", "a branch");
const BRANCHES_END = branchEnd("branches", "the branches");

function branchEnd(name: string, what: string): Instruction<Group, undefined> {
  return new Instruction<Group, undefined>({
    name,
    describe: ({ subject }) => `${what} of ${subject.kind.name} to end`,
    begin(_kernel, task, { subject }) {
      subject.park(task);
      return false;
    },
    withdraw(_kernel, _task, { subject }) {
      subject.unpark();
      return true;
    },
    wakers: (_task, { subject }) => subject.tasks.filter((task) => task.stage < DONE),
  });
}

/** The instruction of a kind of group. */
export function groupInstruction(kind: GroupKind): Instruction<Listing, undefined> {
  return new Instruction<Listing, undefined>({
    name: kind.name,
    describe: ({ subject }) => `${kind.name}(${count(subject.programs.length)})`,
    begin(kernel, task, { subject }) {
      new Group(kind, subject).open(kernel, task);
      return false;
    },
  });
}

function count(branches: number): string {
  return branches === 1 ? "1 branch" : `${String(branches)} branches`;
}
