import type { TaskState } from "../kernel/task.js";
import { parentOf, type Birth, type Snapshot, type TaskSnapshot } from "./format.js";

/** A task at one moment of a trace. */
export interface TaskView {
  readonly id: string;
  readonly name: string;
  /** The id of the task that spawned it; `null` for a root. */
  readonly parent: string | null;
  readonly daemon: boolean;
  readonly supervised: boolean;
  readonly priority: number;
  /** How many messages its mailbox holds. */
  readonly mailbox: number;
  readonly state: TaskState;
  /** What it waits for, in words; `undefined` when it does not wait. */
  readonly waitingFor: string | undefined;
  /** It waits for the clock alone. */
  readonly asleep: boolean;
  /** How many messages wait in its mailbox. */
  readonly unread: number;
  /** It has been asked to end. */
  readonly cancelling: boolean;
  /** The frames that it has entered, the innermost last. */
  readonly frames: readonly string[];
  /** The tasks that it has spawned, oldest first, those included that have ended. */
  readonly children: readonly string[];
  /** What it returned, or the error with which it failed; `undefined` until it has ended. */
  readonly value: string | undefined;
  /** The number of the event with which it ended; `undefined` until then. */
  readonly endedAt: number | undefined;
}

/** A scheduler at one moment of a trace. */
export interface SchedulerState {
  /** The number of the last event; 0 before the first. */
  readonly seq: number;
  /** The number of the turn that is under way, or was last; 0 before the first. */
  readonly step: number;
  /** What the clock shows. */
  readonly time: number;
  /** The task whose turn it is; `null` between turns. */
  readonly running: string | null;
  /** The ready tasks, in the order in which they became ready. */
  readonly ready: ReadonlySet<string>;
  /** All tasks by their ids, in the order of their birth, those included that have ended. */
  readonly tasks: ReadonlyMap<string, TaskView>;
  /** How many calls have come from outside. */
  readonly inputs: number;
  /** Why the scheduler came to a stand; `undefined` where it did not, or went on. */
  readonly stopped: string | undefined;
  /** How many tasks had ended before the trace begins: they are not among `tasks`. */
  readonly gone: Snapshot["gone"];
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/** A task as the fold writes it. */
export interface TaskDraft extends Omit<Writable<TaskView>, "frames" | "children"> {
  frames: string[];
  children: string[];
  /** What it asked for last; what it waits for where the turn ends with that. */
  asked: string | undefined;
}

/** The state that the fold writes, one event at a time. */
export class StateDraft implements SchedulerState {
  seq = 0;
  step = 0;
  time: number;
  running: string | null = null;
  readonly ready: Set<string> = new Set<string>();
  readonly tasks: Map<string, TaskDraft> = new Map<string, TaskDraft>();
  inputs = 0;
  stopped: string | undefined = undefined;
  gone: Snapshot["gone"] = { done: 0, failed: 0, cancelled: 0 };

  /** How things stand before the first event of a trace. */
  constructor(trace: { readonly startTime: number; readonly start?: Snapshot }) {
    this.time = trace.startTime;
    if (trace.start !== undefined) this.begin(trace.start);
  }

  private begin(start: Snapshot): void {
    this.seq = start.seq;
    this.step = start.step;
    this.time = start.time;
    this.running = start.running ?? null;
    this.gone = start.gone;
    this.inputs = start.inputs ?? 0;
    this.stopped = start.stopped;
    for (const each of start.tasks) resume(this.bear(each.task, each), each);
    for (const id of start.ready) this.ready.add(id);
  }

  /** Adds a task that was just born. */
  bear(id: string, birth: Birth): TaskDraft {
    const parent = parentOf(id);
    const task: TaskDraft = {
      id,
      name: birth.name,
      parent,
      daemon: birth.daemon ?? false,
      supervised: birth.supervised ?? false,
      priority: Number(birth.priority ?? 0),
      mailbox: birth.mailbox ?? Infinity,
      state: "ready",
      waitingFor: undefined,
      asleep: false,
      unread: 0,
      cancelling: false,
      frames: [],
      children: [],
      value: undefined,
      endedAt: undefined,
      asked: undefined,
    };
    this.tasks.set(id, task);
    if (parent !== null) this.tasks.get(parent)?.children.push(id);
    return task;
  }
}

/** Brings a task from its birth to how it stands in a snapshot. */
function resume(task: TaskDraft, { state, wait, asleep, unread, cancelling, frames, value }: TaskSnapshot): void {
  task.state = state;
  task.value = value;
  task.asked = wait;
  task.waitingFor = state === "waiting" ? wait : undefined;
  task.asleep = asleep ?? false;
  task.unread = unread ?? 0;
  task.cancelling = cancelling ?? false;
  task.frames = [...(frames ?? [])];
}

/** Whether a task has not ended. */
export function isAlive({ state }: TaskView): boolean {
  return state === "ready" || state === "running" || state === "waiting";
}
