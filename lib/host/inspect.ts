import type { Kernel } from "../kernel/kernel.js";
import { allTasks } from "../kernel/report.js";
import type { TaskNode } from "../kernel/task.js";

/** A scheduler's tasks in words. */

/** All tasks that have not ended, indented below their parents. */
export function tree(kernel: Kernel): string {
  return allTasks(kernel)
    .map((task) => `${"  ".repeat(depthOf(task))}${task.label}: ${stateOf(task)}`)
    .join("\n");
}

function depthOf(task: TaskNode): number {
  let depth = 0;
  for (let at = task.parent; at !== undefined; at = at.parent) depth++;
  return depth;
}

function stateOf(task: TaskNode): string {
  const wait = task.waitingFor;
  const daemon = task.daemon ? ", a daemon" : "";
  return wait === undefined ? `${task.state}${daemon}` : `waits for ${wait}${daemon}`;
}

/** What a run left behind. */
export function leftovers(kernel: Kernel): string[] {
  const tasks = allTasks(kernel);
  const words = tasks.map((task) => `task ${task.path}: ${stateOf(task)}`);
  for (const task of tasks) {
    if (task.unread > 0) words.push(`mailbox of ${task.path}: ${String(task.unread)} unread`);
  }
  for (const { time } of kernel.timers.list()) words.push(`timer at ${String(time)}`);
  return words;
}
