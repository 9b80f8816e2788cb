import { Shown } from "../kernel/preview.js";
import { Request } from "../kernel/syscall.js";
import { TaskNode } from "../kernel/task.js";

/** What a matcher library hands to an equality tester as `this`. */
interface TesterContext {
  equals(a: unknown, b: unknown, testers?: unknown[]): boolean;
}

/**
 * Tells the `toEqual` of Jest and Vitest whether two things of Rondo are equal. To them a syscall is an iterable that yields
 * itself, and some comparisons would never end. Tasks, channels and locks are equal to themselves alone; syscalls are equal
 * that ask for the same thing. Of anything else it says nothing.
 *
 * @example
 * expect.addEqualityTesters([equality]);
 * expect(scheduler.tasks()).toEqual([main, worker]);
 */
export function equality(this: TesterContext, a: unknown, b: unknown, testers: unknown[] = []): boolean | undefined {
  if ([a, b].some((it) => it instanceof TaskNode || it instanceof Shown)) return a === b;
  if (!(a instanceof Request) && !(b instanceof Request)) return undefined;
  if (!(a instanceof Request && b instanceof Request) || a.instruction !== b.instruction) return false;
  return this.equals([a.subject, a.detail], [b.subject, b.detail], testers);
}
