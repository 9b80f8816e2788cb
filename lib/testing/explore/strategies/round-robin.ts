import type { Point } from "../machine.js";
import type { Actor } from "../actor.js";
import type { Strategy } from "./strategy.js";

/** The schedule of the plain scheduler: whoever became ready first goes on first; timers are due when nobody is ready. */
export class RoundRobin implements Strategy {
  readonly name = "roundRobin";
  readonly watches = false;
  complete = false;
  private queue: Actor[] = [];

  begin(): boolean {
    this.queue = [];
    return !this.complete;
  }

  choose({ enabled, last }: Point): number {
    const ready = enabled.filter(({ kind }) => kind === "task");
    this.queue = this.queue.filter((actor) => ready.includes(actor));
    // What the last task has made ready stands before it; and it has made itself ready last of all.
    const fresh = ready.filter((actor) => !this.queue.includes(actor));
    this.queue.push(...fresh.filter((actor) => actor !== last), ...fresh.filter((actor) => actor === last));
    const next = this.queue.shift();
    return next === undefined ? 0 : enabled.indexOf(next);
  }

  over(): void {
    this.complete = true;
  }
}
