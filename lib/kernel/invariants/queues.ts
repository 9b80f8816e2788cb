import type { Kernel } from "../kernel.js";
import { WAITING } from "../stages.js";
import { TaskNode } from "../task.js";
import { must } from "./must.js";

/** A ready task is in the run queue once; nothing else is. */
export function checkQueue(kernel: Kernel, tasks: ReadonlySet<TaskNode>): void {
  const ready = new Set<TaskNode>();
  for (const task of kernel.order.list()) {
    must(!ready.has(task), () => `${task.label} is in the run queue twice`);
    must(tasks.has(task), () => `${task.label} has ended or was lost, and is in the run queue`);
    ready.add(task);
  }
  must(kernel.order.size === ready.size, () => "the run queue miscounts");
  for (const task of tasks) {
    const agree = task.stage < WAITING === ready.has(task);
    must(agree, () => `${task.label} is ${task.state}, and the queue says otherwise`);
  }
}

/** Timers are ahead, and each belongs to a task that has not ended and knows that it is set. */
export function checkTimers(kernel: Kernel, tasks: ReadonlySet<TaskNode>): void {
  const { timers } = kernel;
  const listed = timers.list();
  must(listed.length === timers.size, () => "the timers miscount");
  must(timers.next === (listed[0]?.time ?? Infinity), () => "the earliest timer is not at the top of the heap");
  const owners = new Set<object>();
  for (const { time, owner } of listed) {
    must(time >= kernel.now && Number.isFinite(time), () => `a timer is set for ${time}, and it is ${kernel.now}`);
    must(!owners.has(owner), () => `a timer for ${time} is set twice`);
    owners.add(owner);
    const task = owner instanceof TaskNode ? owner : ownerOf(owner);
    must(task === undefined || tasks.has(task), () => `${task?.label ?? ""} has ended, and a timer of it is set`);
  }
  for (const task of tasks) {
    must(task.timer < 0 !== owners.has(task), () => `${task.label} and the timers do not agree on whether it sleeps`);
    const deadline = task.extras?.deadline ?? null;
    must(deadline === null || owners.has(deadline), () => `the cleanup of ${task.label} has a bound that is not timed`);
  }
}

function ownerOf(timer: object): TaskNode | undefined {
  return "task" in timer && timer.task instanceof TaskNode ? timer.task : undefined;
}
