/**
 * Starvation by readers: a writer waits, and readers that come later go in before it.
 *
 * The oldest solution of the readers and writers problem: the first reader takes the room for all readers, the last one gives it
 * back. While one reader is inside, any number of others can follow, and the writer has no end to wait for. One that passes it is
 * failure enough here. That takes one preemption: a reader is stopped while it is inside.
 *
 * Mended by `RwLock`, which lets readers and writers in in the order of asking.
 *
 *     npx rondo explore examples/bugs/reader-starvation.ts
 */
import assert from "node:assert/strict";
import { Mutex, RwLock, Semaphore, type Guard } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function readerStarvation(): ExploreScene {
  const writer = tracked({ waits: false });
  const inside = tracked({ readers: 0 });
  const door = new Mutex("door");
  const room = new Semaphore(1, "room");

  function* enter() {
    using _guard = yield* door.lock();
    if (inside.readers++ === 0) yield* room.acquire();
  }
  function leave() {
    if (--inside.readers === 0) room.release();
  }

  function* reads() {
    const isLate = writer.waits;
    yield* enter();
    assert.ok(!(isLate && writer.waits), "a reader that came later goes in first");
    yield;
    leave();
  }
  function* writes() {
    writer.waits = true;
    using _permit = yield* room.acquire();
    writer.waits = false;
    yield;
  }

  return { tasks: [reads, reads, writes] };
}

export function mended(): ExploreScene {
  const writer = tracked({ waits: false });
  const room = new RwLock("room");

  function* reads() {
    const isLate = writer.waits;
    using _guard: Guard = yield* room.read();
    assert.ok(!(isLate && writer.waits), "a reader that came later goes in first");
    yield;
  }
  function* writes() {
    writer.waits = true;
    using _guard: Guard = yield* room.write();
    writer.waits = false;
    yield;
  }

  return { tasks: [reads, reads, writes] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 6, all: 476 },
  classes: { failing: 4, all: 172 },
};
