import type { Ending, Point } from "../machine/chooser.js";
import { Exhaustive, type Bounds } from "../strategies/exhaustive.js";
import type { Strategy } from "../strategies/strategy.js";
import type { Prefix } from "./job.js";

/**
 * Finds the beginnings of all schedules, up to so many states with more than one to choose from, in the order of the
 * exhaustive search. Each run is given up where its beginning ends.
 */
export class Frontier implements Strategy {
  readonly name = "exhaustive";
  readonly watches = false;
  readonly complete = false;
  readonly prefixes: Prefix[] = [];
  /** Whether a beginning has anything behind it. */
  goesFurther = false;
  private readonly inner: Exhaustive;
  private readonly level: number;
  private indexes: number[] = [];
  private choices = 0;
  private weight = 1;

  constructor(bounds: Bounds, level: number) {
    this.inner = new Exhaustive(bounds);
    this.level = level;
  }

  /** Whether schedules were left out because of a bound. */
  get cut(): boolean {
    return this.inner.cut;
  }

  begin(): boolean {
    this.indexes = [];
    this.choices = 0;
    this.weight = 1;
    return this.inner.begin();
  }

  choose(point: Point): number {
    const { length } = point.enabled;
    if (length > 1 && ++this.choices > this.level) {
      this.goesFurther = true;
      return -1;
    }
    this.weight /= length;
    const index = this.inner.choose(point);
    this.indexes.push(index);
    return index;
  }

  over(_ending: Ending): void {
    this.prefixes.push({ indexes: this.indexes, weight: this.weight });
  }
}
