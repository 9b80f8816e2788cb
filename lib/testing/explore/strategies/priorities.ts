import type { RandomStream } from "../../../kernel/random.js";
import type { Actor } from "../machine/actor.js";

/** The actors of a run in the order of their priorities: at first a random one, and those that were lowered at the end. */
export class Priorities {
  private readonly random: RandomStream;
  /** Highest first. */
  private readonly order: Actor[] = [];
  private lowered = 0;
  /** The place of each actor in the order, by its serial number. */
  private ranks: (number | undefined)[] = [];

  constructor(random: RandomStream) {
    this.random = random;
  }

  reset(): void {
    this.order.length = 0;
    this.lowered = 0;
    this.ranks = [];
  }

  /** The place in `enabled` of the one with the highest priority. One that is new gets a random rank among all that were not lowered. */
  highest(enabled: readonly Actor[]): number {
    for (const actor of enabled) if (this.ranks[actor.serial] === undefined) this.enter(actor);
    let best = 0;
    for (let i = 1; i < enabled.length; i++) if (this.rankOf(enabled[i]!) < this.rankOf(enabled[best]!)) best = i;
    return best;
  }

  /** Below all others. */
  lower(actor: Actor): void {
    const index = this.rankOf(actor);
    if (index < this.order.length - this.lowered) this.lowered++;
    this.order.splice(index, 1);
    this.order.push(actor);
    this.rank(index);
  }

  private enter(actor: Actor): void {
    const index = this.random.below(this.order.length - this.lowered + 1);
    this.order.splice(index, 0, actor);
    this.rank(index);
  }

  private rankOf(actor: Actor): number {
    return this.ranks[actor.serial]!;
  }

  /** Those from a place on have moved. */
  private rank(from: number): void {
    for (let i = from; i < this.order.length; i++) this.ranks[this.order[i]!.serial] = i;
  }
}
