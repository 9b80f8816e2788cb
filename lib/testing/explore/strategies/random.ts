import { RandomStream } from "../../../kernel/random.js";
import type { Point } from "../machine.js";
import type { Strategy } from "./strategy.js";

/** At each step any of those that can go on, each as likely as the other. */
export class RandomWalk implements Strategy {
  readonly name = "random";
  readonly watches = false;
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
