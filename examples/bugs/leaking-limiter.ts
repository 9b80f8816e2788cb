/**
 * A rate limiter that leaks: more calls get through than there were tokens.
 *
 * Each call takes a token; a task puts one back at the end of each period. It reads how many there are, and writes the sum a
 * turn later. A token that was taken in between is there again. In quiescent time the calls are all done before the
 * period ends; `time: "any"` lets it end among them. One preemption is enough then.
 *
 * Mended by reading and writing in one step.
 *
 *     npx rondo explore examples/bugs/leaking-limiter.ts --time any
 */
import assert from "node:assert/strict";
import { sleep } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Bucket {
  tokens: number;
}

const SIZE = 2;

export default function leakingLimiter(): ExploreScene {
  return limiter(function* refill(bucket) {
    const before = bucket.tokens;
    yield;
    bucket.tokens = Math.min(SIZE, before + 1);
  });
}

export function mended(): ExploreScene {
  return limiter(function* refill(bucket) {
    bucket.tokens = Math.min(SIZE, bucket.tokens + 1);
  });
}

function limiter(refill: (bucket: Bucket) => Generator<unknown, void, unknown>): ExploreScene {
  const bucket = tracked({ tokens: 1 });

  function* filler() {
    yield* sleep(100);
    yield* refill(bucket);
  }
  function* caller() {
    if (bucket.tokens === 0) return false;
    bucket.tokens--;
    return true;
  }

  return {
    tasks: [filler, caller, caller, caller],
    check: ({ results }) => assert.ok(results.filter((isThrough) => isThrough === true).length <= 2, "3 of 2 calls"),
  };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  time: "any",
  schedules: { failing: 6, all: 210 },
  classes: { failing: 6, all: 36 },
};
