/**
 * An error can be thrown into a generator, at the yield where it rests. A generator that catches it goes on.
 *
 *     npx rondo run examples/throw.ts
 */
import { Scheduler } from "rondo";
import { coroutine, StopIteration } from "rondo/coroutine";
import { both } from "./lib/both.js";

function* counter(max: number): Generator<number | string, string, unknown> {
  let count = 1;
  while (count <= max) {
    try {
      yield count;
      count++;
    } catch (error) {
      console.log(`Exception caught inside generator: ${(error as Error).message}`);
      yield "Exception processed";
      // Some texts say that this ends the loop. It does not, yet: the loop goes on while count <= max, so that max itself
      // is yielded once more.
      count = max;
    }
  }
  return "Completed!";
}

export function byHand(): void {
  const hand = coroutine(counter(5));
  console.log(hand.next());
  console.log(hand.throw(new Error("Something went wrong")));
  try {
    for (;;) console.log(hand.next());
  } catch (error) {
    if (!(error instanceof StopIteration)) throw error;
    console.log(error.value);
  }
}

/**
 * `step` runs the task up to its first yield. An emission is answered at once, so that the task is on its way again: the
 * error that `interrupt` throws meets it at its next yield, which nobody hears.
 */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (value) => console.log(value));
  const task = scheduler.spawn(counter, 5);
  scheduler.step();
  task.interrupt(new Error("Something went wrong"));
  scheduler.run();
  console.log(task.result);
}

export default both(byHand, scheduled);
