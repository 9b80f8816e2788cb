import type { Frame } from "../frame.js";
import type { Scope } from "../scope.js";
import type { TaskNode } from "../task.js";

/** Whether a scope around the task is doomed and nothing in between masks it: `wantsUnwinding`, without its effect. */
export function mustUnwind(task: TaskNode): boolean {
  for (let scope = task.scope; scope?.returning === null; scope = scope.outer) {
    if (scope.doomed) return true;
    if (scope.shielded) return false;
  }
  return false;
}

/** Innermost first. */
export function scopesOf(task: TaskNode): Scope[] {
  const all: Scope[] = [];
  for (let scope = task.scope; scope !== null; scope = scope.outer) all.push(scope);
  return all;
}

/** Innermost first. */
export function framesOf(task: TaskNode): Frame[] {
  const all: Frame[] = [];
  for (let frame: Frame | null = task.top; frame !== null; frame = frame.outer) all.push(frame);
  return all;
}

export function exitsOf(frame: Frame): unknown[] {
  const all: unknown[] = [];
  for (let exit = frame.exit; exit !== null; exit = exit.next) all.push(exit);
  return all;
}
