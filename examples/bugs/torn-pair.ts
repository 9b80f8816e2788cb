/**
 * A torn pair: two fields that are set one after the other, and are read in between.
 *
 * Two tasks set `a` to 1 and `b` to -1. A third one must see both or neither, and sees the first alone. That takes one preemption.
 * A random walk finds it the less easily the more tasks there are that set the pair.
 *
 * Mended by a lock around both.
 *
 *     npx rondo explore examples/bugs/torn-pair.ts
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Pair {
  a: number;
  b: number;
}

function* sets(pair: Pair): Generator<unknown, void, unknown> {
  pair.a = 1;
  yield;
  pair.b = -1;
}

function* checks(pair: Pair): Generator<unknown, void, unknown> {
  const { a } = pair;
  yield;
  assert.equal(a + pair.b, 0);
}

export default function tornPair(): ExploreScene {
  const pair = tracked({ a: 0, b: 0 });
  return { tasks: [() => sets(pair), () => sets(pair), () => checks(pair)] };
}

export function mended(): ExploreScene {
  const pair = tracked({ a: 0, b: 0 });
  const mutex = new Mutex("pair");
  const locked = (body: (pair: Pair) => Generator<unknown, void, unknown>) =>
    function* () {
      yield* mutex.withLock(() => body(pair));
    };

  return { tasks: [locked(sets), locked(sets), locked(checks)] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 28, all: 90 },
  classes: { failing: 16, all: 36 },
};
