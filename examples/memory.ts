/**
 * What 100 000 squares take in memory: as a list, and one at a time.
 *
 *     npx rondo run examples/memory.ts
 */
import { Scheduler } from "rondo";
import { both } from "./lib/both.js";
import { bytesOf } from "./lib/measure.js";

const COUNT = 100_000;

function* squares(): Generator<number, void, unknown> {
  for (let n = 0; n < COUNT; n++) yield n * n;
}

function listOfSquares(): number[] {
  return Array.from({ length: COUNT }, (_, n) => n * n);
}

/** The bytes are measured, so that they differ a little from run to run: one digit of them is sure. */
function show(list: number, lazily: number): void {
  console.log(`${COUNT} squares as a list: about ${Number(list.toPrecision(1)) / 1000} kB`);
  console.log(`one at a time: ${lazily < 1000 ? "less than 1 kB" : `${Math.ceil(lazily / 1000)} kB`}`);
  console.log(`the list takes more than 500 times as much: ${list > 500 * lazily}`);
}

export function byHand(): void {
  const list = bytesOf(listOfSquares, 5);
  const lazily = bytesOf(() => {
    const generator = squares();
    generator.next();
    return generator;
  }, 100);
  show(list, lazily);
}

/** A task that returns the list, and one that emits a square a turn. A task is a few fields more than its generator. */
export function scheduled(): void {
  const scheduler = new Scheduler();
  const list = bytesOf(() => {
    const task = scheduler.spawn(function* () {
      return listOfSquares();
    });
    scheduler.run();
    return task;
  }, 5);
  const lazily = bytesOf(() => {
    const task = scheduler.spawn(squares);
    scheduler.step();
    return task;
  }, 100);
  scheduler.close();
  show(list, lazily);
}

export default both(byHand, scheduled);
