import { Trace, type Event } from "./dpor/trace.js";
import type { Fault } from "./faults/fault.js";
import type { Chooser, Point, Step } from "./machine/chooser.js";

/** Counts the classes of schedules that differ only in the order of independent steps. */
export class ClassCounter implements Chooser {
  private readonly trace = new Trace();
  private readonly seen = new Set<string>();
  /** Steps of the run that are one with those before of their actors: whether it was one step or two is no difference. */
  private readonly halves = new Set<Event>();
  private readonly inner: Chooser;

  constructor(inner: Chooser) {
    this.inner = inner;
  }

  get size(): number {
    return this.seen.size;
  }

  choose(point: Point): number {
    if (point.depth === 0) this.begin();
    return this.inner.choose(point);
  }

  private begin(): void {
    this.trace.reset();
    this.halves.clear();
  }

  stepped(step: Step): void {
    const event = this.trace.append(step.actor, step.footprint, step.follows, step.barrier);
    if (step.continues) this.halves.add(event);
    if (event.index >= (this.inner.known ?? 0)) this.inner.stepped?.(step);
  }

  /** The run, in which these faults were, is over: counts its class. */
  over(faults: readonly Fault[]): void {
    this.seen.add([...faults, this.trace.key(this.halves)].join(";"));
  }
}
