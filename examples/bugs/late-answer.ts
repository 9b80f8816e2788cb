/**
 * A late answer: the page shows what was found for an older query.
 *
 * A user types, and each query is looked up by a task of its own. Nothing says that the answers come in the order of the
 * questions: the first may come last, and stays on the page. That takes no preemption.
 *
 * Mended by looking whether the query is still the one that is asked.
 *
 *     npx rondo explore examples/bugs/late-answer.ts
 */
import assert from "node:assert/strict";
import { spawn } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Page {
  query: number;
  result: number;
}

export default function lateAnswer(): ExploreScene {
  const page = tracked<Page>({ query: 0, result: 0 });

  function* lookUp(query: number) {
    yield; // the network
    page.result = query;
  }

  return { tasks: [() => user(page, lookUp)], check: () => assert.equal(page.result, 2) };
}

export function mended(): ExploreScene {
  const page = tracked<Page>({ query: 0, result: 0 });

  function* lookUp(query: number) {
    yield; // the network
    if (page.query === query) page.result = query;
  }

  return { tasks: [() => user(page, lookUp)], check: () => assert.equal(page.result, 2) };
}

function* user(page: Page, lookUp: (query: number) => Generator<unknown, void, unknown>) {
  for (const query of [1, 2]) {
    page.query = query;
    yield;
    yield* spawn(lookUp, query);
  }
}

export const facts: Facts = {
  kind: "check",
  preemptions: 0,
  schedules: { failing: 23, all: 63 },
  classes: { failing: 1, all: 2 },
};
