import type { TaskNode } from "../../../kernel/task.js";
import type { Footprint } from "./footprint.js";

/** What may take a step: a task its turn, a timer its being due; or the clock, which lets all be due that come next. */
export type ActorKind = "setup" | "task" | "timer" | "clock" | "fault";

/**
 * One that takes steps, known again in every run of an exploration: by whose child it is, and which one. So its number, and the
 * numbers of the objects that it makes, do not depend on the schedule.
 */
export class Actor {
  readonly kind: ActorKind;
  /** Its place among all actors of the exploration. */
  readonly serial: number;
  /** The number of the object that stands for it in footprints. */
  readonly object: number;
  /** What it is called in reports and tokens: `1.2` for a task, `1.2@1` for the first timer that this task set. */
  readonly id: string;
  /** The ordinals from the root down: they sort the tasks. */
  readonly path: readonly number[];
  /** Whose child it is, or who set the timer; `null` for one that nobody made. */
  readonly parent: Actor | null;
  /** Its children, the timers that it set and the objects that it made, in the order in which it did. */
  readonly children: Actor[] = [];
  readonly timers: Actor[] = [];
  readonly made: number[] = [];

  /** What its n-th step has ever touched, for partial-order reduction. */
  readonly touches: Footprint[] = [];
  /** What its latest step that was watched has touched. */
  footprint: Footprint = [];
  /** Whether another task has ever touched its mailbox. */
  addressed = false;

  // What follows belongs to the run under way.
  run = 0;
  task: TaskNode | null = null;
  /** How many steps it has taken. */
  steps = 0;
  bornCount = 0;
  armedCount = 0;
  /** It has become ready as which one of this run. */
  since = 0;
  /** The step that made it ready last, and the one with which it ended; -1 for none. */
  waker = -1;
  end = -1;
  /** Its latest step; -1 for none. */
  latest = -1;
  /** Steps that its next one follows, besides that of its waker. */
  follows: number[] = [];
  /** Where a timer is due. */
  time = 0;

  constructor(
    kind: ActorKind,
    serial: number,
    object: number,
    id: string,
    path: readonly number[],
    parent: Actor | null,
  ) {
    this.kind = kind;
    this.serial = serial;
    this.object = object;
    this.id = id;
    this.path = path;
    this.parent = parent;
  }

  /** A new run begins for it. */
  enter(run: number, task: TaskNode | null): void {
    this.run = run;
    this.task = task;
    this.steps = 0;
    this.bornCount = 0;
    this.armedCount = 0;
    this.waker = -1;
    this.end = -1;
    this.latest = -1;
    if (this.follows.length > 0) this.follows = [];
  }

  toString(): string {
    if (this.kind !== "task") return this.kind === "timer" ? `timer ${this.id}` : this.kind;
    return this.task === null ? `task ${this.id}` : this.task.label;
  }
}

/** Parents before their children, older ones before younger ones. */
export function isBefore(a: Actor, b: Actor): boolean {
  const { path } = a;
  const other = b.path;
  const depth = Math.min(path.length, other.length);
  for (let i = 0; i < depth; i++) if (path[i] !== other[i]) return path[i]! < other[i]!;
  return path.length < other.length;
}
