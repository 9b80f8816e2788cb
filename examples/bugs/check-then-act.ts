/**
 * Check then act: a file is found open, and is closed when it is used.
 *
 * What was checked is true at that moment only. Between the check and the act the other task closes the file: that takes one
 * preemption.
 *
 * Mended by a count of users, which changes under the lock under which the check is made: whoever closes the file waits until
 * nobody uses it.
 *
 *     npx rondo explore examples/bugs/check-then-act.ts
 */
import assert from "node:assert/strict";
import { Condition, Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function checkThenAct(): ExploreScene {
  const file = tracked({ closing: false, closed: false });

  function* uses() {
    if (file.closing) return;
    yield;
    yield;
    assert.ok(!file.closed, "used after it was closed");
  }
  function* closes() {
    file.closing = true;
    yield;
    file.closed = true;
  }

  return { tasks: [uses, closes] };
}

export function mended(): ExploreScene {
  const file = tracked({ closing: false, closed: false, users: 0 });
  const mutex = new Mutex("file");
  const unused = new Condition(mutex, "unused");

  function* uses() {
    if (!(yield* mutex.withLock(enters))) return;
    yield;
    assert.ok(!file.closed, "used after it was closed");
    yield* mutex.withLock(function* leaves() {
      file.users--;
      unused.notify();
    });
  }
  function* enters() {
    if (file.closing) return false;
    yield;
    file.users++;
    return true;
  }
  function* closes() {
    using _guard = yield* mutex.lock();
    file.closing = true;
    yield* unused.waitFor(() => file.users === 0);
    file.closed = true;
  }

  return { tasks: [uses, closes] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 3, all: 8 },
  classes: { failing: 1, all: 3 },
};
