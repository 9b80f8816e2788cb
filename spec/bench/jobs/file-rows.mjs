/**
 * The examples' lazy reader, `examples/lib/rows.ts`, in two hands: a plain loop, and two tasks as in
 * `examples/lazy-reader.ts`. It is TypeScript, and loaded as the `rondo` command loads a program.
 */
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";
import { rondo } from "../harness/rondo.mjs";

const { receive, run, send, spawn, spawnWith } = rondo;

const reader = fileURLToPath(new URL("../../../examples/lib/rows.ts", import.meta.url));
const { rows } = await createJiti(import.meta.url, { fsCache: false }).import(reader);

/** Counts the rows of a file; `onRow` is called with the count at each. */
export function countInLoop(path, onRow) {
  let count = 0;
  for (const row of rows(path)) onRow(++count, row);
  return count;
}

function* read(path, counter) {
  for (const row of rows(path)) yield* send(counter, row);
  yield* send(counter, null);
}

function* count(onRow) {
  for (let count = 0; ; onRow(++count)) {
    if ((yield* receive()) === null) return count;
  }
}

/**
 * The same by a task that reads and one that counts, with a mailbox of one row between them. So many rows take more turns,
 * all at one instant, than a scheduler allows where it is not told to.
 */
export function countInTasks(path, onRow) {
  function* main() {
    const counter = yield* spawnWith({ mailbox: 1 }, count, onRow);
    yield* spawn(read, path, counter);
    return yield* counter;
  }
  return run(main, { maxTurnsPerInstant: 1e9 });
}
