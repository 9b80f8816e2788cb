import type { Actor } from "../machine/actor.js";
import { conflict, UNKNOWN } from "../machine/footprint.js";
import type { Point } from "../machine/chooser.js";
import { firstAwake, isInitial, mayTouch, Reduction, type Node, type Sleeper } from "./reduction.js";
import { Trace, type Event } from "./trace.js";
import { insert, type Branch } from "./wakeup-tree.js";

export interface OptimalNode extends Node {
  /** What is to be tried from here, in this order, after the branch that is under way; `null` while that is nothing. */
  pending: Branch[] | null;
  /** What was planned of the step from here, and of what is to come after it; `null` where nothing was. */
  branch: Branch | null;
}

const NONE: readonly Branch[] = [];

/**
 * Wakeup trees (Abdulla, Aronis, Jonsson and Sagonas, JACM 2017, algorithm 2): every class of schedules that differ only in the
 * order of independent steps is run exactly once, and no run is begun in vain.
 */
export class WakeupTrees extends Reduction<OptimalNode> {
  readonly name = "dpor";

  protected arrive(point: Point, sleep: readonly Sleeper[]): OptimalNode | undefined {
    const inner = this.plannedAt(point.depth, sleep);
    return inner.length === 0 ? this.goOn(point, sleep) : this.follow(possible(inner, point.enabled), point, sleep);
  }

  /** What is to be tried from the state that the last step led to. */
  private plannedAt(depth: number, sleep: readonly Sleeper[]): readonly Branch[] {
    const branch = this.nodes[depth - 1]?.branch ?? null;
    if (branch === null) return NONE;
    return branch.relying.length > 0 && sleep.length > 0 ? relyingOn(branch, sleep) : branch.inner;
  }

  /** Nothing is planned. */
  private goOn(point: Point, sleep: readonly Sleeper[]): OptimalNode | undefined {
    const chosen = firstAwake(point, sleep);
    return chosen && { sleep, chosen, event: null, pending: null, branch: null };
  }

  private follow(planned: readonly Branch[], point: Point, sleep: readonly Sleeper[]): OptimalNode | undefined {
    // What a step touches may depend on what came before it: then a branch can turn out to lead where another one has been.
    const branches = planned.filter(({ actor }) => !isAsleep(actor, sleep));
    const first = branches[0];
    if (first === undefined) return planned.length > 0 ? undefined : this.goOn(point, sleep);
    return { sleep, chosen: first.actor, event: null, pending: branches.slice(1), branch: first };
  }

  protected nextAt(node: OptimalNode): Actor | undefined {
    const { pending } = node;
    if (pending === null) return undefined;
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      if (next.actor === node.chosen || isAsleep(next.actor, node.sleep)) continue;
      node.branch = next;
      return next.actor;
    }
    return undefined;
  }

  protected waitingAt(node: OptimalNode): number {
    return node.pending?.length ?? 0;
  }

  protected race(earlier: Event, later: Event): void {
    const node = this.nodes[earlier.index]!;
    const rest = this.without(earlier, later);
    if (node.sleep.some((sleeper) => isWeakInitial(sleeper, rest, later))) return;
    insert((node.pending ??= []), { steps: rest, last: later, tail: [] });
  }

  protected timersAfter(node: OptimalNode, steps: readonly Event[], timers: readonly Actor[]): void {
    if (!node.sleep.some((sleeper) => begins(sleeper, steps, timers[0]!)))
      insert((node.pending ??= []), { steps, last: undefined, tail: timers });
  }
}

/**
 * At the end of a branch nobody is asleep, since no sleeper could begin with what it has planned. Where one is, a step has touched
 * less than it was taken to. Then not all that is possible will be tried, and what relied on that is planned after all.
 */
function relyingOn({ relying }: Branch, sleep: readonly Sleeper[]): readonly Branch[] {
  const tree: Branch[] = [];
  for (const sequence of relying) {
    const { steps, last, tail } = sequence;
    const isBegun = (sleeper: Sleeper): boolean =>
      tail.length > 0 ? begins(sleeper, steps, tail[0]!) : isWeakInitial(sleeper, steps, last);
    if (!sleep.some(isBegun)) insert(tree, sequence);
  }
  return tree;
}

/** Whether a sleeper could begin `steps`, after which `timer` is to be due; nobody knows on what that depends. */
function begins({ actor, footprint }: Sleeper, steps: readonly Event[], timer: Actor): boolean {
  const at = steps.findIndex((event) => event.actor === actor);
  if (at >= 0) return isInitial(steps, at, undefined);
  return actor === timer && !steps.some((event) => conflict(event.footprint, footprint));
}

function isAsleep(actor: Actor, sleep: readonly Sleeper[]): boolean {
  return sleep.some((sleeper) => sleeper.actor === actor);
}

/** Without the branches that were planned and cannot be: when one timer was due, that took back the next. */
function possible(tree: readonly Branch[], enabled: readonly Actor[]): readonly Branch[] {
  const isImpossible = ({ actor, footprint }: Branch): boolean => footprint === UNKNOWN && !enabled.includes(actor);
  return tree.some(isImpossible) ? tree.filter((branch) => !isImpossible(branch)) : tree;
}

/** Whether the steps in `rest` could begin with that of a sleeper, and come to the same. `last` is taken earlier than it was seen. */
function isWeakInitial({ actor, footprint }: Sleeper, rest: readonly Event[], last: Event | undefined): boolean {
  for (const [i, event] of rest.entries()) {
    if (event.actor !== actor) continue;
    for (let k = 0; k < i; k++) {
      if (Trace.precedes(rest[k]!, event)) return false;
      // The sleeper has taken this very step from here: what it touches is known.
      if (event === last && conflict(rest[k]!.footprint, footprint)) return false;
    }
    return true;
  }
  return !rest.some((event) => conflict(event === last ? mayTouch(event) : event.footprint, footprint));
}
