/**
 * Signal before wait: a task waits to be told something that was said before it came.
 *
 * A condition remembers nothing. If the signal comes first, the one who waits for it waits for ever. That takes no preemption: it
 * is enough that the other task begins.
 *
 * Mended by state: the signal says that something has changed, and what it is stands in a field that is looked at first.
 *
 *     npx rondo explore examples/bugs/signal-before-wait.ts
 */
import { Condition, Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function signalBeforeWait(): ExploreScene {
  const mutex = new Mutex();
  const isReady = new Condition(mutex, "is ready");

  function* waits() {
    using _guard = yield* mutex.lock();
    yield* isReady.wait();
  }
  function* signals() {
    using _guard = yield* mutex.lock();
    isReady.notify();
    yield;
  }

  return { tasks: [waits, signals] };
}

export function mended(): ExploreScene {
  const mutex = new Mutex();
  const isReady = new Condition(mutex, "is ready");
  const state = tracked({ ready: false });

  function* waits() {
    using _guard = yield* mutex.lock();
    yield* isReady.waitFor(() => state.ready);
  }
  function* signals() {
    using _guard = yield* mutex.lock();
    state.ready = true;
    yield;
    isReady.notify();
    yield;
  }

  return { tasks: [waits, signals] };
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 0,
  schedules: { failing: 3, all: 5 },
  classes: { failing: 2, all: 4 },
};
