/**
 * Double initialisation: two tasks want the one connection, and each opens one.
 *
 * Each looks whether there is a connection, and opens one if not. Both look before either has opened it: that takes one preemption.
 *
 * Mended by a lock around the look and the opening. Whoever comes second finds the connection of the first.
 *
 *     npx rondo explore examples/bugs/double-initialisation.ts
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Pool {
  opened: number;
  connection: number | null;
}

function* connect(pool: Pool): Generator<unknown, void, unknown> {
  const there = pool.connection;
  yield;
  if (there !== null) return;
  const connection = ++pool.opened;
  yield;
  pool.connection = connection;
  yield;
}

export default function doubleInitialisation(): ExploreScene {
  const pool = tracked<Pool>({ opened: 0, connection: null });

  function* client() {
    yield* connect(pool);
    return pool.connection;
  }

  return { tasks: [client, client], check: () => assert.equal(pool.opened, 1) };
}

export function mended(): ExploreScene {
  const pool = tracked<Pool>({ opened: 0, connection: null });
  const mutex = new Mutex("pool");

  function* client() {
    yield* mutex.withLock(() => connect(pool));
    return pool.connection;
  }

  return { tasks: [client, client], check: () => assert.equal(pool.opened, 1) };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 60, all: 66 },
  classes: { failing: 8, all: 10 },
};
