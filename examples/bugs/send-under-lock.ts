/**
 * A send under a lock: the channel is full, and whoever would empty it waits for the lock.
 *
 * The producer holds the lock while it sends. The channel has room for one value; at the second one it waits for the consumer, and
 * the consumer waits for the lock. That takes no preemption: only a consumer that is early enough gets through.
 *
 * Mended by giving the lock back before the sends.
 *
 *     npx rondo explore examples/bugs/send-under-lock.ts
 */
import { Channel, Mutex } from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function sendUnderLock(): ExploreScene {
  const mutex = new Mutex("config");
  const values = new Channel<number>(1);

  function* producer() {
    const guard = yield* mutex.lock();
    yield* values.send(1);
    yield* values.send(2);
    guard.release();
  }

  return { tasks: [producer, () => consumer(mutex, values)] };
}

export function mended(): ExploreScene {
  const mutex = new Mutex("config");
  const values = new Channel<number>(1);

  function* producer() {
    const guard = yield* mutex.lock();
    guard.release();
    yield* values.send(1);
    yield* values.send(2);
  }

  return { tasks: [producer, () => consumer(mutex, values)] };
}

function* consumer(mutex: Mutex, values: Channel<number>): Generator<unknown, void, unknown> {
  for (let i = 0; i < 2; i++) {
    const guard = yield* mutex.lock();
    guard.release();
    yield;
    yield* values.receive();
  }
}

export const facts: Facts = {
  kind: "deadlock",
  preemptions: 0,
  schedules: { failing: 3, all: 22 },
  classes: { failing: 1, all: 13 },
};
