/**
 * Cleanup that runs twice: a session hangs up when it ends, and so does the shutdown.
 *
 * Both find the line open, say goodbye, which takes a turn, and hang up. That takes one preemption.
 *
 * Mended by marking the line as closed before the first wait, so that who comes second has nothing to do.
 *
 *     npx rondo explore examples/bugs/cleanup-twice.ts
 */
import assert from "node:assert/strict";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Line {
  open: boolean;
  hungUp: number;
}

export default function cleanupTwice(): ExploreScene {
  return telephone(function* hangUp(line) {
    if (!line.open) return;
    yield; // says goodbye
    line.open = false;
    line.hungUp++;
  });
}

export function mended(): ExploreScene {
  return telephone(function* hangUp(line) {
    if (!line.open) return;
    line.open = false;
    yield; // says goodbye
    line.hungUp++;
  });
}

function telephone(hangUp: (line: Line) => Generator<unknown, void, unknown>): ExploreScene {
  const line = tracked({ open: true, hungUp: 0 });

  function* session() {
    try {
      yield; // talks
    } finally {
      yield* hangUp(line);
    }
  }

  return { tasks: [session, () => hangUp(line)], check: () => assert.equal(line.hungUp, 1) };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 6, all: 10 },
  classes: { failing: 2, all: 4 },
};
