/**
 * A dataset makes its items when they are asked for, and a loader puts them into batches, a batch at a time.
 *
 *     npx rondo run examples/data-loader.ts
 */
import { random, receive, run, send, spawn, type Task } from "rondo";
import { both } from "./lib/both.js";
import { DataLoader, mapped, type Dataset } from "./lib/data-loader.js";
import { seeded } from "./lib/random.js";

const numbers: Dataset<number> = { length: 100, item: (index) => index };

/** Four numbers, squared as they are loaded. */
const squares = mapped({ length: 4, item: (index) => index }, (n) => {
  console.log(`squares ${n}`);
  return n * n;
});

const tens = new DataLoader(numbers, { batchSize: 10 });
const sevens = new DataLoader(numbers, { batchSize: 7 });
const pairs = new DataLoader(squares, { batchSize: 2 });

export function byHand(): void {
  for (const batch of tens) show(batch);

  const all = [...sevens];
  showLast(all);

  // A loader goes through its items anew in each loop; in a shuffled one, what it draws decides on the order.
  const pass = (seed: number): number[] => [...new DataLoader(numbers, { batchSize: 10, random: seeded(seed) })].flat();
  showShuffled(pass(42), pass(42), pass(43));

  for (const batch of pairs) show(batch);
}

/** One task loads, and another gets the batches. */
export function* scheduled(): Generator<unknown, void, unknown> {
  yield* spawn(load, tens, yield* spawn(consume, show));

  const all: number[][] = [];
  const collector = yield* spawn(consume, (batch) => all.push(batch));
  yield* spawn(load, sevens, collector);
  yield* collector;
  showLast(all);

  // `random()` draws from the task's own stream, which follows from the seed of the run.
  const pass = (seed: number): number[] =>
    run(
      function* () {
        return [...new DataLoader(numbers, { batchSize: 10, random })].flat();
      },
      { seed },
    );
  showShuffled(pass(42), pass(42), pass(43));

  yield* spawn(load, pairs, yield* spawn(consume, show));
}

function* load(loader: DataLoader<number>, consumer: Task) {
  for (const batch of loader) yield* send(consumer, batch);
  yield* send(consumer, null);
}

function* consume(use: (batch: number[]) => void) {
  for (;;) {
    const batch = yield* receive<number[] | null>();
    if (batch === null) return;
    use(batch);
  }
}

function show(batch: readonly number[]): void {
  console.log(batch.join(" "));
}

function showLast(batches: readonly number[][]): void {
  console.log(`${batches.length} batches, the last one: ${batches.at(-1)?.join(" ")}`);
}

function showShuffled(once: readonly number[], again: readonly number[], other: readonly number[]): void {
  const inOrder = once.toSorted((a, b) => a - b);
  console.log(`shuffled, each item comes once: ${same(inOrder, [...tens].flat())}`);
  console.log(`in the order of the dataset: ${same(once, inOrder)}`);
  console.log(`the same seed gives the same order: ${same(once, again)}`);
  console.log(`so does another seed: ${same(once, other)}`);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.join() === b.join();
}

export default both(byHand, scheduled);
