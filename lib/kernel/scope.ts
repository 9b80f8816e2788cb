import type { Family, Member } from "./family.js";
import type { Exit, Frame, How } from "./frame.js";
import type { Kernel } from "./kernel.js";
import type { TaskNode } from "./task.js";

/** A member that is no task: something held, to be released when its turn comes. */
export interface Resource extends Member {
  /** Releases it, as a cleanup; then `scope` goes on closing. True where the turn goes on. */
  release(kernel: Kernel, task: TaskNode, scope: Scope): boolean;
  /** Its task was given up, and has no turn left for a release: what takes none is done here. It does not throw. */
  abandon?(error: unknown): void;
}

/** What a scope does with failures and cancellations that concern it. */
export interface ScopeTraits {
  /** Holds back a cancellation from outside until its body is done. */
  readonly shielded?: boolean;
  /** Is a cleanup: holds back interrupts, too. */
  readonly cleanup?: boolean;
  /** Keeps a child's failure to the child. */
  readonly supervised?: boolean;
}

/**
 * A group of tasks and resources that ends together, and the frames of its owner that run inside it.
 *
 * Its life: *open* (its body runs) → *draining* (`bodyOver`; waits for its children) → *closing* (daemons are cancelled and
 * resources released, youngest first) → gone. `doomed` cuts in at any point: from then on nothing can be born in it, and its
 * owner unwinds it as soon as nothing masks it.
 */
export class Scope implements Family, Exit {
  youngest: Member | null = null;
  live = 0;
  readonly task: TaskNode;
  readonly outer: Scope | null;
  /** The frame in which its body runs. */
  readonly base: Frame;
  readonly next: Exit | null;
  readonly traits: ScopeTraits;
  /** It failed or was cancelled, and is to be unwound. */
  doomed = false;
  /** How many dooms its task had when it was doomed with a wider scope: see `wantsUnwinding`. */
  dooms = 0;
  /** It has been unwound from inside, or had children to cancel. */
  torn = false;
  /** Its body has ended. */
  bodyOver = false;
  /** How many tasks were ever born in it; kept by a task's outermost scope for the whole task. */
  born = 0;
  /** The frame inside that has been told to `return()` and is not over: its own `finally` may be waiting. */
  returning: Frame | null = null;
  /** That frame met a `CleanupError`: each further wait of it is answered with `return()` (C4). */
  insists = false;
  failed = false;
  /** The first error; those after it are suppressed under it. */
  error: unknown = undefined;
  /** How its body ended. */
  how: How | null = null;
  /** How it ends, once its body is over and its children need not be waited for; an error of its own goes before that. */
  outcome: How | null = null;
  /** What its body returned. */
  result: unknown = undefined;

  constructor(task: TaskNode, outer: Scope | null, base: Frame, next: Exit | null, traits: ScopeTraits) {
    this.task = task;
    this.outer = outer;
    this.base = base;
    this.next = next;
    this.traits = traits;
  }

  get cleanup(): boolean {
    return this.traits.cleanup === true;
  }

  get shielded(): boolean {
    return this.traits.shielded === true || this.traits.cleanup === true;
  }

  get supervised(): boolean {
    return this.traits.supervised === true;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    return kernel.bodyOver(task, this, how, value);
  }
}

/**
 * Whether the task is to unwind at its next wait: a scope around it is doomed, and nothing in between masks it. A shield
 * masks, and so does a frame that is at its own `finally`. All scopes inside the outermost such one are doomed with it; until
 * there is another doom they need not be walked again, so that thousands of them are left in linear time.
 */
export function wantsUnwinding(task: TaskNode): boolean {
  const dooms = task.extras?.dooms ?? 0;
  const innermost = task.scope;
  if (dooms > 0 && innermost !== null && innermost.dooms === dooms && innermost.returning === null) return true;
  let widest: Scope | null = null;
  for (let scope = task.scope; scope !== null && scope.returning === null; scope = scope.outer) {
    if (scope.doomed) widest = scope;
    if (scope.shielded) break;
  }
  if (widest === null) return false;
  for (let scope = task.scope; scope !== widest && scope !== null; scope = scope.outer) {
    scope.doomed = true;
    scope.dooms = dooms;
  }
  widest.dooms = dooms;
  return true;
}

/**
 * Whether a cancellation of `target`, which is `task` or one of those around it, is held back by something that waits for
 * `task` to go on: a cleanup, a shield or a `finally` in which it was born or runs itself.
 */
export function isHeldBack(task: TaskNode, target: TaskNode): boolean {
  let scope = task.scope;
  for (let at = task; ; at = at.home.task) {
    for (; scope !== null; scope = scope.outer) {
      if (scope.shielded || scope.returning !== null) return true;
    }
    if (at === target || !(at.home instanceof Scope)) return false;
    scope = at.home;
  }
}

/** Whether the task runs a cleanup at present, in which no interrupt is thrown. */
export function isInCleanup(task: TaskNode): boolean {
  for (let scope = task.scope; scope !== null; scope = scope.outer) {
    if (scope.cleanup || scope.returning !== null) return true;
  }
  return false;
}
