/**
 * Missed signal: a task looks, decides to wait, and the signal comes before it does.
 *
 * The consumer looks into the box without the lock. It is empty; the producer fills it and signals; then the consumer takes the
 * lock and waits for ever, beside a full box. That takes one preemption, between the look and the wait.
 *
 * Mended by looking with the lock held: `wait` gives it back and begins to wait in one step, so that nothing comes in between.
 *
 *     npx rondo explore examples/bugs/missed-signal.ts
 */
import { Condition, Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function missedSignal(): ExploreScene {
  const mutex = new Mutex("box");
  const filled = new Condition(mutex, "filled");
  const box = tracked({ full: false });

  function* consumer() {
    const full = box.full;
    yield;
    if (full) return;
    using _guard = yield* mutex.lock();
    yield* filled.wait();
  }

  return { tasks: [consumer, () => producer(mutex, filled, box)] };
}

export function mended(): ExploreScene {
  const mutex = new Mutex("box");
  const filled = new Condition(mutex, "filled");
  const box = tracked({ full: false });

  function* consumer() {
    using _guard = yield* mutex.lock();
    while (!box.full) yield* filled.wait();
  }

  return { tasks: [consumer, () => producer(mutex, filled, box)] };
}

function* producer(mutex: Mutex, filled: Condition, box: { full: boolean }): Generator<unknown, void, unknown> {
  using _guard = yield* mutex.lock();
  box.full = true;
  yield;
  filled.notify();
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 1,
  schedules: { failing: 6, all: 11 },
  classes: { failing: 2, all: 5 },
};
