import { CHILD, CHILDREN } from "../family-waits.js";
import type { Kernel } from "../kernel.js";
import { OutsideSlot } from "../outside.js";
import { BODY_OVER, WAITING } from "../stages.js";
import { TaskNode } from "../task.js";
import { must } from "./must.js";
import { mustUnwind } from "./chains.js";

/** Who is to wake a waiting task knows of it, and nothing keeps waiting that is to unwind. */
export function checkWait(task: TaskNode): void {
  if (task.stage === WAITING) must(task.wait !== null, () => `${task.label} waits for nothing`);
  const wait = task.stage === WAITING ? task.wait : null;
  const sleeps = wait !== null && ["sleep", "sleepUntil"].includes(wait.instruction.name);
  const withdrawing = (task.extras?.after ?? null) !== null;
  must(task.timer < 0 === (!sleeps || withdrawing), () => `the timer of ${task.label} and its wait do not agree`);
  if (wait === null || withdrawing) return;
  must(wait === CHILD || !mustUnwind(task), () => `${task.label} is to unwind, and waits for ${String(wait)}`);
  must(owned(task, wait), () => `${task.label} waits for ${String(wait)}, which does not know of it`);
}

function owned(task: TaskNode, { instruction, subject }: NonNullable<TaskNode["wait"]>): boolean {
  const { scope, mailbox } = task;
  switch (instruction.name) {
    case CHILDREN.instruction.name:
      return scope?.bodyOver === true && scope.live > 0;
    case CHILD.instruction.name:
      return scope?.youngest instanceof TaskNode && (scope.youngest.extras?.cancellation ?? null) !== null;
    case "join":
    case "cancel":
      return (subject as TaskNode).joiners?.includes(task) === true;
    case "send":
      return sendersTo(subject as TaskNode).includes(task);
    case "receive":
      return (subject as { match?: unknown }).match !== undefined || mailbox === null || mailbox.size === 0;
    case "suspend":
    case "wait":
      return task.slot instanceof OutsideSlot && task.slot.stands;
    default:
      return true;
  }
}

/** A mailbox keeps its bound, and its senders wait for room only where there is none. */
export function checkMailbox(task: TaskNode, tasks: ReadonlySet<TaskNode>): void {
  const senders = sendersTo(task);
  must((task.mailbox?.size ?? 0) <= (task.mailbox?.limit ?? 0), () => `the mailbox of ${task.label} is over its bound`);
  must(
    senders.length === 0 || task.mailbox?.full === true,
    () => `tasks wait to send to ${task.label}, which has room`,
  );
  must(
    senders.length === 0 || (task.flags & BODY_OVER) === 0,
    () => `tasks wait to send to ${task.label}, which reads no more`,
  );
  checkWaiters(senders, task, tasks);
}

function sendersTo(task: TaskNode): TaskNode[] {
  const senders = task.mailbox?.senders.toArray() ?? [];
  return senders.map((sender) => sender.waiter).filter((waiter) => waiter instanceof TaskNode);
}

/** Each joiner waits for the end of this very task, once. */
export function checkJoiners(task: TaskNode, tasks: ReadonlySet<TaskNode>): void {
  checkWaiters(task.joiners?.filter((joiner) => joiner instanceof TaskNode) ?? [], task, tasks);
}

function checkWaiters(waiters: readonly TaskNode[], target: TaskNode, tasks: ReadonlySet<TaskNode>): void {
  must(new Set(waiters).size === waiters.length, () => `a task waits for ${target.label} twice`);
  for (const waiter of waiters) {
    const waits = tasks.has(waiter) && waiter.stage === WAITING && waiter.wait !== null;
    must(waits, () => `${waiter.label} is among those that wait for ${target.label}, and does not`);
    const wakers = waiter.wait?.instruction.wakers(waiter, waiter.wait) ?? [];
    must(
      wakers.includes(target),
      () => `${waiter.label} is among those that wait for ${target.label}, and waits for another`,
    );
  }
}

/** What is waited for outside belongs to a task that waits; a task that waits for nothing else is known to do so. */
export function checkOutside(kernel: Kernel, tasks: ReadonlySet<TaskNode>): void {
  for (const { task } of kernel.outside) {
    must(tasks.has(task) && task.stage === WAITING, () => `${task.label} does not wait outside, and is said to`);
  }
  for (const { label, slot, stage } of tasks) {
    if (stage !== WAITING || !(slot instanceof OutsideSlot)) continue;
    must(kernel.outside.has(slot), () => `${label} waits outside, and nobody knows of it`);
  }
}
