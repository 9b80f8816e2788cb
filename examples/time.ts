/**
 * What laziness costs: the same sum from a list and from a generator, and how often the generator was resumed. Each
 * resumption takes a few nanoseconds: laziness saves memory, not time.
 *
 *     npx rondo run examples/time.ts
 */
import { Observer, Scheduler } from "rondo";
import { both } from "./lib/both.js";

const COUNT = 100_000;

function* squares(): Generator<number, void, unknown> {
  for (let n = 0; n < COUNT; n++) yield n * n;
}

function sumOfList(): number {
  return Array.from({ length: COUNT }, (_, n) => n * n).reduce((sum, square) => sum + square, 0);
}

function show(sum: number, resumptions: number): void {
  console.log(`from a list: ${sumOfList()}`);
  console.log(`lazily: ${sum}, with ${resumptions} resumptions`);
}

/** There is one resumption more than there are values: the last one finds the end. */
export function byHand(): void {
  const values = squares();
  let sum = 0;
  let resumptions = 1;
  for (let step = values.next(); step.done !== true; step = values.next()) {
    sum += step.value;
    resumptions++;
  }
  show(sum, resumptions);
}

/** A scheduler resumes a task once a turn, and tells its observers of each turn. */
export function scheduled(): void {
  const scheduler = new Scheduler();
  let sum = 0;
  scheduler.on("emission", (square) => (sum += Number(square)));
  const turns = new Turns();
  scheduler.observe(turns);
  scheduler.spawn(squares);
  scheduler.run();
  show(sum, turns.count);
}

class Turns extends Observer {
  count = 0;
  override turn(): void {
    this.count++;
  }
}

export default both(byHand, scheduled);
