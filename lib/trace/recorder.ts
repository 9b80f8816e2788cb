import { checkCount } from "../kernel/checks.js";
import { ReentrancyError, RondoError } from "../kernel/errors.js";
import { Observer, type Observed } from "../kernel/observer.js";
import { preview } from "../kernel/preview.js";
import { CANCELLED, FAILED, THROW, UNWIND } from "../kernel/stages.js";
import type { AnyRequest } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { apply } from "./apply.js";
import { flag, given, withoutGaps, type Loose } from "./fields.js";
import { CAUSES, FORMAT, VERSION, type Cause, type Snapshot, type Trace, type TraceEvent } from "./format.js";
import { birthOf, idOf, snapshotOf, snapshotOfState } from "./snapshot.js";
import { StateDraft } from "./state.js";

/** How to record. */
export interface RecordOptions {
  /**
   * How many of the latest events are kept at least; twice as many at most. What comes before them becomes the snapshot with
   * which the trace begins. Half a million where left out, which is some 100 MB.
   */
  readonly limit?: number;
}

/** What can be recorded: a scheduler. */
export interface Recordable {
  /** Lets an observer hear all that it does; returns a function that takes it off again. */
  observe(observer: Observer): () => void;
}

/**
 * Begins to record a scheduler. Recording changes nothing of what happens.
 * @throws ReentrancyError while the scheduler is driven: begin before, or between two host calls
 *
 * @example
 * const recorder = record(scheduler);
 * scheduler.run();
 * console.log(timeline(recorder.trace));
 */
export function record(scheduler: Recordable, options?: RecordOptions): Recorder {
  const recorder = new Recorder(options);
  scheduler.observe(recorder);
  return recorder;
}

/** The fields of an event that its kind has. */
type Own<Kind extends TraceEvent["kind"]> = Omit<Extract<TraceEvent, { kind: Kind }>, keyof TraceEvent>;

/**
 * Records one scheduler. `record(scheduler)` makes one and attaches it; where there is no scheduler to be had, hand a new one to
 * `run` or `runAsync`.
 *
 * @example
 * const recorder = new Recorder();
 * run(main, { observer: recorder });
 * recorder.trace.events.length;
 */
export class Recorder extends Observer {
  private readonly limit: number;
  private scheduler: Observed | null = null;
  private detach: (() => void) | null = null;
  private start: Snapshot | undefined = undefined;
  private log: TraceEvent[] = [];
  private seq = 0;
  private step = 0;
  private time = 0;
  private cause: Cause = CAUSES.host;

  constructor(options: RecordOptions = {}) {
    super();
    const { limit = 500_000 } = options;
    checkCount(limit, "record: limit");
    this.limit = limit;
  }

  /** What was recorded so far. It stays as it is while the recording goes on. */
  get trace(): Trace {
    const { order, seed, startTime, now } = this.observed();
    const events = [...this.log];
    // Time that has passed since the last event is told at the end, in one event however many host calls it took (T5).
    if (this.detach !== null && now !== this.time) {
      events.push({ seq: this.seq + 1, step: this.step, time: now, kind: "clock", task: null });
    }
    const start = this.start === undefined ? {} : { start: this.start };
    return { format: FORMAT, version: VERSION, order, seed, startTime, ...start, events };
  }

  /** The events so far, as they come; a view, not a copy. */
  get events(): readonly TraceEvent[] {
    return this.log;
  }

  /** Ends the recording, and gives what was recorded. */
  stop(): Trace {
    const trace = this.trace;
    this.log = [...trace.events];
    this.detach?.();
    this.detach = null;
    return trace;
  }

  private observed(): Observed {
    if (this.scheduler !== null) return this.scheduler;
    throw new RondoError(
      "This recorder is attached to no scheduler: use record(scheduler), or run(program, { observer }).",
    );
  }

  // ── what the kernel tells ────────────────────────────────────────────────────────────────────────────────────────────

  override attached(scheduler: Observed, detach: () => void): void {
    if (this.scheduler !== null) {
      throw new RondoError("A recorder records one scheduler, once. Make a new one: record(scheduler).");
    }
    if (scheduler.driving || scheduler.running !== null) {
      throw new ReentrancyError(
        "record: this scheduler is running, and what goes on could be told in parts only. Begin to record before it is " +
          "driven, or between two of its turns.",
      );
    }
    this.scheduler = scheduler;
    this.detach = detach;
    this.time = scheduler.now;
    this.start = snapshotOf(scheduler);
  }

  override spawned(task: TaskNode): void {
    this.put("spawn", idOf(task), { ...birthOf(task), by: this.cause });
  }

  override ready(task: TaskNode): void {
    const { stage, value, scope } = task;
    const by = this.cause;
    const id = idOf(task);
    if (stage === THROW) this.put("ready", id, { how: "error", value: preview(value), by });
    else if (stage !== UNWIND) this.put("ready", id, { how: "answer", value: given(value), by });
    else
      this.put("ready", id, {
        how: scope?.bodyOver === true && !scope.doomed ? "close" : "unwind",
        value: undefined,
        by,
      });
  }

  override turn(task: TaskNode): void {
    const id = idOf(task);
    // The clock moved before this turn, not in it.
    this.keepTime();
    this.step++;
    this.cause = id;
    this.put("turn", id, {});
  }

  override asked(task: TaskNode, request: AnyRequest): void {
    this.put("ask", idOf(task), { wait: request.toString() });
  }

  override entered(task: TaskNode, program: string): void {
    this.put("enter", idOf(task), { program });
  }

  override left(task: TaskNode): void {
    this.put("leave", idOf(task), {});
  }

  override turned(task: TaskNode): void {
    this.cause = CAUSES.host;
    this.put("rest", idOf(task), { asleep: flag(task.timer >= 0) });
  }

  override emitted(task: TaskNode, value: unknown): void {
    this.put("emit", idOf(task), { value: preview(value) });
  }

  override sent(task: TaskNode, message: unknown, from: TaskNode | null, handed: boolean): void {
    this.put("send", idOf(task), {
      value: preview(message),
      from: from === null ? undefined : idOf(from),
      handed: flag(handed),
      unread: task.mailbox?.size ?? 0,
    });
  }

  override received(task: TaskNode, message: unknown): void {
    this.put("take", idOf(task), { value: preview(message), unread: task.mailbox?.size ?? 0 });
  }

  override cancelled(task: TaskNode, reason: unknown): void {
    const last = this.log.at(-1);
    const isInput = last?.kind === "input" && last.what.startsWith("cancel ");
    if (this.observed().running === null && !isInput) this.cause = CAUSES.host;
    this.put("cancel", idOf(task), { reason: given(reason), by: this.cause });
  }

  override interrupted(task: TaskNode, error: unknown): void {
    this.put("interrupt", idOf(task), { error: preview(error), by: this.cause });
  }

  override unwinding(task: TaskNode): void {
    this.put("unwind", idOf(task), {});
  }

  override ended(task: TaskNode): void {
    const { stage, value } = task;
    const outcome = stage === FAILED ? "failed" : stage === CANCELLED ? "cancelled" : "done";
    this.put("end", idOf(task), { outcome, value: stage === FAILED ? preview(value) : given(value) });
  }

  override due(): void {
    this.cause = CAUSES.timer;
  }

  override input(serial: number, what: string): void {
    this.cause = CAUSES.input;
    this.put("input", null, { serial, what });
  }

  override stopped(error: Error): void {
    this.put("stop", null, { error: preview(error) });
  }

  // ── keeping it ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private put<Kind extends TraceEvent["kind"]>(
    kind: Kind,
    task: Extract<TraceEvent, { kind: Kind }>["task"],
    fields: Loose<Own<Kind>>,
  ): void {
    this.keepTime();
    this.push({ seq: ++this.seq, step: this.step, time: this.time, kind, task, ...withoutGaps(fields) } as TraceEvent);
  }

  /** The clock is told to have moved when something happens: time in which nothing does is one span, however it was passed. */
  private keepTime(): void {
    const { now } = this.observed();
    if (now === this.time) return;
    this.time = now;
    this.push({ seq: ++this.seq, step: this.step, time: now, kind: "clock", task: null });
  }

  private push(event: TraceEvent): void {
    this.log.push(event);
    if (this.log.length >= this.limit * 2) this.trim();
  }

  /** Folds the older half into the snapshot. */
  private trim(): void {
    const { startTime } = this.observed();
    const state = new StateDraft(this.start === undefined ? { startTime } : { startTime, start: this.start });
    const older = this.log.length - this.limit;
    for (const event of this.log.slice(0, older)) apply(state, event);
    this.start = snapshotOfState(state);
    this.log = this.log.slice(older);
  }
}
