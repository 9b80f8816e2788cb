/**
 * A cancel while a lock is held: the holder is gone, and nobody has given its lock back.
 *
 * A cancelled task gets no further than its next wait. If it holds a lock there, the line that gives it back is never reached.
 * Elsewhere all others would wait for ever; in Rondo a lock whose holder has ended is lost, and says so to whoever asks.
 *
 * An answer that is on its way is delivered first, so the task that is cancelled at its bare `yield` does reach that line. It
 * fails where the cancel comes while it is being given the lock: the `yield` after that is its next wait. That takes two preemptions:
 * the boss is stopped before it cancels, and the job before it goes on.
 *
 * Mended by `using`, which gives the lock back however the block is left. A `finally` would do, too.
 *
 *     npx rondo explore examples/bugs/cancelled-holder.ts
 */
import { Mutex, spawn, type Program } from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function cancelledHolder(): ExploreScene {
  const mutex = new Mutex("printer");

  return office(mutex, function* prints() {
    const guard = yield* mutex.lock();
    yield;
    guard.release();
  });
}

export function mended(): ExploreScene {
  const mutex = new Mutex("printer");

  return office(mutex, function* prints() {
    using _guard = yield* mutex.lock();
    yield;
  });
}

function office(mutex: Mutex, prints: Program): ExploreScene {
  function* boss() {
    const job = yield* spawn(prints);
    job.cancel();
  }
  function* other() {
    using _guard = yield* mutex.lock();
    yield;
  }

  return { tasks: [boss, other] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 2,
  schedules: { failing: 16, all: 119 },
  classes: { failing: 4, all: 14 },
};
