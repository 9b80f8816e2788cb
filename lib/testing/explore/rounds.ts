import type { Actor } from "./machine/actor.js";
import type { Chooser, Point } from "./machine/chooser.js";

/** Fair: of those that can go on, the one that has waited longest since its last step. */
export class Rounds implements Chooser {
  private readonly served = new Map<Actor, number>();

  choose({ enabled, depth }: Point): number {
    let best = 0;
    for (let i = 1; i < enabled.length; i++) if (this.last(enabled[i]!) < this.last(enabled[best]!)) best = i;
    this.served.set(enabled[best]!, depth);
    return best;
  }

  private last(actor: Actor): number {
    return this.served.get(actor) ?? -1;
  }
}
