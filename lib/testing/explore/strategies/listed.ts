import type { Point } from "../machine/chooser.js";
import { usualChoice } from "../schedule.js";
import type { Strategy } from "./strategy.js";

/**
 * The one schedule that a list of small numbers stands for. The n-th number is for the n-th state in which there is more than
 * one to choose from: 0 lets the last task go on, and each number above that passes over one more, up to the last that can go
 * on. Behind the end of the list all are 0. So each list stands for a schedule, and a shorter list with smaller numbers for a
 * simpler one. Numbers that are too large are cut down and not counted round, so that one made smaller never means more.
 */
export class Listed implements Strategy {
  readonly name = "choices";
  /** So that what cannot be tracked is refused as in a search that needs it; a single run is quick enough. */
  readonly watches = true;
  readonly complete = false;
  private readonly choices: readonly number[];
  private nth = 0;
  private begun = false;

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  begin(): boolean {
    if (this.begun) return false;
    return (this.begun = true);
  }

  choose(point: Point): number {
    const { length } = point.enabled;
    if (length === 1) return 0;
    const choice = this.choices[this.nth++] ?? 0;
    return (usualChoice(point) + Math.min(choice, length - 1)) % length;
  }

  /** What is looked at has no say in it. */
  looksFurther(): void {}

  over(): void {}
}
