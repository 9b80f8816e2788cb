import type { Kernel } from "../kernel.js";
import { must } from "./must.js";
import { checkFamilies } from "./families.js";
import { checkQueue, checkTimers } from "./queues.js";
import { checkStage, checkFrames, checkScopes } from "./tasks.js";
import { checkWait, checkMailbox, checkJoiners, checkOutside } from "./waits.js";

/**
 * What must hold of a kernel between two turns: which queue each task is on and who owns it (`stages.ts`), and that all that
 * points two ways does so both ways. It costs time for every task there is, so that only specs and testers call it.
 *
 * @throws InternalError that says what is broken
 *
 * @example
 * while (step(kernel)) checkInvariants(kernel);
 */
export function checkInvariants(kernel: Kernel): void {
  must(kernel.running === null, () => "a turn is under way");
  must(kernel.reporter.unobserved.length === 0, () => "a failure was not reported at the end of its turn");
  const tasks = checkFamilies(kernel);
  checkQueue(kernel, tasks);
  checkTimers(kernel, tasks);
  for (const task of tasks) {
    checkStage(task);
    checkFrames(task);
    checkScopes(task);
    checkWait(task);
    checkMailbox(task, tasks);
    checkJoiners(task, tasks);
  }
  checkOutside(kernel, tasks);
}
