import type { Actor } from "../machine/actor.js";
import type { Point } from "../machine/chooser.js";

/** A run differs from an earlier one with the same choices: the program keeps something from one run to the next. */
export class Divergence extends Error {
  readonly depth: number;
  /** Who could go on in the earlier run, and in this one. */
  readonly before: readonly string[];
  readonly now: readonly string[];

  constructor(depth: number, before: readonly string[], now: readonly string[]) {
    super(`after ${String(depth)} steps: [${before.join(", ")}] before, [${now.join(", ")}] now`);
    this.depth = depth;
    this.before = before;
    this.now = now;
  }
}

/** Checks that those who could go on at this place in an earlier run can go on now. */
export function checkSame(point: Point, enabled: readonly Actor[]): void {
  const { length } = enabled;
  let same = point.enabled.length === length;
  for (let i = 0; same && i < length; i++) same = point.enabled[i] === enabled[i];
  if (same) return;
  throw new Divergence(
    point.depth,
    enabled.map(({ id }) => id),
    point.enabled.map(({ id }) => id),
  );
}

/** An earlier run had more choices here: the one with this index. */
export function prefixLost({ depth, enabled }: Point, index: number): Divergence {
  return new Divergence(
    depth,
    [`${String(index + 1)} tasks or more`],
    enabled.map(({ id }) => id),
  );
}
