import type { Actor } from "../machine/actor.js";
import type { Point } from "../machine/chooser.js";
import type { Strategy } from "./strategy.js";

/** The one schedule of the plain scheduler: whoever became ready first goes on first; timers are due when nobody is ready. */
export class RoundRobin implements Strategy {
  readonly name = "roundRobin";
  /** So that what cannot be tracked is refused as in a search that needs it; a single run is quick enough. */
  readonly watches = true;
  readonly fair = true;
  /** Only where there was nothing to choose. */
  complete = true;
  private readonly order = new ReadyOrder();
  private done = false;

  begin(): boolean {
    return !this.done;
  }

  choose(point: Point): number {
    if (point.enabled.length > 1) this.complete = false;
    return this.order.choose(point);
  }

  /** What is looked at has no say in it. */
  looksFurther(): void {}

  over(): void {
    this.done = true;
  }
}

/** Chooses as the plain scheduler does (T2, T4, T5). */
export class ReadyOrder {
  /** The timer that was due in the step before; `null` where that was another one's. */
  private due: Actor | null = null;
  /** The step that moved the clock to its time. */
  private moved = 0;

  choose({ enabled, depth }: Point): number {
    if (depth === 0) this.due = null;
    const together = this.nextTimer(enabled);
    const index = together >= 0 ? together : firstReady(enabled);
    const next = enabled[index]!;
    if (together < 0) this.moved = depth;
    this.due = next.kind === "timer" ? next : null;
    return index;
  }

  /** All that was set for an instant when the clock came to it becomes ready before the first of it goes on. */
  private nextTimer(enabled: readonly Actor[]): number {
    const { due } = this;
    if (due === null) return -1;
    return enabled.findIndex(({ kind, time, waker }) => kind === "timer" && time === due.time && waker < this.moved);
  }
}

/** The place of the task that has been ready longest, or of the timer that is due first, where no task is. */
function firstReady(enabled: readonly Actor[]): number {
  let first = 0;
  for (let i = 1; i < enabled.length; i++) {
    const actor = enabled[i]!;
    const best = enabled[first]!;
    if (actor.kind === "task" && (best.kind !== "task" || actor.since < best.since)) first = i;
  }
  return first;
}
