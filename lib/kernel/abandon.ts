import { finish } from "./finish.js";
import { UNWOUND } from "./frame.js";
import type { Kernel } from "./kernel.js";
import { TaskNode } from "./task.js";
import { CHILD, CHILDREN } from "./family-waits.js";
import { DONE, WAITING } from "./stages.js";

/**
 * Gives a task up with all below it (C5): waits are withdrawn, and no frame is resumed again, so that nothing of its cleanup
 * runs. `error` says why; whoever waits in `yield* cancel` gets it, or else it is reported.
 */
export function abandon(kernel: Kernel, task: TaskNode, error: unknown): void {
  if (task.stage >= DONE) return;
  abandonChildren(kernel, task);
  if (task.stage < WAITING) kernel.order.remove(task);
  else if (task.wait !== null && task.wait !== CHILD && task.wait !== CHILDREN) {
    task.wait.instruction.withdraw(kernel, task, task.wait);
  }
  kernel.timers.clear(task);
  task.more.abandoned = error;
  const told = task.joiners?.some((joiner) => joiner.wait?.instruction.name === "cancel") ?? false;
  finish(kernel, task, UNWOUND, undefined);
  if (!told && error !== undefined) kernel.reporter.report(error, task);
}

function abandonChildren(kernel: Kernel, task: TaskNode): void {
  for (let scope = task.scope; scope !== null; scope = scope.outer) {
    for (const member of scope.members().reverse()) {
      if (member instanceof TaskNode) abandon(kernel, member, undefined);
      else scope.remove(member);
    }
  }
}
