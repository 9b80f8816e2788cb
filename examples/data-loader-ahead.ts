/**
 * A task that loads batches while another one works, and never gets more than three batches ahead of it.
 *
 *     npx rondo run examples/data-loader-ahead.ts --timeline
 */
import { now, receive, send, sleep, spawn, spawnWith, type Task } from "rondo";
import { DataLoader } from "./lib/data-loader.js";

const AHEAD = 3;

const loader = new DataLoader({ length: 60, item: (index) => index }, { batchSize: 10 });

/**
 * The trainer's mailbox is what bounds the loader: `send` waits while it is full. One batch waits in the loader's hand then,
 * so that the mailbox holds one less than there may be ahead.
 */
export default function* main(): Generator<unknown, void, unknown> {
  const trainer = yield* spawnWith({ mailbox: AHEAD - 1 }, train);
  yield* spawn(load, trainer);
  yield* trainer;
}

/** Loading a batch takes 10 ms here. */
function* load(trainer: Task) {
  for (const batch of loader) {
    yield* sleep(10);
    say(`loaded ${batch[0]} to ${batch.at(-1)}`);
    yield* send(trainer, batch);
  }
  yield* send(trainer, null);
}

/** Working on one takes 100. */
function* train() {
  for (;;) {
    const batch = yield* receive<number[] | null>();
    if (batch === null) return;
    say(`          trains with ${batch[0]} to ${batch.at(-1)}`);
    yield* sleep(100);
  }
}

function say(what: string): void {
  console.log(`${String(now()).padStart(4)} ms  ${what}`);
}
