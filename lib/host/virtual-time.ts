import { abandon } from "../kernel/abandon.js";
import { requestCancel } from "../kernel/cancel.js";
import { CleanupTimeoutError } from "../kernel/errors.js";
import type { Kernel } from "../kernel/kernel.js";
import { deadlock, outsideOnly } from "../kernel/report.js";
import { DONE } from "../kernel/stages.js";
import { lineage, TaskNode } from "../kernel/task.js";

/** Virtual time: the clock jumps to the next timer as soon as nothing is ready. Each function is called inside `kernel.drive`. */

/** Runs until every root that is no daemon has ended, then cancels the daemons (F1). */
export function runToEnd(kernel: Kernel): void {
  while (kernel.roots.live > 0) {
    kernel.runReady();
    if (kernel.reporter.failures.length > 0) kernel.reporter.throwFailures();
    if (kernel.roots.live > 0 && kernel.order.size === 0) goOn(kernel);
  }
  for (let root = youngestRoot(kernel); root !== undefined; root = youngestRoot(kernel)) {
    endRoot(kernel, root, "all other tasks have ended", () => {
      throw standstill(kernel);
    });
  }
  kernel.reporter.throwFailures();
}

/** Nothing is ready: the clock moves on, or the scheduler stands still. */
function goOn(kernel: Kernel): void {
  if (kernel.timers.size === 0) throw standstill(kernel);
  kernel.moveToNext();
}

/** Why nothing can happen any more (D1). */
export function standstill(kernel: Kernel): Error {
  return kernel.outside.size > 0 ? outsideOnly(kernel) : deadlock(kernel);
}

/** Runs until nothing is ready at this instant. */
function settle(kernel: Kernel): void {
  while (kernel.order.size > 0) kernel.runReady();
}

/** Runs all that happens before the instant `until`, and sets the clock to it (T5). */
export function runUntil(kernel: Kernel, until: number): void {
  while (kernel.now < until) {
    settle(kernel);
    if (kernel.timers.next >= until) kernel.setClock(until);
    else kernel.moveToNext();
  }
  kernel.reporter.throwFailures();
}

/** Runs all that happens up to and with the instant `time`, and sets the clock to it (T5). */
export function advanceTo(kernel: Kernel, time: number): void {
  settle(kernel);
  while (kernel.timers.next <= time) {
    kernel.moveToNext();
    settle(kernel);
  }
  kernel.setClock(time);
  kernel.reporter.throwFailures();
}

/** Runs one turn; where nothing is ready, the clock moves first. False when nothing can happen. */
export function step(kernel: Kernel): boolean {
  // Not every timer makes a task ready.
  while (kernel.order.size === 0 && kernel.timers.size > 0) kernel.moveToNext();
  const ran = kernel.turn();
  kernel.reporter.throwFailures();
  return ran;
}

/** Cancels the roots, youngest first, and drives their cleanup; what waits for the outside is abandoned (C10). */
export function close(kernel: Kernel): void {
  kernel.closed = true;
  for (let root = youngestRoot(kernel); root !== undefined; root = youngestRoot(kernel)) {
    const task = root;
    endRoot(kernel, task, "the scheduler was closed", () => abandon(kernel, task, cannotClose(kernel, task)));
  }
  kernel.reporter.throwFailures();
}

function youngestRoot(kernel: Kernel): TaskNode | undefined {
  const { youngest } = kernel.roots;
  return youngest instanceof TaskNode ? youngest : undefined;
}

/** Cancels a root and runs until it is gone; `stuck` is called when nothing can bring that about. */
function endRoot(kernel: Kernel, root: TaskNode, reason: string, stuck: () => void): void {
  requestCancel(kernel, root, reason, undefined);
  while (root.stage < DONE) {
    kernel.runReady();
    if (kernel.order.size > 0 || root.stage >= DONE) continue;
    if (kernel.timers.size > 0 && !isLeftToOutside(kernel, root)) kernel.moveToNext();
    else stuck();
  }
}

/** Whether what is left of a root waits for the outside, and the clock cannot help: nothing below it has a timer. */
function isLeftToOutside(kernel: Kernel, root: TaskNode): boolean {
  const isBelow = ({ task }: { readonly task: TaskNode }): boolean => lineage(task).includes(root);
  return [...kernel.outside].some(isBelow) && !kernel.timers.list().some(({ owner }) => isBelow(owner));
}

function cannotClose(kernel: Kernel, root: TaskNode): CleanupTimeoutError {
  const why = kernel.outside.size > 0 ? "waits for the outside; use closeAsync" : "waits for what cannot happen";
  return new CleanupTimeoutError(`The cleanup of ${root.path} ${why}. It was abandoned:\n${deadlock(kernel).message}`);
}
