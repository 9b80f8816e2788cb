/**
 * A generator can be gone through once. When it has ended it stays so, and a new pass needs a new generator.
 *
 *     npx rondo run examples/one-pass.ts
 */
import { spawn } from "rondo";
import { coroutine, StopIteration } from "rondo/coroutine";
import { both } from "./lib/both.js";
import { here } from "./lib/here.js";
import { rows } from "./lib/rows.js";

const REQUIREMENTS = here("data/requirements.txt");

export function byHand(): void {
  const reader = coroutine(rows(REQUIREMENTS));
  let count = 0;
  for (const _row of reader) count++;
  console.log(`${count} rows`);

  try {
    reader.next();
  } catch (error) {
    if (!(error instanceof StopIteration)) throw error;
    console.log("the reader is exhausted");
  }

  using anew = coroutine(rows(REQUIREMENTS));
  console.log(anew.next());
  console.log(anew.next());
  // `using` closes the reader here, and with it the file, though thirteen rows are left.
}

/** Two tasks may share one reader. What the first has taken is gone for the second. */
export function* scheduled(): Generator<unknown, void, unknown> {
  const reader = rows(REQUIREMENTS);
  const first = yield* spawn(take, reader, Infinity);
  console.log(`${(yield* first).length} rows`);

  const second = yield* spawn(take, reader, 1);
  if ((yield* second).length === 0) console.log("the reader is exhausted");

  const third = yield* spawn(take, rows(REQUIREMENTS), 2);
  for (const row of yield* third) console.log(row);
}

/** Takes a row each turn, `most` of them at the most. Leaving the loop closes the reader. */
function* take(reader: Iterable<string>, most: number) {
  const taken: string[] = [];
  for (const row of reader) {
    taken.push(row);
    if (taken.length === most) break;
    yield;
  }
  return taken;
}

export default both(byHand, scheduled);
