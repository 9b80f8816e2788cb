import { RandomStream } from "../../../kernel/random.js";
import type { Actor } from "../machine/actor.js";
import { conflict, UNKNOWN, type Footprint } from "../machine/footprint.js";
import type { Point, Step } from "../machine/chooser.js";
import type { Strategy } from "./strategy.js";

/** No priority: one is drawn when it is needed. */
const NONE = -1;

/**
 * Partial order sampling (Yuan, Yang and Gu, CAV 2018). Each step that can be taken has a random priority, and the highest is taken.
 * Then those that depend on it draw again. So a class of schedules that differ only in the order of independent steps is not
 * the likelier for being large.
 *
 * What a step is going to touch is not known before. It is taken to be what the same step of the same actor touched in the run
 * in which it was seen last; one that was never seen may touch anything.
 */
export class PartialOrderSampling implements Strategy {
  readonly name = "pos";
  readonly watches = true;
  readonly repeats = true;
  readonly complete = false;
  private readonly random: RandomStream;
  /** By the actor's serial number, and by which of its steps. */
  private readonly seen: Footprint[][] = [];
  /** The priorities of pending steps, by the actors' serial numbers. */
  private priorities: number[] = [];
  private others: Actor[] = [];

  constructor(seed: number) {
    this.random = new RandomStream(`${String(seed)}/partial order sampling`);
  }

  begin(): boolean {
    this.priorities = [];
    return true;
  }

  choose({ enabled }: Point): number {
    let best = 0;
    for (let i = 0; i < enabled.length; i++) {
      if (this.priorityOf(enabled[i]!) > this.priorityOf(enabled[best]!)) best = i;
    }
    this.others = enabled.filter((_, i) => i !== best);
    return best;
  }

  stepped({ actor, footprint, barrier }: Step): void {
    // The step was counted already.
    (this.seen[actor.serial] ??= [])[actor.steps - 1] = footprint;
    this.priorities[actor.serial] = NONE;
    for (const other of this.others) {
      const pending = this.seen[other.serial]?.[other.steps] ?? UNKNOWN;
      if (barrier || pending === UNKNOWN || conflict(pending, footprint)) this.priorities[other.serial] = NONE;
    }
  }

  over(): void {}

  looksFurther(): void {}

  private priorityOf({ serial }: Actor): number {
    const priority = this.priorities[serial] ?? NONE;
    return priority === NONE ? (this.priorities[serial] = this.random.next()) : priority;
  }
}
