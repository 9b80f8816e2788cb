/**
 * A cache that serves stale data: an old value is put in after it was thrown out.
 *
 * A reader misses the cache and asks the database. Before it puts the answer into the cache, the writer writes a new value and
 * throws the old one out of the cache, where it is not yet. Then the reader puts it in, and there it stays.
 * That takes one preemption.
 *
 * Mended by a version that each write raises: the reader keeps its answer to itself if the version is no longer the one that it began with.
 *
 *     npx rondo explore examples/bugs/stale-cache.ts
 */
import assert from "node:assert/strict";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function staleCache(): ExploreScene {
  const database = tracked({ value: 1 });
  const cache = tracked<{ value: number | null }>({ value: null });

  function* reader() {
    const cached = cache.value;
    yield;
    if (cached !== null) return;
    const { value } = database;
    yield;
    cache.value = value;
  }
  function* writer() {
    database.value = 2;
    yield;
    cache.value = null;
  }

  return {
    tasks: [reader, writer],
    check: () => assert.ok(cache.value === null || cache.value === database.value, "the cache holds an old value"),
  };
}

export function mended(): ExploreScene {
  const database = tracked({ value: 1 });
  const cache = tracked<{ value: number | null; version: number }>({ value: null, version: 0 });

  function* reader() {
    const { value: cached, version } = cache;
    yield;
    if (cached !== null) return;
    const { value } = database;
    yield;
    if (cache.version === version) cache.value = value;
  }
  function* writer() {
    database.value = 2;
    yield;
    cache.value = null;
    cache.version++;
  }

  return {
    tasks: [reader, writer],
    check: () => assert.ok(cache.value === null || cache.value === database.value, "the cache holds an old value"),
  };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 1, all: 10 },
  classes: { failing: 1, all: 5 },
};
