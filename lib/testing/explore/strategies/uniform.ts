import { RandomStream } from "../../../kernel/random.js";
import type { Ending, Point } from "../machine/chooser.js";
import { StepCounts } from "./step-counts.js";
import type { Strategy } from "./strategy.js";

/**
 * Each interleaving as likely as the other: who goes on is drawn by how many steps he has left, with those of the children that
 * he has not spawned yet. The first run is a random walk that counts; later runs count on.
 *
 * That is exact where each task takes the same number of steps in every run, and none waits for another; but the program may
 * wait for all the tasks that it has spawned. Elsewhere the numbers are estimates, what most of the runs so far had, and some
 * interleavings are likelier than others.
 */
export class Uniform implements Strategy {
  readonly name = "uniform";
  readonly watches = false;
  readonly repeats = true;
  readonly complete = false;
  private readonly random: RandomStream;
  private readonly counts = new StepCounts();

  constructor(seed: number) {
    this.random = new RandomStream(`${String(seed)}/uniform`);
  }

  begin(): boolean {
    this.counts.begin();
    return true;
  }

  choose({ enabled, depth }: Point): number {
    for (const actor of enabled) this.counts.meet(actor, depth);
    const index = enabled.length === 1 ? 0 : this.draw(enabled.map((actor) => this.counts.leftOf(actor)));
    this.counts.took(enabled[index]!);
    return index;
  }

  over(ending: Ending): void {
    // One that was broken off tells nothing.
    if (ending === "done" || ending === "stuck") this.counts.over();
  }

  private draw(weights: readonly number[]): number {
    let rest = this.random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    let index = 0;
    while (index < weights.length - 1 && rest >= weights[index]!) rest -= weights[index++]!;
    return index;
  }
}
