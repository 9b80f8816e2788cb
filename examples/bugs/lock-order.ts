/**
 * Lock-order inversion: two locks, which one task takes in one order and another task in the other.
 *
 * Each gets its first lock and waits for the second, which the other one holds. The report of the deadlock shows the ring.
 * That takes one preemption.
 *
 * Mended by one order for all.
 *
 *     npx rondo explore examples/bugs/lock-order.ts
 */
import { Mutex } from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

function* holdsBoth(first: Mutex, second: Mutex): Generator<unknown, void, unknown> {
  const outer = yield* first.lock();
  const inner = yield* second.lock();
  inner.release();
  yield;
  outer.release();
}

export default function lockOrder(): ExploreScene {
  const from = new Mutex("from");
  const to = new Mutex("to");
  return { tasks: [() => holdsBoth(from, to), () => holdsBoth(to, from)] };
}

export function mended(): ExploreScene {
  const from = new Mutex("from");
  const to = new Mutex("to");
  return { tasks: [() => holdsBoth(from, to), () => holdsBoth(from, to)] };
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 1,
  schedules: { failing: 4, all: 14 },
  classes: { failing: 1, all: 9 },
};
