import { DeadlockError } from "../kernel/errors.js";
import { isSelfOrAncestor } from "../kernel/join.js";
import { WAITING } from "../kernel/stages.js";
import type { TaskNode } from "../kernel/task.js";

/** Locks that cannot come free, because who holds them waits for the end of the task that asks (D1). */

/** The error for `task`, which asks for a lock; `null` where no holder waits for its end. */
export function neverFree(what: string, holders: Iterable<TaskNode>, task: TaskNode): DeadlockError | null {
  for (const owner of holders) {
    if (!waitsForEndOf(owner, task)) continue;
    return new DeadlockError(
      `${task.path} asks for ${what}, whose holder ${owner.label} waits for it to end: that can never be. ` +
        `Release the lock before you wait for the end of a task that needs it.`,
      [`${task.path} waits for ${what}`, `${owner.path} waits for ${String(owner.wait)}`],
      [task.path, owner.path],
    );
  }
  return null;
}

/** The waits that go on until each of their wakers has ended. */
export const FOR_ALL: ReadonlySet<string> = new Set(["join", "cancel", "children", "child", "branches"]);
/** The waits that the end of any of their wakers may end. */
export const FOR_ANY: ReadonlySet<string> = new Set(["branch"]);

/** Whether a task waits, perhaps through others, for the end of `target`. */
function waitsForEndOf(task: TaskNode, target: TaskNode): boolean {
  const seen = new Set<TaskNode>();
  const pending = [task];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    // Whoever begins to wait for an end writes this.
    at.kernel.touch(at, "ends", "read");
    if (at.stage !== WAITING || seen.has(at) || at.wait === null) continue;
    seen.add(at);
    const { instruction } = at.wait;
    const forAll = FOR_ALL.has(instruction.name);
    if (!forAll && !FOR_ANY.has(instruction.name)) continue;
    const wakers = instruction.wakers(at, at.wait);
    const isFound = (waker: TaskNode): boolean => isSelfOrAncestor(waker, target);
    if (forAll ? wakers.some(isFound) : wakers.length > 0 && wakers.every(isFound)) return true;
    if (forAll) for (const waker of wakers) pending.push(waker);
  }
  return false;
}
