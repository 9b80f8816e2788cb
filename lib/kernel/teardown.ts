import { requestCancel } from "./cancel.js";
import { CancellationLostError } from "./errors.js";
import { CHILD, CHILDREN } from "./family-waits.js";
import { failDraining, hasInterrupt } from "./doom.js";
import { closeMailbox, finish, note, noteWait } from "./finish.js";
import { frameName, RETURNED, THREW, UNWOUND, type How } from "./frame.js";
import type { Kernel } from "./kernel.js";
import { wantsUnwinding, type Resource, type Scope } from "./scope.js";
import { ATTENTION, NEXT, RETURN, THROW, WAITING } from "./stages.js";
import { TaskNode } from "./task.js";

/**
 * Leaving: what happens between the end of a generator and the next resumption of the one outside.
 *
 * Everything here runs inside a turn of the task that leaves. Each function returns true where the turn goes on, with
 * `task.top`, `task.stage` and `task.value` saying what is resumed and how, and false where the task waits or has ended.
 * `docs/architecture.md` has the design and the roads not taken.
 */

/** What `return()` carries through a frame. A frame that ends with anything else has lost its cancellation (C4). */
export const TOKEN: object = Object.freeze({ cancelled: true });

/** The generator of the top frame is over. */
export function over(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
  const scope = task.scope;
  if (scope?.returning !== task.top) return leave(kernel, task, how, value);
  scope.returning = null;
  scope.insists = false;
  if (how === THREW) note(scope, value);
  else if (value !== TOKEN) note(scope, cancellationLost(task));
  return leave(kernel, task, UNWOUND, undefined);
}

function cancellationLost(task: TaskNode): CancellationLostError {
  const name = frameName(task.top);
  return new CancellationLostError(
    `${task.path}: ${name} was cancelled and ended with a value of its own. ` +
      `A return or continue in its finally, or a catch around its cleanup, undid the cancellation: take it out.`,
  );
}

/** Does what is left to be done for the top frame, latest first, then hands its outcome to the frame outside. */
export function leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
  const frame = task.top;
  const exit = frame.exit;
  if (exit !== null) {
    frame.exit = exit.next;
    return exit.leave(kernel, task, how, value);
  }
  if (frame.outer === null) {
    finish(kernel, task, how, value);
    return false;
  }
  task.top = frame.outer;
  kernel.observer?.left(task);
  if (how === UNWOUND) return unwind(kernel, task);
  task.stage = how === RETURNED ? NEXT : THROW;
  task.value = value;
  return true;
}

/** Takes the next step of unwinding the innermost scope: its youngest child first, then the frame inside. */
export function unwind(kernel: Kernel, task: TaskNode): boolean {
  const scope = task.scope!;
  if (scope.bodyOver) {
    kernel.observer?.bodyEnded(task, scope, !scope.doomed && !attentive(task));
    // One whose children had all ended before its cancellation could take effect is done (C3).
    scope.outcome ??= scope.doomed && scope.live > 0 ? UNWOUND : RETURNED;
    return close(kernel, task, scope);
  }
  if (kernel.observer !== null) {
    kernel.observer.unwinding(task);
    kernel.observer.bodyEnded(task, scope, false);
  }
  scope.torn = true;
  const youngest = scope.youngest;
  if (youngest instanceof TaskNode) return cancelChild(kernel, task, youngest);
  // A resource outlives the frame that holds it: what is older than it waits until that frame is over.
  scope.returning = task.top;
  task.stage = RETURN;
  task.value = TOKEN;
  return true;
}

function cancelChild(kernel: Kernel, task: TaskNode, child: TaskNode): boolean {
  const scope = task.scope!;
  scope.torn = true;
  requestCancel(kernel, child, `its scope in ${task.label} ended`, undefined, { teardown: scope });
  task.wait = CHILD;
  task.stage = WAITING;
  kernel.observer?.asked(task, CHILD);
  return false;
}

/** The body of a scope has ended: its children are waited for, or go with it where it failed or was cancelled. */
export function bodyOver(kernel: Kernel, task: TaskNode, scope: Scope, how: How, value: unknown): boolean {
  scope.bodyOver = true;
  scope.how = how;
  if (scope.outer === null) closeMailbox(kernel, task);
  if (how === THREW) {
    noteWait(task, value);
    note(scope, value);
  }
  const returned = how === RETURNED && !scope.failed;
  kernel.observer?.bodyEnded(task, scope, returned && !attentive(task));
  if (returned) return bodyReturned(kernel, task, scope, value);
  scope.doomed = true;
  kernel.touch(task, "family", "write");
  scope.outcome = UNWOUND;
  return close(kernel, task, scope);
}

/** What was to take effect at the next wait finds that here if there are children to wait for (C3, I1). */
function bodyReturned(kernel: Kernel, task: TaskNode, scope: Scope, value: unknown): boolean {
  scope.result = value;
  if (scope.live > 0 && !(attentive(task) && mustClose(task, scope))) {
    task.wait = CHILDREN;
    task.stage = WAITING;
    kernel.observer?.asked(task, CHILDREN);
    return false;
  }
  scope.outcome = scope.live > 0 ? UNWOUND : RETURNED;
  return close(kernel, task, scope);
}

/** A cancellation comes before an interrupt; and a task whose own body is over is interrupted no more (I1). */
function mustClose(task: TaskNode, scope: Scope): boolean {
  if (wantsUnwinding(task)) return true;
  if (scope.outer === null || !hasInterrupt(task)) return false;
  failDraining(task);
  return true;
}

function attentive(task: TaskNode): boolean {
  return (task.flags & ATTENTION) !== 0;
}

/** Ends what is left in a scope whose body is over, youngest first, one at a time; then the scope itself. */
export function close(kernel: Kernel, task: TaskNode, scope: Scope): boolean {
  const youngest = scope.youngest;
  if (youngest instanceof TaskNode) return cancelChild(kernel, task, youngest);
  if (youngest !== null) return (youngest as Resource).release(kernel, task, scope);
  task.scope = scope.outer;
  kernel.observer?.scopeEnded(task, scope);
  return leaveScope(kernel, task, scope);
}

/** A scope is gone: its own error goes on, or the unwinding of a wider scope, or what its body returned. */
function leaveScope(kernel: Kernel, task: TaskNode, scope: Scope): boolean {
  const returned = scope.outcome === RETURNED && !scope.failed;
  if (returned) return leave(kernel, task, RETURNED, scope.result);
  // A wider cancellation waited for this teardown, and goes on with its error (C9). An error that left the body by itself,
  // or a shield, tore nothing down: it is thrown, and the cancellation takes effect at the next wait.
  if (scope.torn && scope.outer !== null && !scope.shielded && wantsUnwinding(task)) {
    if (scope.failed) note(scope.outer, scope.error);
    return leave(kernel, task, UNWOUND, undefined);
  }
  return scope.failed ? leave(kernel, task, THREW, scope.error) : leave(kernel, task, UNWOUND, undefined);
}
