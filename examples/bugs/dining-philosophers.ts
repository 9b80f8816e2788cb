/**
 * Dining philosophers: three of them at a round table, with a fork between any two.
 *
 * Each takes the fork on the left and then the one on the right. If all have taken the left one, all wait for ever. That takes one
 * preemption: the first is stopped between its forks, the third waits for the fork that the first has, and the second for that of the
 * third.
 *
 * Mended by one order for all: the last one takes fork 0 first, as the first one does.
 *
 *     npx rondo explore examples/bugs/dining-philosophers.ts
 */
import { Mutex } from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

function* philosopher(first: Mutex, second: Mutex): Generator<unknown, void, unknown> {
  const one = yield* first.lock();
  const other = yield* second.lock();
  one.release(); // has eaten
  yield;
  other.release();
}

function layTable(): [Mutex, Mutex, Mutex] {
  return [new Mutex("fork 0"), new Mutex("fork 1"), new Mutex("fork 2")];
}

export default function diningPhilosophers(): ExploreScene {
  const [a, b, c] = layTable();
  return { tasks: [() => philosopher(a, b), () => philosopher(b, c), () => philosopher(c, a)] };
}

export function mended(): ExploreScene {
  const [a, b, c] = layTable();
  return { tasks: [() => philosopher(a, b), () => philosopher(b, c), () => philosopher(a, c)] };
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 1,
  schedules: { failing: 48, all: 2451 },
  classes: { failing: 1, all: 37 },
};
