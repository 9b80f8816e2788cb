import { CHILD, CHILDREN } from "./family-waits.js";
import { note } from "./finish.js";
import type { Kernel } from "./kernel.js";
import { isInCleanup, wantsUnwinding, type Scope } from "./scope.js";
import { ATTENTION, THROW, UNWIND, WAITING } from "./stages.js";
import type { TaskNode } from "./task.js";

/** A scope is to be unwound: its owner does so now if it waits, at its next wait if it has an answer on its way. */
export function doom(kernel: Kernel, scope: Scope): void {
  scope.doomed = true;
  const task = scope.task;
  kernel.touch(task, "wake", "write");
  task.flags |= ATTENTION;
  task.more.dooms++;
  if (task.stage === WAITING && task !== kernel.running) breakWait(kernel, task);
}

/** Ends the present wait of a task for what is pending: an unwinding, or else an interrupt. */
export function breakWait(kernel: Kernel, task: TaskNode): void {
  // While it waits for a child to be gone it unwinds already, or ends: what is wider comes after that.
  if (task.wait === CHILD) return;
  if (wantsUnwinding(task)) {
    if (task.wait === CHILDREN) kernel.wake(task, UNWIND, undefined);
    else withdraw(kernel, task, UNWIND, undefined);
  } else if (hasInterrupt(task)) {
    if (task.wait === CHILDREN) {
      failDraining(task);
      kernel.wake(task, UNWIND, undefined);
    } else withdraw(kernel, task, THROW, task.extras?.interrupts.shift());
  }
}

/** A scope that waits for its children fails with the interrupt: it is thrown where the task waits, once they are gone. */
export function failDraining(task: TaskNode): void {
  const scope = task.scope!;
  note(scope, task.extras?.interrupts.shift());
  scope.doomed = true;
}

/** Whether an interrupt is to be thrown at the next wait. Where nothing at all is pending, the task is no longer looked at. */
export function hasInterrupt(task: TaskNode): boolean {
  const pending = (task.extras?.interrupts.length ?? 0) > 0;
  if (!pending && !isUnwinding(task)) task.flags &= ~ATTENTION;
  return pending && !isInCleanup(task);
}

/** Whether a scope of the task is to be unwound, or is being unwound. */
export function isUnwinding(task: TaskNode): boolean {
  for (let scope = task.scope; scope !== null; scope = scope.outer) if (scope.doomed) return true;
  return false;
}

/** Takes back the present wait of a task; what follows may have to wait for that. */
export function withdraw(kernel: Kernel, task: TaskNode, stage: number, value: unknown): void {
  const { more } = task;
  const underWay = more.after !== null;
  // An unwinding takes the place of an interrupt (I1).
  if (!underWay || stage === UNWIND) more.after = { stage, value };
  if (underWay) return;
  if (task.wait !== null) kernel.observer?.withdrawn(task, task.wait);
  // Said before it begins: a disposer may cancel the very task whose wait is taken back.
  if (task.wait?.instruction.withdraw(kernel, task, task.wait) !== false) kernel.withdrawn(task);
}
