/**
 * A generator may return a value, besides those that it yields.
 *
 *     npx rondo run examples/return-value.ts
 */
import { Scheduler } from "rondo";
import { coroutine, StopIteration } from "rondo/coroutine";
import { both } from "./lib/both.js";

function* countUpTo(max: number): Generator<number, string, unknown> {
  for (let count = 1; count <= max; count++) yield count;
  return "Completed!";
}

/** A `for … of` loop would throw the return value away. `next` brings it along when it says that the end is reached. */
export function byHand(): void {
  const counter = coroutine(countUpTo(3));
  try {
    for (;;) console.log(counter.next());
  } catch (error) {
    if (!(error instanceof StopIteration)) throw error;
    console.log(error.value);
  }
}

/** A task keeps what its program returned. (A task that waits for another gets it from `yield* task`.) */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (count) => console.log(count));
  const counter = scheduler.spawn(countUpTo, 3);
  scheduler.run();
  console.log(counter.result);
}

export default both(byHand, scheduled);
