import { checkCount } from "../kernel/checks.js";
import { apply } from "./apply.js";
import type { Trace, TraceEvent } from "./format.js";
import { StateDraft, type SchedulerState } from "./state.js";

/**
 * How the scheduler stood after event `n` of a trace: by its number, as `event.seq` has it; after the last one where left out.
 * @throws RangeError when the trace has no such event
 * @throws TraceError when the events cannot have followed one another
 *
 * @example
 * const state = fold(trace, 12);
 * [...state.ready]; // the ids of the ready tasks, in order
 */
export function fold(trace: Trace, n: number = lastOf(trace)): SchedulerState {
  return new Playback(trace).seek(n);
}

/**
 * Walks through a trace. Each step forwards costs the same, however long the trace is; a step back begins at the start again.
 *
 * @example
 * const playback = new Playback(trace);
 * while (playback.forward()) draw(playback.state, playback.event);
 */
export class Playback {
  /** What is walked through. */
  readonly trace: Trace;
  private draft: StateDraft;

  /** Stands before the first event. */
  constructor(trace: Trace) {
    this.trace = trace;
    this.draft = new StateDraft(trace);
  }

  /** How things stand now. It changes with each step: use `fold` for one that is to be kept. */
  get state(): SchedulerState {
    return this.draft;
  }

  /** The event after which things stand so; `undefined` before the first. */
  get event(): TraceEvent | undefined {
    return this.trace.events[this.index - 1];
  }

  /** One event further; false at the end. */
  forward(): boolean {
    const event = this.trace.events[this.index];
    if (event === undefined) return false;
    apply(this.draft, event);
    return true;
  }

  /** One event back; false at the start. */
  back(): boolean {
    if (this.index === 0) return false;
    this.seek(this.draft.seq - 1);
    return true;
  }

  /**
   * Goes to where event `n` has just happened.
   * @throws RangeError when the trace has no such event
   */
  seek(n: number): SchedulerState {
    const first = firstOf(this.trace);
    const last = lastOf(this.trace);
    checkCount(n, "fold: n", first);
    if (n > last) throw new RangeError(`fold: n: the trace ends with event ${String(last)}, before ${String(n)}.`);
    if (n < this.draft.seq) this.draft = new StateDraft(this.trace);
    while (this.draft.seq < n) this.forward();
    return this.draft;
  }

  /** How many events have happened. */
  private get index(): number {
    return this.draft.seq - firstOf(this.trace);
  }
}

/** The number of the event after which a trace begins. */
function firstOf(trace: Trace): number {
  return trace.start?.seq ?? 0;
}

function lastOf(trace: Trace): number {
  return firstOf(trace) + trace.events.length;
}
