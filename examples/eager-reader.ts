/**
 * A whole file as a list of rows. It is short to write, and all of the file is in memory at once.
 *
 *     npx rondo run examples/eager-reader.ts
 */
import { readFileSync } from "node:fs";
import { spawn } from "rondo";
import { both } from "./lib/both.js";
import { here } from "./lib/here.js";

const REQUIREMENTS = here("data/requirements.txt");

function readRows(file: string): string[] {
  return readFileSync(file, "utf8").split(/\r?\n/);
}

/** Fifteen lines make sixteen entries: the file ends in a newline, and `split` finds an empty text behind it. */
function show(entries: readonly string[]): void {
  console.log(`${entries.length} entries`);
  console.log(`the first one: "${entries.at(0)}"`);
  console.log(`the last one: "${entries.at(-1)}"`);
}

export function byHand(file: string = REQUIREMENTS): void {
  show(readRows(file));
}

/** A task that reads, and one that waits for it: `yield* task` is answered with what the task returned. */
export function* scheduled(file: string = REQUIREMENTS): Generator<unknown, void, unknown> {
  const reader = yield* spawn(function* reader() {
    return readRows(file);
  });
  show(yield* reader);
}

export default both(byHand, scheduled);
