/**
 * One condition for two predicates: a buffer with room for one, two producers, two consumers, and all wait for the same signal.
 *
 * A consumer that has emptied the buffer wakes whoever waits longest: perhaps the other consumer, who finds nothing, waits again, and
 * has used the signal up. Then a producer waits beside an empty buffer for ever. That takes one preemption.
 *
 * Mended by a condition each, "has room" and "has an item", so that a signal reaches one who can use it.
 *
 *     npx rondo explore examples/bugs/one-condition.ts
 */
import { Condition, Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function oneCondition(): ExploreScene {
  const mutex = new Mutex("buffer");
  const changed = new Condition(mutex, "changed");
  return buffer(mutex, changed, changed);
}

export function mended(): ExploreScene {
  const mutex = new Mutex("buffer");
  return buffer(mutex, new Condition(mutex, "has room"), new Condition(mutex, "has an item"));
}

function buffer(mutex: Mutex, hasRoom: Condition, hasItem: Condition): ExploreScene {
  const state = tracked({ items: 0 });

  function* producer() {
    using _guard = yield* mutex.lock();
    yield* hasRoom.waitFor(() => state.items === 0);
    state.items++;
    hasItem.notify();
  }
  function* consumer() {
    using _guard = yield* mutex.lock();
    yield* hasItem.waitFor(() => state.items === 1);
    state.items--;
    hasRoom.notify();
  }

  return { tasks: [producer, producer, consumer, consumer] };
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 1,
  schedules: { failing: 36, all: 480 },
  classes: { failing: 36, all: 480 },
};
