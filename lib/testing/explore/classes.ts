import { Trace } from "./dpor/trace.js";
import type { Chooser, Point, Step } from "./chooser.js";

/** Counts the classes of schedules that differ only in the order of independent steps. */
export class ClassCounter implements Chooser {
  private readonly trace = new Trace();
  private readonly seen = new Set<string>();
  private readonly inner: Chooser;

  constructor(inner: Chooser) {
    this.inner = inner;
  }

  get size(): number {
    return this.seen.size;
  }

  choose(point: Point): number {
    if (point.depth === 0) this.trace.reset();
    return this.inner.choose(point);
  }

  stepped(step: Step): void {
    const { index } = this.trace.append(step.actor, step.footprint, step.follows, step.barrier);
    if (index >= (this.inner.known ?? 0)) this.inner.stepped?.(step);
  }

  /** The run is over: counts its class. */
  over(): void {
    this.seen.add(this.trace.key());
  }
}
