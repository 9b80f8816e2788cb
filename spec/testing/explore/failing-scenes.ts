import assert from "node:assert/strict";
import { Mutex, pass, sleep } from "../../../lib/index.js";
import { cell, type ExploreScene, type ExploreSetup } from "../../../lib/testing/index.js";

/** One scene for each way to fail, the smallest that will do. */

/** Two tasks add one, each in two steps: an update is lost if both read first. */
export function lostUpdate(n = 2): ExploreSetup {
  return (): ExploreScene => {
    const count = cell(0);
    function* add() {
      const before = count.value;
      yield;
      count.value = before + 1;
    }
    return { tasks: Array.from({ length: n }, () => add), check: () => assert.equal(count.value, n) };
  };
}

/** Two locks in opposite orders. */
export function lockOrder(): ExploreScene {
  const a = new Mutex();
  const b = new Mutex();
  function* take(first: Mutex, second: Mutex) {
    using _one = yield* first.lock();
    using _two = yield* second.lock();
  }
  return { tasks: [() => take(a, b), () => take(b, a)] };
}

/** A task that waits for a flag without end, if it comes first to where the flag is taken back. */
export function endless(): ExploreScene {
  const flag = cell(false);
  function* set() {
    flag.value = true;
    yield;
    flag.value = false;
  }
  function* await_() {
    while (!flag.value) yield* pass();
  }
  return { tasks: [set, await_] };
}

/** A lock that is kept if the other task has set the flag. */
export function leaky(): ExploreScene {
  const flag = cell(false);
  const mutex = new Mutex();
  function* set() {
    yield;
    flag.value = true;
  }
  function* hold() {
    const guard = yield* mutex.lock();
    yield;
    if (!flag.value) guard[Symbol.dispose]();
  }
  return { tasks: [set, hold] };
}

/** Two that must not be inside at once. */
export function overlap(): ExploreScene {
  const inside = cell(0);
  function* enter() {
    inside.value += 1;
    yield;
    inside.value -= 1;
  }
  return { tasks: [enter, enter], invariant: () => inside.value < 2 };
}

/** A reply that comes after the time-out, only where timers race with work. */
export function lateReply(): ExploreScene {
  const state = cell("pending");
  function* reply() {
    yield;
    yield;
    if (state.value !== "pending") throw new RangeError(`the reply comes when it is ${state.value}`);
    state.value = "answered";
  }
  function* timeOut() {
    yield* sleep(5);
    if (state.value === "pending") state.value = "timed out";
  }
  return { tasks: [reply, timeOut] };
}
