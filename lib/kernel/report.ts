import { DeadlockError, LivelockError, OutsideWaitError, TimeLimitError } from "./errors.js";
import { membersOf, type Family } from "./family.js";
import type { Kernel } from "./kernel.js";
import type { Scope } from "./scope.js";
import { DAEMON, WAITING } from "./stages.js";
import { TaskNode } from "./task.js";

/** Reports on a scheduler that stands still, or runs without getting anywhere. */

/** All tasks that have not ended, parents before their children, oldest first. */
export function allTasks(kernel: Kernel): TaskNode[] {
  const found: TaskNode[] = [];
  const pending = tasksIn([kernel.roots]).reverse();
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    found.push(task);
    const scopes: Scope[] = [];
    for (let scope = task.scope; scope !== null; scope = scope.outer) scopes.push(scope);
    if (scopes.length > 0) for (const child of tasksIn(scopes).reverse()) pending.push(child);
  }
  return found;
}

/** The tasks of a few families of one parent, in the order of their birth. */
function tasksIn(families: readonly Family[]): TaskNode[] {
  const members = families.flatMap((family) => membersOf(family));
  return members.filter((member) => member instanceof TaskNode).sort((a, b) => a.ordinal - b.ordinal);
}

/** How many blocked tasks a report lists; those after them are counted. */
const MOST_LISTED = 1000;

/** D1: nothing is ready, nothing is timed, nothing comes from outside, and tasks are left. */
export function deadlock(kernel: Kernel): DeadlockError {
  const tasks = allTasks(kernel).filter((task) => task.stage === WAITING);
  const blocked = tasks.slice(0, MOST_LISTED).map(describeBlocked);
  if (tasks.length > MOST_LISTED) blocked.push(`… and ${count(tasks.length - MOST_LISTED, "task")} more`);
  const cycle = findCycle(tasks);
  const ring = cycle.length === 0 ? "" : `\n${describeRing(cycle)}`;
  const error = new DeadlockError(
    `Deadlock: ${count(tasks.length, "task")} ${tasks.length === 1 ? "waits" : "wait"} and nothing can wake ` +
      `${tasks.length === 1 ? "it" : "them"}:\n${blocked.map((line) => `  ${line}`).join("\n")}${ring}`,
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
