/**
 * The flag before the data: "it is there" is said a moment before it is.
 *
 * Who sees the flag and reads at once finds nothing. That takes one preemption.
 *
 * Mended by setting the data first.
 *
 *     npx rondo explore examples/bugs/flag-before-data.ts
 */
import assert from "node:assert/strict";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function flagBeforeData(): ExploreScene {
  const box = tracked({ ready: false, data: 0 });

  function* writer() {
    box.ready = true;
    yield;
    box.data = 42;
  }

  return { tasks: [writer, () => reader(box)] };
}

export function mended(): ExploreScene {
  const box = tracked({ ready: false, data: 0 });

  function* writer() {
    box.data = 42;
    yield;
    box.ready = true;
  }

  return { tasks: [writer, () => reader(box)] };
}

function* reader(box: { readonly ready: boolean; readonly data: number }): Generator<unknown, void, unknown> {
  const { ready } = box;
  yield;
  if (ready) assert.equal(box.data, 42);
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 1, all: 6 },
  classes: { failing: 1, all: 3 },
};
