import { isAlive, type TaskView } from "../state.js";
import type { Playback } from "../fold.js";
import type { TraceEvent } from "../format.js";
import { isEnd, type Glyph } from "./glyphs.js";

/**
 * One column of a timeline: a step; the time that passed between two instants; or how things stood when the scheduler came to a
 * stand, or at the end. It holds what differs from the column before it, so that a picture of many tasks costs no more than what happened.
 */
export interface Column {
  readonly kind: "step" | "time" | "stop" | "end";
  /** The number of the step; of the last one before it where it is none. */
  readonly step: number;
  /** What the clock showed; in a column of time, what it shows from then on. */
  time: number;
  /** Something came from outside just before this step. */
  readonly input: boolean;
  /** The task whose step it is. */
  readonly runner: string | null;
  /** The tasks that look different now, and how. */
  readonly changes: ReadonlyMap<string, Glyph>;
}

/** Draws the columns of a trace that belong to the steps `from` to `to`. */
export function columnsOf(playback: Playback, from: number, to: number): Column[] {
  const pen = new Pen(playback, from, to);
  while (playback.forward()) pen.follow(playback.event!);
  pen.finish();
  return pen.columns;
}

/** Follows a playback and draws a column each time that a turn is over or the clock has moved. */
class Pen {
  readonly columns: Column[] = [];
  private readonly playback: Playback;
  private readonly from: number;
  private readonly to: number;
  /** How each task was drawn last; one that is not here was not drawn, or has gone. */
  private readonly drawn = new Map<string, Glyph>();
  /** The tasks that may look different in the next column. */
  private readonly touched = new Set<string>();
  /** What the running task did in its turn that shows. */
  private turn: Glyph = "running";
  private input = false;
  private stopped = false;
  private begun = false;

  constructor(playback: Playback, from: number, to: number) {
    this.playback = playback;
    this.from = from;
    this.to = to;
    for (const id of playback.state.tasks.keys()) this.touched.add(id);
  }

  follow(event: TraceEvent): void {
    if (event.task !== null) this.touched.add(event.task);
    switch (event.kind) {
      case "turn":
        if (!this.begun) this.draw("time", null, event.step - 1);
        this.begun = true;
        this.turn = "running";
        return;
      case "emit":
        this.turn = "emitting";
        return;
      case "send":
        if (event.from === this.playback.state.running && this.turn === "running") this.turn = "sending";
        return;
      case "rest":
        this.begun = true;
        this.draw("step", event.task);
        if (this.stopped) this.draw("stop", null);
        this.stopped = false;
        return;
      case "clock":
        this.draw("time", null);
        this.begun = true;
        return;
      case "stop":
        // One that cuts a turn short is drawn behind that turn.
        this.stopped = this.playback.state.running !== null;
        if (!this.stopped) this.draw("stop", null);
        return;
      case "input":
        this.input = this.begun;
        return;
      default:
        return;
    }
  }

  /** Draws how things stand at the end, where anything is left to be seen. */
  finish(): void {
    const last = this.columns.at(-1);
    if (last !== undefined && last.kind !== "step" && this.touched.size === 0) return;
    const { tasks } = this.playback.state;
    const isLeft = [...tasks.values()].some(
      (task) => isAlive(task) || (this.touched.has(task.id) && !this.drawn.has(task.id)),
    );
    if (isLeft) this.draw("end", null);
  }

  private draw(kind: Column["kind"], runner: string | null, step: number = this.playback.state.step): void {
    const changes = this.changes(runner);
    const { time } = this.playback.state;
    const input = kind === "step" && this.input;
    if (kind === "step") this.input = false;
    const isInside = kind === "step" ? step >= this.from && step <= this.to : step >= this.from - 1 && step <= this.to;
    if (!isInside) return;
    const last = this.columns.at(-1);
    if (kind === "time" && last?.kind === "time" && changes.size === 0) last.time = time;
    else
      this.columns.push({
        kind,
        step,
        time,
        input,
        runner,
        changes: last === undefined ? new Map(this.drawn) : changes,
      });
  }

  private changes(runner: string | null): Map<string, Glyph> {
    const changes = new Map<string, Glyph>();
    const again: string[] = [];
    for (const id of this.touched) {
      const before = this.drawn.get(id) ?? "none";
      const now = this.look(this.playback.state.tasks.get(id)!, before, id === runner);
      if (now === "none") this.drawn.delete(id);
      else this.drawn.set(id, now);
      if (now !== before) changes.set(id, now);
      // A turn and an end are shown in one column: in the next one the task looks different.
      if (id === runner || isEnd(now)) again.push(id);
    }
    this.touched.clear();
    for (const id of again) this.touched.add(id);
    return changes;
  }

  private look(task: TaskView, before: Glyph, runs: boolean): Glyph {
    if (!isAlive(task)) return isEnd(before) ? "none" : task.state;
    if (runs) return task.cancelling ? "cleaning" : this.turn;
    if (task.state === "waiting") return task.asleep ? "sleeping" : "waiting";
    return "ready";
  }
}
