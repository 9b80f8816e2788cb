/**
 * Permit by permit: two tasks need both of two permits, and ask for them one at a time.
 *
 * Each gets one and waits for the other for ever. That takes one preemption.
 *
 * Mended by asking for both at once: a semaphore gives all or none.
 *
 *     npx rondo explore examples/bugs/permit-by-permit.ts
 */
import { Semaphore } from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function permitByPermit(): ExploreScene {
  const permits = new Semaphore(2);

  function* needsTwo() {
    yield* permits.acquire();
    yield* permits.acquire();
    permits.release(2);
  }

  return { tasks: [needsTwo, needsTwo] };
}

export function mended(): ExploreScene {
  const permits = new Semaphore(2);

  function* needsTwo() {
    const both = yield* permits.acquire(2);
    both.release();
  }

  return { tasks: [needsTwo, needsTwo] };
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 1,
  schedules: { failing: 4, all: 8 },
  classes: { failing: 4, all: 8 },
};
