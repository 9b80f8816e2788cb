import { membersOf } from "../kernel/family.js";
import { DONE } from "../kernel/stages.js";
import type { Kernel } from "../kernel/kernel.js";
import { allTasks, describeRing, findCycle } from "../kernel/report.js";
import type { Scope } from "../kernel/scope.js";
import { TaskNode } from "../kernel/task.js";
import type { Timed } from "../kernel/timers.js";
import { leftBehind } from "../sync/left-behind.js";
import { HeldPlainly } from "./held.js";

/** A scheduler's tasks in words. */

/** All tasks that have not ended, indented below their parents; and, where some wait for each other, the ring. */
export function tree(kernel: Kernel): string {
  const tasks = allTasks(kernel);
  const lines = tasks.map((task) => `${"  ".repeat(depthOf(task))}${task.label}: ${stateOf(task)}`);
  const cycle = findCycle(tasks.filter((task) => task.waits));
  if (cycle.length > 0) lines.push(describeRing(cycle));
  return lines.join("\n");
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

/** What a run left behind: tasks, what they wait for and hold, their mail and timers; and what tasks held that have ended. */
export function leftovers(kernel: Kernel): string[] {
  const tasks = allTasks(kernel);
  return [
    ...tasks.map((task) => `task ${task.path}: ${stateOf(task)}`),
    ...tasks.flatMap(heldBy),
    ...tasks.flatMap(listenersOf),
    ...tasks.filter((task) => task.unread > 0).map((task) => `mailbox of ${task.path}: ${String(task.unread)} unread`),
    ...kernel.timers.list().map(({ time, owner }) => `timer at ${String(time)}${ofWhom(owner)}`),
    ...leftBehind(kernel),
  ];
}

/** Locks and permits. */
function heldBy(task: TaskNode): string[] {
  return [...(task.extras?.held ?? [])].map((thing) => `held by ${task.path}: ${thing.toString()}`);
}

function listenersOf(task: TaskNode): string[] {
  const scopes: Scope[] = [];
  for (let scope = task.scope; scope !== null; scope = scope.outer) scopes.unshift(scope);
  const resources = scopes.flatMap(membersOf).filter((member) => member instanceof HeldPlainly);
  return resources.flatMap(({ words }) => words ?? []);
}

/** A timer is set by a task, by something that waits for one, or for a scope of one. */
function ofWhom(owner: Timed): string {
  const task = taskOf(owner) ?? ("waiter" in owner ? taskOf(owner.waiter) : undefined);
  const of = task ?? ("scope" in owner ? taskOf(owner.scope) : undefined);
  return of === undefined ? "" : ` of ${of.path}${of.stage >= DONE ? ", which has ended" : ""}`;
}

function taskOf(thing: unknown): TaskNode | undefined {
  if (thing instanceof TaskNode) return thing as TaskNode;
  const isPart = typeof thing === "object" && thing !== null && "task" in thing && thing.task instanceof TaskNode;
  return isPart ? (thing.task as TaskNode) : undefined;
}
