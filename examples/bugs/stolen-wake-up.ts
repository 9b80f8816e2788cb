/**
 * Stolen wake-up: a task waits for an item, is woken because there is one, and finds none.
 *
 * A waiter that is notified has to get the lock back, and stands behind those who have asked for it already. The first consumer waits;
 * the second one asks for the lock while the producer holds it, and takes the item before the first is back. That takes
 * one preemption.
 *
 * Mended by `while` instead of `if`: who wakes up looks again. `Condition.waitFor` does so, too.
 *
 *     npx rondo explore examples/bugs/stolen-wake-up.ts
 */
import assert from "node:assert/strict";
import { Condition, Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Shop {
  readonly mutex: Mutex;
  readonly filled: Condition;
  readonly shelf: { items: number };
}

function openShop(): Shop {
  const mutex = new Mutex("shop");
  return { mutex, filled: new Condition(mutex, "filled"), shelf: tracked({ items: 0 }) };
}

/** Takes an item, and says how many there were. */
function* take({ shelf }: Shop): Generator<unknown, number, unknown> {
  yield;
  const before = shelf.items--;
  yield;
  return before;
}

function* producer({ mutex, filled, shelf }: Shop): Generator<unknown, void, unknown> {
  for (let i = 0; i < 2; i++) {
    using _guard = yield* mutex.lock();
    shelf.items++;
    yield;
    filled.notify();
    yield;
  }
}

export default function stolenWakeUp(): ExploreScene {
  const shop = openShop();

  function* consumer() {
    using _guard = yield* shop.mutex.lock();
    if (shop.shelf.items === 0) yield* shop.filled.wait();
    assert.ok((yield* take(shop)) > 0, "took an item from an empty shelf");
  }

  return { tasks: [consumer, consumer, () => producer(shop)] };
}

export function mended(): ExploreScene {
  const shop = openShop();

  function* consumer() {
    using _guard = yield* shop.mutex.lock();
    while (shop.shelf.items === 0) yield* shop.filled.wait();
    assert.ok((yield* take(shop)) > 0, "took an item from an empty shelf");
  }

  return { tasks: [consumer, consumer, () => producer(shop)] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 10, all: 150 },
  classes: { failing: 6, all: 50 },
};
