import { frameName, type Frame } from "../kernel/frame.js";
import type { Observed } from "../kernel/observer.js";
import { DAEMON, DONE, SUPERVISED, WAITING } from "../kernel/stages.js";
import { TaskNode, type Task } from "../kernel/task.js";
import { count, flag, list, withoutGaps } from "./fields.js";
import type { Birth, Snapshot, TaskSnapshot } from "./format.js";
import { isAlive, type StateDraft, type TaskDraft } from "./state.js";

/** Ids are asked for at each event, and a task's own goes up its whole family. */
const ids = new WeakMap<TaskNode, string>();

export function idOf(task: TaskNode): string {
  let id = ids.get(task);
  if (id === undefined) ids.set(task, (id = task.id));
  return id;
}

/** What is known of a task from its birth on. */
export function birthOf(task: TaskNode): Birth {
  const { flags, extras } = task;
  return withoutGaps({
    name: task.name,
    daemon: flag((flags & DAEMON) !== 0),
    supervised: flag((flags & SUPERVISED) !== 0),
    priority: priority(extras?.priority ?? 0),
    mailbox: bound(extras?.mailboxLimit ?? Infinity),
  });
}

function priority(value: number): Birth["priority"] | undefined {
  if (value === 0) return undefined;
  if (Number.isFinite(value)) return value;
  return value > 0 ? "Infinity" : "-Infinity";
}

function bound(value: number): number | undefined {
  return value === Infinity ? undefined : value;
}

/** How a scheduler stands when the recording begins; `undefined` where nothing has happened yet. */
export function snapshotOf(scheduler: Observed): Snapshot | undefined {
  const tasks = nodes(scheduler.tasks()).filter((task) => task.stage < DONE);
  const { now, startTime } = scheduler;
  if (tasks.length === 0 && now === startTime) return undefined;
  return {
    seq: 0,
    step: 0,
    time: now,
    ready: nodes(scheduler.ready()).map(idOf),
    tasks: tasks.map(taskSnapshot),
    gone: { done: 0, failed: 0, cancelled: 0 },
  };
}

function nodes(tasks: readonly Task[]): TaskNode[] {
  return tasks.filter((task) => task instanceof TaskNode);
}

function taskSnapshot(task: TaskNode): TaskSnapshot {
  const waits = task.stage === WAITING;
  return withoutGaps({
    task: idOf(task),
    ...birthOf(task),
    state: waits ? "waiting" : "ready",
    wait: waits ? task.wait?.toString() : undefined,
    asleep: flag(task.timer >= 0),
    unread: count(task.mailbox?.size ?? 0),
    cancelling: flag((task.extras?.cancellation ?? null) !== null),
    frames: list(framesOf(task)),
  });
}

function framesOf(task: TaskNode): string[] {
  const names: string[] = [];
  for (let frame: Frame = task.top; frame.outer !== null; frame = frame.outer) names.push(frameName(frame));
  return names.reverse();
}

/** How a scheduler stands after the events so far: between two turns, or inside of one. */
export function snapshotOfState(state: StateDraft): Snapshot {
  const all = [...state.tasks.values()];
  const isHere = (task: TaskDraft): boolean => isAlive(task) || task.id === state.running;
  const ended = (outcome: "done" | "failed" | "cancelled"): number =>
    state.gone[outcome] + all.filter((task) => task.state === outcome && !isHere(task)).length;
  return withoutGaps({
    seq: state.seq,
    step: state.step,
    time: state.time,
    ready: [...state.ready],
    running: state.running ?? undefined,
    tasks: all.filter(isHere).map(draftSnapshot),
    gone: { done: ended("done"), failed: ended("failed"), cancelled: ended("cancelled") },
    inputs: count(state.inputs),
    stopped: state.stopped,
  });
}

function draftSnapshot(task: TaskDraft): TaskSnapshot {
  const { state } = task;
  return withoutGaps<TaskSnapshot>({
    task: task.id,
    name: task.name,
    daemon: flag(task.daemon),
    supervised: flag(task.supervised),
    priority: priority(task.priority),
    mailbox: bound(task.mailbox),
    state,
    wait: state === "running" ? task.asked : task.waitingFor,
    asleep: flag(task.asleep),
    unread: count(task.unread),
    cancelling: flag(task.cancelling),
    frames: list(task.frames),
    value: task.value,
  });
}
