import { RandomStream } from "../../../kernel/random.js";
import type { Point } from "../machine/chooser.js";
import type { Strategy } from "./strategy.js";

/**
 * At each step any of those that can go on, each as likely as the other. It is simple and fair, and biased: of two tasks, a
 * long one is hardly ever far ahead of the other.
 */
export class RandomWalk implements Strategy {
  readonly name = "random";
  readonly watches = false;
  readonly fair = true;
  readonly repeats = true;
  readonly complete = false;
  private readonly random: RandomStream;

  constructor(seed: number) {
    this.random = new RandomStream(`${String(seed)}/random walk`);
  }

  begin(): boolean {
    return true;
  }

  choose({ enabled }: Point): number {
    return enabled.length === 1 ? 0 : this.random.below(enabled.length);
  }

  over(): void {}
}
