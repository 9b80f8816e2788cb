import type { Actor } from "../machine/actor.js";
import type { Point } from "../machine/chooser.js";
import { firstAwake, isInitial, Reduction, type Node, type Sleeper } from "./reduction.js";
import type { Event } from "./trace.js";

export interface SourceNode extends Node {
  /** Who is to be tried from here. */
  readonly backtrack: Set<Actor>;
}

/**
 * Source sets with sleep sets (Abdulla, Aronis, Jonsson and Sagonas, POPL 2014, algorithm 1). Every class of schedules that
 * differ only in the order of independent steps is run at least once; a few runs are begun in vain.
 */
export class SourceSets extends Reduction<SourceNode> {
  readonly name: string = "dpor-source";

  protected arrive(point: Point, sleep: readonly Sleeper[]): SourceNode | undefined {
    const chosen = firstAwake(point, sleep);
    return chosen && { sleep, chosen, event: null, backtrack: new Set([chosen]) };
  }

  protected nextAt(node: SourceNode): Actor | undefined {
    return waiting(node)[0];
  }

  protected waitingAt(node: SourceNode): number {
    return waiting(node).length;
  }

  /**
   * All steps of the run count that need not come after `earlier`, those behind `later`, too: what `later` does may be another thing
   * where it comes first, and then one of those may have to come before it.
   */
  protected race(earlier: Event, later: Event): void {
    this.putFirst(this.nodes[earlier.index]!, this.without(earlier, later), later);
  }

  /** Lets one of those be tried with which the steps in `rest` can begin, unless one of them is already. */
  private putFirst({ backtrack }: SourceNode, rest: readonly Event[], last?: Event): void {
    const seen = new Set<Actor>();
    let first: Actor | undefined;
    for (const [i, { actor }] of rest.entries()) {
      if (seen.has(actor)) continue;
      seen.add(actor);
      if (!isInitial(rest, i, last)) continue;
      if (backtrack.has(actor)) return;
      first ??= actor;
    }
    backtrack.add(first!);
  }

  protected timersAfter(node: SourceNode, steps: readonly Event[], timers: readonly Actor[]): void {
    if (steps.length > 0) this.putFirst(node, steps);
    else node.backtrack.add(timers[0]!);
  }
}

/** Those that are to be tried, and neither were nor are just now. */
function waiting({ backtrack, chosen, sleep }: SourceNode): readonly Actor[] {
  if (backtrack.size === 1) return NOBODY;
  return [...backtrack].filter((actor) => actor !== chosen && !sleep.some((sleeper) => sleeper.actor === actor));
}

const NOBODY: readonly Actor[] = [];
