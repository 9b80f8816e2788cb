/**
 * A file a row at a time. Only the row at hand and the chunk that it came from are in memory: a file of a gigabyte needs no
 * more of it than this one.
 *
 *     npx rondo run examples/lazy-reader.ts [FILE]
 */
import { receive, send, spawn, spawnWith, type Task } from "rondo";
import { both } from "./lib/both.js";
import { here } from "./lib/here.js";
import { rows } from "./lib/rows.js";

const REQUIREMENTS = here("data/requirements.txt");

export function byHand(file: string = REQUIREMENTS): void {
  let count = 0;
  for (const row of rows(file)) {
    console.log(row);
    count++;
  }
  console.log(`${count} rows`);
}

/**
 * One task reads and another prints. The printer's mailbox holds one row, so that `send` waits until there is room: the
 * reader is never further ahead than the row in its hand.
 */
export function* scheduled(file: string = REQUIREMENTS): Generator<unknown, void, unknown> {
  const printer = yield* spawnWith({ mailbox: 1 }, print);
  yield* spawn(read, file, printer);
  console.log(`${yield* printer} rows`);
}

function* read(file: string, printer: Task) {
  for (const row of rows(file)) yield* send(printer, row);
  yield* send(printer, null);
}

/** Prints rows until it gets `null`, and returns how many there were. */
function* print() {
  for (let count = 0; ; count++) {
    const row = yield* receive<string | null>();
    if (row === null) return count;
    console.log(row);
  }
}

export default both(byHand, scheduled);
