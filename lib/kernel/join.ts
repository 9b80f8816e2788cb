import { CancelledError, DeadlockError } from "./errors.js";
import { unseal } from "./notes.js";
import { preview } from "./preview.js";
import { CANCELLED, DONE, FAILED, OBSERVED } from "./stages.js";
import { Instruction } from "./syscall.js";
import type { TaskNode } from "./task.js";
import type { Waiter } from "./waiter.js";

/** `join(task)` and `yield* task`: waits for the end of a task and is answered with its outcome. */
export const JOIN: Instruction<TaskNode, undefined> = /* @__PURE__ */ new Instruction<TaskNode, undefined>({
  name: "join",
  describe: ({ subject }) => `join(${subject.label})`,
  // Only a failure tells whether somebody waits for it (F3); the end itself comes before what follows the join.
  touches: (_task, { subject }) => [{ object: subject, part: "joiners", access: "read" }],
  selectable: true,

  begin(kernel, waiter: Waiter, { subject }) {
    const { task } = waiter;
    if (subject.kernel !== kernel) waiter.failed(ofAnotherScheduler(task, subject, "join"));
    else if (isSelfOrAncestor(subject, task)) waiter.failed(joinsItself(task, subject));
    else if (subject.stage >= DONE) hand(waiter, subject);
    else awaitEnd(waiter, subject);
    return false;
  },

  withdraw(_kernel, waiter: Waiter, { subject }) {
    forgetEnd(waiter, subject);
    return true;
  },

  ended: (_kernel, waiter, target) => hand(waiter, target),
  wakers: (_task, { subject }) => [subject],
});

/** A task of one scheduler cannot wait for, or be woken by, a turn of another one. */
export function ofAnotherScheduler(task: TaskNode, subject: TaskNode, what: string): TypeError {
  return new TypeError(
    `${what}: ${subject.path} belongs to another scheduler than ${task.path}. ` +
      `Use the plain calls of a task across schedulers: task.send(message), task.cancel(), task.interrupt(error).`,
  );
}

/** Leaves a waiter waiting for the end of `target`. */
export function awaitEnd(waiter: Waiter, target: TaskNode): void {
  if (target.joiners === null) target.joiners = [waiter];
  else target.joiners.push(waiter);
}

export function forgetEnd(waiter: Waiter, target: TaskNode): void {
  const index = target.joiners?.indexOf(waiter) ?? -1;
  if (index >= 0) target.joiners?.splice(index, 1);
}

/** Whether `target` is `task` or one of those around it. A parent that joins its child is told at once that it is not. */
export function isSelfOrAncestor(target: TaskNode, task: TaskNode): boolean {
  if (target.parent === task) return false;
  for (let at: TaskNode | undefined = task; at !== undefined; at = at.parent) {
    if (at === target) return true;
  }
  return false;
}

/** Answers with the outcome of a task that has ended; true where that is a failure. */
function hand(waiter: Waiter, target: TaskNode): boolean {
  if (target.stage === FAILED) {
    target.flags |= OBSERVED;
    unseal(target.value);
  }
  target.kernel.observer?.followed(waiter.task, target);
  if (target.stage === DONE) waiter.answered(target.value);
  else waiter.failed(target.stage === CANCELLED ? wasCancelled(target) : target.value);
  return target.stage === FAILED;
}

/** Which task a `CancelledError` is about. */
const cancelledTasks = new WeakMap<object, TaskNode>();

/**
 * Whether an error only tells that a sibling was cancelled by the teardown of the scope that both are in: the task joined it,
 * and would have been cancelled next. That is no failure of its own.
 */
export function isEchoOfTeardown(task: TaskNode, error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const teardown = cancelledTasks.get(error)?.extras?.cancellation?.teardown;
  return teardown !== undefined && teardown === task.home;
}

export function wasCancelled(target: TaskNode): CancelledError {
  const reason = target.extras?.cancellation?.reason;
  const why = reason === undefined ? "" : `: ${typeof reason === "string" ? reason : preview(reason)}`;
  const error = new CancelledError(`${target.label} was cancelled${why}`, reason);
  cancelledTasks.set(error, target);
  return error;
}

function joinsItself(task: TaskNode, target: TaskNode): DeadlockError {
  const what = target === task ? "itself" : `${target.label}, which waits for it to end`;
  return new DeadlockError(
    `${task.path} joins ${what}: that can never end. Let a task join its children or its siblings only.`,
    [`${task.path} waits for join(${target.label})`],
    target === task ? [task.path] : [task.path, target.path],
  );
}
