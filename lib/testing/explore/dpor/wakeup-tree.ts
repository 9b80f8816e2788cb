import type { Actor } from "../machine/actor.js";
import { conflict, UNKNOWN, type Footprint } from "../machine/footprint.js";
import { isInitial, mayTouch } from "./reduction.js";
import type { Event } from "./trace.js";

/** A step that is to be tried, and what after it. */
export interface Branch {
  readonly actor: Actor;
  readonly footprint: Footprint | typeof UNKNOWN;
  readonly inner: Branch[];
  /** What this branch, which ends here, was held to lead to. */
  readonly relying: Sequence[];
}

/** A branch whose steps have never been seen. */
export function planned(actors: readonly Actor[]): Branch {
  const [actor, ...later] = actors;
  return { actor: actor!, footprint: UNKNOWN, inner: later.length === 0 ? [] : [planned(later)], relying: [] };
}

/** Steps that are to be tried: some that were seen in a run, and then some that were never seen. */
export interface Sequence {
  readonly steps: readonly Event[];
  /** The last of the steps, where it is taken earlier than it was seen. */
  readonly last: Event | undefined;
  readonly tail: readonly Actor[];
}

/**
 * Puts a sequence of steps into a wakeup tree, unless the tree leads to it already. On the way down, a branch whose step the
 * sequence could begin with stands for that step. `tail`: steps that are to follow and have never been seen.
 */
export function insert(tree: Branch[], sequence: Sequence): void {
  let branches = tree;
  let rest = sequence;
  for (let found = find(branches, rest); found !== undefined; found = find(branches, rest)) {
    // The end of a branch: from there on whatever is possible will be tried. (Where it was planned for the sake of a timer, and
    // not for a race, that holds for what is asleep there, too; so the sequence is kept.)
    const { branch } = found;
    rest = found.rest;
    if (branch.inner.length === 0 && branch.footprint !== UNKNOWN) {
      branch.relying.push(rest);
      return;
    }
    branches = branch.inner;
  }
  for (const event of rest.steps) {
    const branch: Branch = { actor: event.actor, footprint: footprintOf(event, rest), inner: [], relying: [] };
    branches.push(branch);
    branches = branch.inner;
  }
  if (rest.tail.length > 0) branches.push(planned(rest.tail));
}

function find(branches: readonly Branch[], sequence: Sequence): { branch: Branch; rest: Sequence } | undefined {
  for (const branch of branches) {
    const rest = after(branch, sequence);
    if (rest !== undefined) return { branch, rest };
  }
  return undefined;
}

function footprintOf(event: Event, { last }: Sequence): Footprint {
  return event === last ? mayTouch(event) : event.footprint;
}

/** What is left of a sequence after a branch, where it could begin with that; `undefined` where it could not. */
function after({ actor, footprint }: Branch, sequence: Sequence): Sequence | undefined {
  const { steps, last, tail } = sequence;
  const at = steps.findIndex((event) => event.actor === actor);
  if (at >= 0) return isInitial(steps, at, last) ? { ...sequence, steps: steps.filter((_, i) => i !== at) } : undefined;
  const isFree = footprint !== UNKNOWN && !steps.some((event) => conflict(footprintOf(event, sequence), footprint));
  if (tail.length === 0) return isFree ? sequence : undefined;
  // Nobody knows on what the tail depends, so that only its own first step can stand for itself.
  return actor === tail[0] && (isFree || steps.length === 0) ? { ...sequence, tail: tail.slice(1) } : undefined;
}
