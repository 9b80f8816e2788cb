import { addMember, removeMember, type Member } from "./family.js";
import { note, noteWait, suppressIn } from "./finish.js";
import { Frame, frameName, RETURNED, THREW, UNWOUND, type Exit, type How } from "./frame.js";
import { adopt, isGenerator, type AnyGenerator } from "./generators.js";
import type { Kernel } from "./kernel.js";
import { suppress } from "./notes.js";
import { preview } from "./preview.js";
import { Scope, type Resource, type ScopeTraits } from "./scope.js";
import { NEXT, THROW } from "./stages.js";
import type { TaskNode } from "./task.js";
import { close, leave } from "./teardown.js";
import { isRefusedThenable } from "./thenable.js";

/** Entering frames, and the cleanups that leaving them brings. Every function returns true: the turn goes on. */

/** Puts a generator on top of a task's stack. */
export function enter(
  kernel: Kernel,
  task: TaskNode,
  generator: AnyGenerator,
  program: unknown,
  exit: Exit | null,
): boolean {
  const frame = new Frame(generator, task.top, program);
  frame.exit = exit;
  task.top = frame;
  task.stage = NEXT;
  task.value = undefined;
  kernel.observer?.entered(task, frameName(frame));
  return true;
}

/** Puts a generator on top that is the body of a scope of its own. */
export function enterScope(
  kernel: Kernel,
  task: TaskNode,
  generator: AnyGenerator,
  program: unknown,
  next: Exit | null,
  traits: ScopeTraits,
): boolean {
  enter(kernel, task, generator, program, null);
  const scope = new Scope(task, task.scope ?? task.body, task.top, next, traits);
  task.top.exit = scope;
  task.scope = scope;
  return true;
}

/** Throws an error into the running task at its present yield. */
export function raise(task: TaskNode, error: unknown): boolean {
  task.stage = THROW;
  task.value = error;
  return true;
}

/** What `ensure` and `use` run in the end: a program, or a plain function that does not wait. */
export type Cleanup<Args extends readonly unknown[] = readonly []> = (
  ...args: Args
) => Generator<unknown, unknown, unknown> | undefined | void;

/** Runs a cleanup in a shielded scope of its own; `exit` says what follows. */
export function startCleanup(
  kernel: Kernel,
  task: TaskNode,
  cleanup: unknown,
  args: readonly unknown[],
  exit: Exit,
): boolean {
  const generator = cleanupGenerator(cleanup as (...args: readonly unknown[]) => unknown, args);
  return enterScope(kernel, task, generator, cleanup, exit, { cleanup: true });
}

/** A plain function has run already: a generator stands in for it, so that many of them pile up no host stack. */
function cleanupGenerator(cleanup: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): AnyGenerator {
  try {
    const made = cleanup(...args);
    if (isGenerator(made)) return adopt(made, "cleanup");
    if (isRefusedThenable(made)) throw asyncCleanup(made);
    return ended(RETURNED, undefined);
  } catch (error) {
    return ended(THREW, error);
  }
}

function asyncCleanup(made: unknown): TypeError {
  return new TypeError(
    `cleanup: it returned ${preview(made)}, which nothing waits for. Write function* instead of async function.`,
  );
}

function* ended(how: How, value: unknown): AnyGenerator {
  if (how === THREW) throw value;
  return value;
}

/** What follows a cleanup: the outcome of what it cleaned up after; its own error is suppressed under that one's (E2). */
export class AfterCleanup implements Exit {
  readonly next = null;
  private readonly how: How;
  private readonly value: unknown;
  /** The scope that goes on closing; `null` where a frame is being left. */
  private readonly scope: Scope | null;

  constructor(how: How, value: unknown, scope: Scope | null) {
    this.how = how;
    this.value = value;
    this.scope = scope;
  }

  /** What follows the cleanup of a frame. Its error is told of with what the task had waited for before the cleanup. */
  static ofFrame(task: TaskNode, how: How, value: unknown): AfterCleanup {
    if (how === THREW) noteWait(task, value);
    return new AfterCleanup(how, value, null);
  }

  /** The error that the cleanup followed is not lost with it. */
  abandon(_kernel: Kernel, error: unknown): void {
    if (this.how === THREW) suppress(error, this.value);
  }

  leave(kernel: Kernel, task: TaskNode, how: How, error: unknown): boolean {
    task.top = task.top.outer!;
    kernel.observer?.left(task);
    const failed = how === THREW;
    if (this.scope !== null) {
      if (failed) note(this.scope, error);
      return close(kernel, task, this.scope);
    }
    if (!failed) return leave(kernel, task, this.how, this.value);
    if (this.how === RETURNED) return leave(kernel, task, THREW, error);
    if (this.how === THREW) suppressIn(task, this.value, error);
    if (this.how === UNWOUND) note(task.scope!, error);
    return leave(kernel, task, this.how, this.value);
  }
}

/** Runs a cleanup when the frame is over, however it ended. */
export class EnsureExit implements Exit {
  readonly next = null;
  private readonly cleanup: unknown;

  constructor(cleanup: unknown) {
    this.cleanup = cleanup;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    return startCleanup(kernel, task, this.cleanup, [], AfterCleanup.ofFrame(task, how, value));
  }
}

/** A resource that is held: released when the frame that holds it is over, or with its scope. */
export class Held implements Resource, Exit {
  older: Member | null = null;
  younger: Member | null = null;
  next: Exit | null;
  private readonly cleanup: unknown;
  private readonly value: unknown;
  private readonly scope: Scope;
  /** The frame that holds it; `null` where the scope alone does. */
  private readonly frame: Frame | null;

  constructor(task: TaskNode, cleanup: unknown, value: unknown, byScope = false) {
    this.scope = task.scope ?? task.body;
    this.cleanup = cleanup;
    this.value = value;
    addMember(this.scope, this);
    // The body of a scope holds it as a member of the scope alone, among its children.
    this.frame = byScope || task.top === this.scope.base ? null : task.top;
    this.next = this.frame === null ? null : this.frame.exit;
    if (this.frame !== null) this.frame.exit = this;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    removeMember(this.scope, this);
    return startCleanup(kernel, task, this.cleanup, [this.value], AfterCleanup.ofFrame(task, how, value));
  }

  release(kernel: Kernel, task: TaskNode, scope: Scope): boolean {
    removeMember(scope, this);
    return startCleanup(kernel, task, this.cleanup, [this.value], new AfterCleanup(RETURNED, undefined, scope));
  }

  /** It was let go of before its time: nobody holds it any more. */
  drop(): void {
    removeMember(this.scope, this);
    if (this.frame?.exit === this) this.frame.exit = this.next;
    for (let at = this.frame?.exit; at instanceof Held; at = at.next) if (at.next === this) at.next = this.next;
  }
}

/** Takes what `use` acquired, and answers with it. */
export class AcquireExit implements Exit {
  readonly next = null;
  private readonly cleanup: unknown;

  constructor(cleanup: unknown) {
    this.cleanup = cleanup;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    if (how !== RETURNED) return leave(kernel, task, how, value);
    task.top = task.top.outer!;
    kernel.observer?.left(task);
    new Held(task, this.cleanup, value);
    task.stage = NEXT;
    task.value = value;
    return true;
  }
}
