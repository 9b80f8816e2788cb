/**
 * Six tasks and one text file: a first look at what tasks do. `npm start` runs it, and `npm start -- FILE` does so with a
 * file of yours.
 *
 *     npx rondo run examples/tour.ts [FILE] --timeline
 *
 * The clock is virtual: six seconds pass in the time that the work itself takes, and each run gives the same lines.
 */
import { statSync } from "node:fs";
import path from "node:path";
import { cancel, emit, explain, now, receive, self, send, sleep, sleepUntil, spawn, spawnWith, type Task } from "rondo";
import { here } from "./lib/here.js";
import { rows } from "./lib/rows.js";

export default function* tour(file: string = here("../package-lock.json")): Generator<unknown, void, unknown> {
  const size = sizeOf(file);
  console.log(`Six tasks take turns on one thread, and one of them reads ${path.basename(file)}.\n`);

  // Each of these is a child of this task: it ends before this task does, and its failure would be this task's failure.
  const tally: Tally = { read: 0, rows: 0, longest: 0, batches: 0, rest: 0 };
  const batching = yield* spawnWith({ mailbox: 1 }, batcher, tally);
  const reading = yield* spawn(reader, file, size, batching);
  yield* spawnWith({ daemon: true }, progress, tally);
  const counting = yield* spawn(counter);
  const waiting = yield* spawn(patient);
  // One that is supervised keeps its failure for those who join it.
  const failing = yield* spawnWith({ supervised: true }, fragile);

  try {
    yield* failing;
  } catch (error) {
    say(`catches it:\n${explain(error).replace(/^/gm, "        | ")}`);
  }

  yield* sleepUntil(2000);
  say("sends 5 to the counter");
  yield* send(counting, 5);

  yield* sleepUntil(3000);
  say("cancels the patient, and waits until it is gone");
  yield* cancel(waiting);
  say("goes on, for the patient is gone");

  yield* reading;
  yield* batching;
  say("cancels the counter, for all is read");
  yield* cancel(counting);
  showTotals(tally);
}

/** Reads rows lazily, and hands them on by the page. Reading takes time: the longer the file, the faster it has to be. */
function* reader(file: string, size: number, batching: Task) {
  for (const page of pages(file, size)) {
    // The batcher's mailbox holds one page: where it is full, this waits.
    yield* send(batching, page);
    yield* sleepUntil(Math.round(PAGES * page.read) * PAGE_TIME);
  }
  yield* send(batching, null);
  say("is at the end of the file");
}

/** Counts rows, and puts a hundred of them into each batch. */
function* batcher(tally: Tally) {
  let batch: string[] = [];
  for (;;) {
    const page = yield* receive<Page | null>();
    if (page === null) break;
    tally.read = page.read;
    for (const row of page.rows) {
      batch.push(row);
      tally.rows++;
      tally.longest = Math.max(tally.longest, row.length);
      if (batch.length < BATCH) continue;
      tally.batches++;
      batch = [];
    }
  }
  tally.rest = batch.length;
}

/** Reports each second. It is a daemon: nobody waits for its end, and it goes when all others have gone. */
function* progress(tally: Tally) {
  for (let second = 1; ; second++) {
    yield* sleepUntil(second * 1000);
    const bar = "#".repeat(Math.floor(20 * tally.read));
    say(`[${bar.padEnd(20, ".")}] ${number(tally.rows)} rows, ${number(tally.batches)} batches`);
  }
}

/** The resettable counter. Its yield is answered with the oldest message that it has not read, if there is one. */
function* counter() {
  try {
    for (let count = 1; ;) {
      const received = yield* emit<number>(count);
      say(`count: ${count}, received: ${received ?? "none"}`);
      count = received ?? count + 1;
      yield* sleep(1250);
    }
  } finally {
    say("is closed");
  }
}

/** Waits for a message that nobody sends. It is cancelled there, and takes a while to clean up. */
function* patient() {
  try {
    say("waits for a message");
    yield* receive();
  } finally {
    say("is cancelled, and cleans up");
    yield* sleep(250);
    say("is done with that");
  }
}

function* fragile() {
  yield* sleep(1500);
  say("fails");
  throw new Error("Something went wrong");
}

/** A file is read in so many pages, or in more where they would be too long; each takes some virtual milliseconds. */
const PAGES = 24;
const PAGE_TIME = 250;
const LONGEST_PAGE = 1024 * 1024;

const BATCH = 100;

/** Some rows of a file, and what part of it is read with them, from 0 to 1. */
interface Page {
  readonly rows: string[];
  readonly read: number;
}

/** The rows of a file by the page. It is lazy, as the rows are. */
function* pages(file: string, size: number): Generator<Page, void, unknown> {
  const length = Math.min(size / PAGES, LONGEST_PAGE);
  let page: string[] = [];
  let start = 0;
  let end = 0;
  for (const row of rows(file)) {
    page.push(row);
    end += Buffer.byteLength(row) + 1;
    if (end - start < length) continue;
    yield { rows: page, read: Math.min(1, end / size) };
    page = [];
    start = end;
  }
  if (page.length > 0) yield { rows: page, read: Math.min(1, end / size) };
}

/** What the tasks write and read in turn. No lock guards it: a task is never stopped but where it yields. */
interface Tally {
  read: number;
  rows: number;
  longest: number;
  batches: number;
  rest: number;
}

function showTotals({ rows, longest, batches, rest }: Tally): void {
  console.log(`
rows            ${number(rows)}
full batches    ${number(batches)}, of ${BATCH} rows
rows left over  ${number(rest)}
longest row     ${number(longest)} characters`);
}

/** The size of a file in bytes; a guess where the system knows none, as for a pipe. */
function sizeOf(file: string): number {
  try {
    return statSync(file).size || LONGEST_PAGE;
  } catch (error) {
    throw new Error(`The tour wants a file to read, and cannot find ${file}. Give the name of a text file.`, {
      cause: error,
    });
  }
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** Prints what the running task has to say: the clock in seconds, and its name before it. */
function say(what: string): void {
  console.log(`${(now() / 1000).toFixed(2)} s  ${self().name.padEnd(8)}  ${what}`);
}
