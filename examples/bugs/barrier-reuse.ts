/**
 * Barrier reused too early: two tasks meet after each of two phases, at a gate that nobody shuts.
 *
 * Who comes first waits at the gate, who comes second opens it. In the second phase it is still open, and the first to come walks
 * through before the other one has done its part. That takes no preemption: it is enough that the second goes on.
 *
 * Mended by a `Barrier`, which counts each meeting anew.
 *
 *     npx rondo explore examples/bugs/barrier-reuse.ts
 */
import assert from "node:assert/strict";
import { Barrier, Latch } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function barrierReuse(): ExploreScene {
  const meeting = tracked({ count: 0 });
  const gate = new Latch(1, "gate");

  function* meet() {
    const before = meeting.count++;
    yield;
    if (before === 0) {
      yield* gate.wait();
    } else {
      gate.open();
      yield;
      meeting.count = 0;
      yield;
    }
  }

  return phases(meet);
}

export function mended(): ExploreScene {
  const barrier = new Barrier(2);

  return phases(function* meet() {
    yield* barrier.wait();
  });
}

/** Each of two tasks does its part of a phase, meets the other one, and looks at its part. */
function phases(meet: () => Generator<unknown, void, unknown>): ExploreScene {
  const parts = tracked([0, 0]);

  function* worker(me: number) {
    for (const phase of [1, 2]) {
      parts[me] = phase;
      yield;
      yield* meet();
    }
    assert.equal(parts[1 - me], 2);
  }

  return { tasks: [() => worker(0), () => worker(1)] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 0,
  schedules: { failing: 176, all: 5266 },
  classes: { failing: 18, all: 52 },
};
