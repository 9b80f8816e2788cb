import type { Actor } from "../actor.js";
import { conflict, UNKNOWN, type Footprint } from "../footprint.js";
import { isInitial } from "./reduction.js";
import type { Event } from "./trace.js";

/** A step that is to be tried, and what after it. */
export interface Branch {
  readonly actor: Actor;
  readonly footprint: Footprint | typeof UNKNOWN;
  readonly inner: Branch[];
}

/** A branch whose steps have never been seen. */
export function planned(actors: readonly Actor[]): Branch {
  const [actor, ...later] = actors;
  return { actor: actor!, footprint: UNKNOWN, inner: later.length === 0 ? [] : [planned(later)] };
}

/**
 * Puts a sequence of steps into a wakeup tree, unless the tree leads to it already. On the way down, a branch whose step the
 * sequence could begin with stands for that step.
 */
export function insert(tree: Branch[], sequence: readonly Event[]): void {
  let branches = tree;
  let rest = sequence;
  for (;;) {
    const found = find(branches, rest);
    if (found === undefined) break;
    rest = found.rest;
    // The end of a branch: from there on whatever is possible will be tried.
    if (found.branch.inner.length === 0) return;
    branches = found.branch.inner;
  }
  for (const { actor, footprint } of rest) {
    const branch: Branch = { actor, footprint, inner: [] };
    branches.push(branch);
    branches = branch.inner;
  }
}

function find(
  branches: readonly Branch[],
  rest: readonly Event[],
): { branch: Branch; rest: readonly Event[] } | undefined {
  for (const branch of branches) {
    const at = rest.findIndex((event) => event.actor === branch.actor);
    if (at >= 0) {
      if (isInitial(rest, at)) return { branch, rest: rest.filter((_, i) => i !== at) };
    } else if (branch.footprint !== UNKNOWN) {
      const { footprint } = branch;
      if (!rest.some((event) => conflict(event.footprint, footprint))) return { branch, rest };
    }
  }
  return undefined;
}
