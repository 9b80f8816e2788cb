/**
 * A reply that races its time-out: the request is settled twice.
 *
 * Both the reply and the time-out look whether the request is still pending, and settle it later. In quiescent time the clock moves
 * only when nothing else can happen: the reply is always there in time, and there is no bug to be seen. `time: "any"` lets the
 * time-out be due at any moment, as on a slow day. One preemption is enough then.
 *
 * Mended by `compareAndSet`: whoever changes the state from pending has settled it, and nobody else.
 *
 *     npx rondo explore examples/bugs/reply-and-time-out.ts --time any
 */
import assert from "node:assert/strict";
import { sleep } from "rondo";
import { cell, tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

type State = "pending" | "replied" | "timed out";

export default function replyAndTimeOut(): ExploreScene {
  const state = cell<State>("pending");
  const settled = tracked({ times: 0 });

  function* settle(to: State) {
    const before = state.value;
    yield;
    if (before !== "pending") return;
    state.value = to;
    yield;
    settled.times++;
  }

  return request(settle, settled);
}

export function mended(): ExploreScene {
  const state = cell<State>("pending");
  const settled = tracked({ times: 0 });

  function* settle(to: State) {
    const isFirst = state.compareAndSet("pending", to);
    yield;
    if (isFirst) settled.times++;
  }

  return request(settle, settled);
}

function request(settle: (to: State) => Generator<unknown, void, unknown>, settled: { times: number }): ExploreScene {
  function* reply() {
    yield; // the server
    yield* settle("replied");
  }
  function* timeOut() {
    yield* sleep(5);
    yield* settle("timed out");
  }

  return { tasks: [reply, timeOut], check: () => assert.equal(settled.times, 1) };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  time: "any",
  schedules: { failing: 60, all: 111 },
  classes: { failing: 4, all: 6 },
};
