/**
 * An unbalanced semaphore: a task gives back a permit that it never got.
 *
 * The `finally` gives the permit back, also where the task is cancelled while it still waits for one. So there is one permit more than
 * there should be, and somebody else can go in beside the holder. Rondo notices when the holder gives its own back. That takes two
 * preemptions.
 *
 * With one task alone this is no bug in Rondo: a permit that is free is on its way as soon as it is asked for, and what is on
 * its way is delivered before a cancel takes effect; and a task that is cancelled before its first turn has no `finally`.
 *
 * Mended by taking the permit before the `try`.
 *
 *     npx rondo explore examples/bugs/unbalanced-semaphore.ts
 */
import { Semaphore, spawn, type Program } from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function unbalancedSemaphore(): ExploreScene {
  const permits = new Semaphore(1);

  return visits(permits, function* visitor() {
    try {
      yield* permits.acquire();
      yield;
    } finally {
      permits.release();
    }
  });
}

export function mended(): ExploreScene {
  const permits = new Semaphore(1);

  return visits(permits, function* visitor() {
    const permit = yield* permits.acquire();
    try {
      yield;
    } finally {
      permit.release();
    }
  });
}

function visits(permits: Semaphore, visitor: Program): ExploreScene {
  function* guide() {
    const impatient = yield* spawn(visitor);
    impatient.cancel();
  }
  function* holder() {
    using _permit = yield* permits.acquire();
    yield;
  }

  return { tasks: [holder, guide] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 2,
  schedules: { failing: 27, all: 122 },
  classes: { failing: 2, all: 15 },
};
