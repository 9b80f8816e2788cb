/**
 * A stale copy: two values that belong together, and a lock for each of them.
 *
 * The writer sets the one and, under the other lock, what follows from it. Each access is guarded; but between its two locks the
 * reader can come in, and sees the new value beside the old copy. That takes one preemption.
 *
 * Mended by holding the first lock until the copy is written.
 *
 *     npx rondo explore examples/bugs/stale-copy.ts
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Pair {
  readonly values: { original: number; copy: number };
  readonly originalLock: Mutex;
  readonly copyLock: Mutex;
}

function makePair(): Pair {
  return {
    values: tracked({ original: 0, copy: 0 }),
    originalLock: new Mutex("original"),
    copyLock: new Mutex("copy"),
  };
}

/** Holds `lock` for one access. */
function* under<T>(lock: Mutex, access: () => T): Generator<unknown, T, unknown> {
  const guard = yield* lock.lock();
  const result = access();
  yield;
  guard.release();
  yield;
  return result;
}

function* reader({ values, originalLock, copyLock }: Pair): Generator<unknown, void, unknown> {
  const original = yield* under(originalLock, () => values.original);
  if (original === 0) return;
  const copy = yield* under(copyLock, () => values.copy);
  assert.equal(copy, original + 1);
}

export default function staleCopy(): ExploreScene {
  const pair = makePair();
  const { values, originalLock, copyLock } = pair;

  function* writer() {
    yield* under(originalLock, () => (values.original = 1));
    yield* under(copyLock, () => (values.copy = values.original + 1));
  }

  return { tasks: [writer, () => reader(pair)] };
}

export function mended(): ExploreScene {
  const pair = makePair();
  const { values, originalLock, copyLock } = pair;

  function* writer() {
    const guard = yield* originalLock.lock();
    values.original = 1;
    yield;
    yield* under(copyLock, () => (values.copy = values.original + 1));
    guard.release();
  }

  return { tasks: [writer, () => reader(pair)] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 39, all: 414 },
  classes: { failing: 4, all: 10 },
};
