import { preview } from "../../kernel/preview.js";
import type { Op, Operation } from "./operation.js";
import { renumber } from "./operation.js";

/** The part of a history to which an operation belongs: a key of a map, an account, a room. */
export type Partition = (operation: Operation) => unknown;

/** Operations that have nothing to do with those of other parts. */
export interface Part {
  readonly key: unknown;
  readonly ops: readonly Op[];
}

/** The parts of a history, in the order in which they are first heard of. */
export function partsOf(ops: readonly Op[], partition: Partition | undefined): Part[] {
  if (partition === undefined) return [{ key: undefined, ops }];
  const parts = new Map<unknown, Op[]>();
  for (const op of ops) {
    const key = keyOf(op.origin, partition);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [op]);
    else part.push(op);
  }
  return [...parts].map(([key, part]) => ({ key, ops: renumber(part) }));
}

function keyOf(operation: Operation, partition: Partition): unknown {
  const key = partition(operation);
  if (typeof key !== "object" || key === null) return key;
  throw new TypeError(
    `linearizable: partition: the key of ${operation.op} is ${preview(key)}. ` +
      `Give a string or a number: an object is the same key only as itself.`,
  );
}

/**
 * One order out of the orders of all parts. Linearizability is local (Herlihy and Wing): each operation gets an instant in its
 * own time span, in the order of its part, and all are sorted by that.
 */
export function merge(orders: readonly (readonly Op[])[]): Op[] {
  const placed = orders.flatMap((order) => {
    let instant = -Infinity;
    return order.map((op) => ({ op, instant: (instant = Math.max(instant, op.call)) }));
  });
  return placed.sort((a, b) => a.instant - b.instant).map(({ op }) => op);
}
