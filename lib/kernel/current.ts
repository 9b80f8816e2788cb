import type { Kernel } from "./kernel.js";
import type { TaskNode } from "./task.js";
import { RondoError } from "./errors.js";

/** The kernel that is being driven. A scheduler may be run inside a turn of another one: the inner one is current then. */
export const current: { kernel: Kernel | null } = { kernel: null };

/** The task whose turn it is; `role` names who asks. */
export function runningTask(role: string): TaskNode {
  const task = current.kernel?.running;
  if (task !== null && task !== undefined) return task;
  throw new RondoError(`${role} was called outside of any turn. Call it in a task, while it runs.`);
}
