/**
 * A leader elected twice: one that was asleep while its lease ran out, and its successor.
 *
 * A leader writes to a store while it has the lease, for ten units of time. It works for five of them before it writes: time enough, it
 * seems. But nobody promises that its turn comes before the lease has run out. Then the other node takes the lease and writes,
 * and the old leader writes after it. In quiescent time that cannot be; `time: "any"` finds it.
 *
 * Mended by a number that goes up with each lease: the store refuses what comes from an older leader.
 *
 *     npx rondo explore examples/bugs/two-leaders.ts --time any
 */
import assert from "node:assert/strict";
import { now, sleep } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Lease {
  term: number;
  until: number;
}

/** Takes the lease if it has run out. The answer is the number of this lease, or 0. */
function takeLease(lease: Lease): number {
  if (now() < lease.until) return 0;
  lease.until = now() + 10;
  return ++lease.term;
}

export default function twoLeaders(): ExploreScene {
  const store = tracked({ term: 0 });

  return cluster(function write(term) {
    assert.ok(term >= store.term, "an older leader writes after a newer one");
    store.term = term;
  });
}

export function mended(): ExploreScene {
  const store = tracked({ term: 0 });

  return cluster(function write(term) {
    if (term >= store.term) store.term = term;
  });
}

function cluster(write: (term: number) => void): ExploreScene {
  const lease = tracked<Lease>({ term: 0, until: 0 });

  function* first() {
    const term = takeLease(lease);
    if (term === 0) return;
    yield* sleep(5); // works
    write(term);
  }
  function* second() {
    yield* sleep(10); // the first one is not heard of any more
    const term = takeLease(lease);
    yield;
    if (term > 0) write(term);
  }

  return { tasks: [first, second] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 0,
  time: "any",
  schedules: { failing: 3, all: 21 },
  classes: { failing: 2, all: 7 },
};
