import { TraceError } from "./errors.js";
import type { EndEvent, ReadyEvent, RestEvent, SpawnEvent, TraceEvent } from "./format.js";
import { isAlive, type StateDraft, type TaskDraft } from "./state.js";

/**
 * Takes a state one event further. It costs the same whatever the trace holds.
 * @throws TraceError when the event cannot follow on that state
 */
export function apply(state: StateDraft, event: TraceEvent): void {
  if (event.seq !== state.seq + 1) {
    throw new TraceError(`event ${String(event.seq)} comes after event ${String(state.seq)}: events are missing.`);
  }
  state.seq = event.seq;
  state.step = event.step;
  state.time = event.time;
  if (event.task === null) applyToScheduler(state, event);
  else if (event.kind === "spawn") born(state, event);
  else applyToTask(state, known(state, event), event);
}

type OfScheduler = Extract<TraceEvent, { task: null }>;
type OfTask = Exclude<TraceEvent, OfScheduler | SpawnEvent>;

function applyToScheduler(state: StateDraft, event: OfScheduler): void {
  if (event.kind === "input") state.inputs++;
  else if (event.kind === "stop") state.stopped = event.error;
}

function applyToTask(state: StateDraft, task: TaskDraft, event: OfTask): void {
  switch (event.kind) {
    case "ready":
      becomesReady(state, task, event);
      return;
    case "turn":
      turns(state, task, event);
      return;
    case "ask":
      task.asked = event.wait;
      return;
    case "enter":
      task.frames.push(event.program);
      return;
    case "leave":
      task.frames.pop();
      return;
    case "rest":
      rests(state, task, event);
      return;
    case "send":
    case "take":
      task.unread = event.unread;
      return;
    case "cancel":
      task.cancelling = true;
      return;
    case "end":
      ends(state, task, event);
      return;
    case "emit":
    case "interrupt":
    case "unwind":
      return;
  }
}

function born(state: StateDraft, event: SpawnEvent): void {
  must(!state.tasks.has(event.task), event, "was born already");
  state.bear(event.task, event);
  state.ready.add(event.task);
}

function becomesReady(state: StateDraft, task: TaskDraft, event: ReadyEvent): void {
  must(isAlive(task), event, "has ended");
  state.ready.delete(task.id);
  state.ready.add(task.id);
  task.waitingFor = undefined;
  task.asleep = false;
  // One that was answered in its own turn runs on to the end of that.
  if (state.running !== task.id) task.state = "ready";
}

function turns(state: StateDraft, task: TaskDraft, event: TraceEvent): void {
  must(state.running === null, event, `cannot have a turn while ${String(state.running)} has one`);
  must(state.ready.delete(task.id), event, "is not ready");
  state.running = task.id;
  state.stopped = undefined;
  task.state = "running";
}

function rests(state: StateDraft, task: TaskDraft, event: RestEvent): void {
  must(state.running === task.id, event, "has no turn that could end");
  state.running = null;
  if (!isAlive(task)) return;
  task.state = state.ready.has(task.id) ? "ready" : "waiting";
  if (task.state === "ready") return;
  task.waitingFor = task.asked;
  task.asleep = event.asleep ?? false;
}

function ends(state: StateDraft, task: TaskDraft, event: EndEvent): void {
  must(isAlive(task), event, "has ended already");
  state.ready.delete(task.id);
  task.state = event.outcome;
  task.value = event.value;
  task.endedAt = event.seq;
  task.waitingFor = undefined;
  task.asleep = false;
  task.frames = [];
}

function known(state: StateDraft, event: OfTask): TaskDraft {
  const task = state.tasks.get(event.task);
  if (task === undefined) throw impossible(event, "is not known");
  return task;
}

function must(holds: boolean, event: TraceEvent, complaint: string): void {
  if (!holds) throw impossible(event, complaint);
}

function impossible(event: TraceEvent, complaint: string): TraceError {
  return new TraceError(
    `event ${String(event.seq)} (${event.kind}) cannot be: task ${String(event.task)} ${complaint}.`,
  );
}
