import { membersOf, removeMember } from "./family.js";
import { finish } from "./finish.js";
import { UNWOUND, type Frame } from "./frame.js";
import type { Kernel } from "./kernel.js";
import { suppress } from "./notes.js";
import type { Resource, Scope } from "./scope.js";
import { TaskNode } from "./task.js";
import { CHILD, CHILDREN } from "./family-waits.js";
import { DONE, WAITING } from "./stages.js";

/**
 * Gives a task up with all below it (C5): waits are withdrawn, and no frame is resumed again, so that nothing of its cleanup
 * runs. `error` says why; whoever waits in `yield* cancel` gets it, or else it is reported. Errors that the unwinding had
 * met so far are kept under it.
 */
export function abandon(kernel: Kernel, task: TaskNode, error: unknown): void {
  if (task.stage >= DONE) return;
  const isAwaited = task.joiners?.some((joiner) => joiner.wait?.instruction.name === "cancel") ?? false;
  for (const lost of withAllBelow(task)) giveUp(kernel, lost, error);
  if (!isAwaited) kernel.reporter.report(error, task);
}

/** A task and all below it: children before their parents, youngest first. A list, since families may be ten thousand deep. */
function withAllBelow(task: TaskNode): TaskNode[] {
  const found: TaskNode[] = [];
  const pending = [task];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    found.push(at);
    for (let scope = at.scope; scope !== null; scope = scope.outer) {
      for (const member of membersOf(scope).reverse()) if (member instanceof TaskNode) pending.push(member);
    }
  }
  return found.reverse();
}

function giveUp(kernel: Kernel, task: TaskNode, error: unknown): void {
  for (let frame: Frame | null = task.top; frame !== null; frame = frame.outer) {
    for (let exit = frame.exit; exit !== null; exit = exit.next) exit.abandon?.(kernel, error);
  }
  task.more.abandoned = error;
  kernel.touch(task, "wake", "write");
  for (let scope = task.scope; scope !== null; scope = scope.outer) empty(scope, error);
  if (task.stage < WAITING) kernel.order.remove(task);
  else if (task.wait !== null && task.wait !== CHILD && task.wait !== CHILDREN) {
    const { instruction } = task.wait;
    kernel.observer?.withdrawn(task, task.wait);
    const isLeaving = (task.extras?.after ?? null) !== null;
    if (isLeaving || !instruction.withdraw(kernel, task, task.wait)) instruction.drop(kernel, task, task.wait);
    task.more.after = null;
  }
  for (let scope = task.scope; scope !== null; scope = scope.outer) if (scope.failed) suppress(error, scope.error);
  finish(kernel, task, UNWOUND, undefined);
}

/** The resources of a scope are dropped; its tasks have been given up. */
function empty(scope: Scope, error: unknown): void {
  for (const member of membersOf(scope).reverse()) {
    removeMember(scope, member);
    (member as Resource).abandon?.(error);
  }
}
