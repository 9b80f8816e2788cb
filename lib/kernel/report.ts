import { DeadlockError, LivelockError, OutsideWaitError, TimeLimitError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import type { Scope } from "./scope.js";
import { type Family } from "./scope.js";
import { DAEMON, WAITING } from "./stages.js";
import { lineage, TaskNode } from "./task.js";

/** Reports on a scheduler that stands still, or runs without getting anywhere. */

/** All tasks that have not ended, parents before their children, oldest first. */
export function allTasks(kernel: Kernel): TaskNode[] {
  const found: TaskNode[] = [];
  const pending: Family[] = [kernel.roots];
  for (let family = pending.pop(); family !== undefined; family = pending.pop()) {
    for (const member of family.members()) {
      if (!(member instanceof TaskNode)) continue;
      found.push(member);
      for (let scope: Scope | null = member.scope; scope !== null; scope = scope.outer) pending.push(scope);
    }
  }
  return found.sort(byId);
}

function byId(a: TaskNode, b: TaskNode): number {
  const left = lineage(a).reverse();
  const right = lineage(b).reverse();
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.ordinal - right[i]!.ordinal;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** D1: nothing is ready, nothing is timed, nothing comes from outside, and tasks are left. */
export function deadlock(kernel: Kernel): DeadlockError {
  const tasks = allTasks(kernel).filter((task) => task.stage === WAITING);
  const blocked = tasks.map(describeBlocked);
  const cycle = findCycle(tasks);
  const ring = cycle.length === 0 ? "" : `\n${describeRing(cycle)}`;
  const error = new DeadlockError(
    `Deadlock: ${count(blocked.length, "task")} ${blocked.length === 1 ? "waits" : "wait"} and nothing can wake ` +
      `${blocked.length === 1 ? "it" : "them"}:\n${blocked.map((line) => `  ${line}`).join("\n")}${ring}`,
    blocked,
    cycle.map((task) => task.path),
  );
  kernel.observer?.stopped(error);
  return error;
}

/** A ring of tasks in one line, the first of them again at its end. */
export function describeRing(cycle: readonly TaskNode[]): string {
  return `In a ring: ${[...cycle, cycle[0]!].map((task) => task.path).join(" → ")}`;
}

function describeBlocked(task: TaskNode): string {
  const wakers = wakersOf(task).map((waker) => waker.label);
  const who = wakers.length === 0 ? "" : `; could be woken by ${wakers.join(", ")}`;
  const daemon = (task.flags & DAEMON) !== 0 ? " (daemon)" : "";
  return `${task.path}${daemon} waits for ${task.waitingFor ?? "nothing"}${who}`;
}

function wakersOf(task: TaskNode): TaskNode[] {
  return task.wait === null ? [] : task.wait.instruction.wakers(task, task.wait);
}

/** Tasks each of which waits for the next, the last for the first: the first such ring from the oldest task on. */
export function findCycle(tasks: readonly TaskNode[]): TaskNode[] {
  const seen = new Set<TaskNode>();
  for (const first of tasks) {
    const trail: TaskNode[] = [];
    // What is on the trail, with the tasks that each waits for and that are not followed yet.
    const open = new Map([[first, wakersOf(first)]]);
    for (let at: TaskNode | undefined = first; at !== undefined; at = trail.at(-1)) {
      if (trail.at(-1) !== at) trail.push(at);
      const waker = open.get(at)?.shift();
      if (waker === undefined) {
        seen.add(at);
        open.delete(at);
        trail.pop();
      } else if (open.has(waker)) return trail.slice(trail.indexOf(waker));
      else if (waker.stage === WAITING && !seen.has(waker)) {
        open.set(waker, wakersOf(waker));
        trail.push(waker);
      }
    }
  }
  return [];
}

/** `run` has nothing but outside waits left. */
export function outsideOnly(kernel: Kernel): OutsideWaitError {
  const waits = allTasks(kernel).filter((task) => task.stage === WAITING);
  const error = new OutsideWaitError(
    `Only the outside can wake what is left, and run does not wait for it. Use runAsync:\n` +
      waits.map((task) => `  ${describeBlocked(task)}`).join("\n"),
  );
  kernel.observer?.stopped(error);
  return error;
}

/** Names the tasks that had the most turns among the latest of an instant without end (D2). */
export function livelock(kernel: Kernel, turns: ReadonlyMap<TaskNode, number>): LivelockError {
  const busiest = [...turns].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const names = busiest.map(([task, n]) => `  ${task.path}: ${String(n)} of the latest turns`).join("\n");
  const error = new LivelockError(
    `Livelock: more than ${String(kernel.maxTurnsPerInstant)} turns at time ${String(kernel.now)}, and the clock does not ` +
      `move. Let the busy tasks wait for something, or raise maxTurnsPerInstant. The busiest:\n${names}`,
  );
  kernel.observer?.stopped(error);
  return error;
}

/** The next thing to happen lies beyond the time that the run was given (D2). */
export function timeLimit(kernel: Kernel, next: number): TimeLimitError {
  const error = new TimeLimitError(
    `The run may last until ${String(kernel.maxTime)}, and its tasks go on at ${String(next)}. ` +
      `Raise maxTime, or end them before:\n${allTasks(kernel)
        .map((task) => `  ${describeBlocked(task)}`)
        .join("\n")}`,
  );
  kernel.observer?.stopped(error);
  return error;
}

function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}
