/**
 * The wrong lock: both tasks hold a lock around their update, but not the same one.
 *
 * So they do not keep each other out, and an update is lost. That takes one preemption.
 *
 * Mended by one lock.
 *
 *     npx rondo explore examples/bugs/wrong-lock.ts
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function wrongLock(): ExploreScene {
  return counting(new Mutex("D"), new Mutex("E"));
}

export function mended(): ExploreScene {
  const mutex = new Mutex("D");
  return counting(mutex, mutex);
}

function counting(one: Mutex, other: Mutex): ExploreScene {
  const state = tracked({ count: 0 });

  function* increment(mutex: Mutex) {
    const guard = yield* mutex.lock();
    const before = state.count;
    yield;
    state.count = before + 1;
    yield;
    guard.release();
  }

  return { tasks: [() => increment(one), () => increment(other)], check: () => assert.equal(state.count, 2) };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 36, all: 70 },
  classes: { failing: 2, all: 4 },
};
