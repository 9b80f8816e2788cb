import { RandomStream } from "../../../kernel/random.js";
import type { Chooser, Point, Step } from "../machine/chooser.js";

/**
 * Lets a chooser choose up to a limit of steps, and from there on a random walk, which treats all alike. A run that had no end
 * because somebody was never let on then comes to it; one that is a livelock does not.
 */
export class FairTail implements Chooser {
  /** The run under way has come to the limit. */
  reached = false;
  /** How many steps the run may have in all. */
  most = 0;
  private readonly inner: Chooser;
  private readonly limit: number;
  private readonly random: RandomStream;

  constructor(inner: Chooser, limit: number, seed: number) {
    this.inner = inner;
    this.limit = limit;
    this.random = new RandomStream(`${String(seed)}/fair tail`);
  }

  /** A run begins. One whose chooser is fair by itself has no such tail. */
  begin(isFair: boolean): void {
    this.reached = false;
    this.most = isFair ? this.limit : 2 * this.limit;
  }

  choose(point: Point): number {
    if (point.depth < this.limit) return this.inner.choose(point);
    this.reached = true;
    return this.random.below(point.enabled.length);
  }

  get known(): number {
    return this.inner.known ?? 0;
  }

  stepped(step: Step): void {
    if (!this.reached) this.inner.stepped?.(step);
  }
}
