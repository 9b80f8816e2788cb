/**
 * A generator can be ended where it rests. Its `finally` runs; no `catch` sees anything.
 *
 *     npx rondo run examples/close.ts
 */
import { Scheduler } from "rondo";
import { coroutine } from "rondo/coroutine";
import { both } from "./lib/both.js";

function* counter(): Generator<number, never, unknown> {
  try {
    for (let count = 1; ; count++) yield count;
  } finally {
    console.log("Generator has been closed.");
  }
}

export function byHand(): void {
  const hand = coroutine(counter());
  console.log(hand.next());
  console.log(hand.next());
  hand.close();
  // Once it has ended there is nothing left to close, and nothing happens.
  hand.close();
}

/**
 * `cancel` ends a task in the same way, at its next yield, which nobody hears. A task may even wait in its `finally`: see
 * the patient in examples/tour.ts.
 */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (count) => console.log(count));
  const task = scheduler.spawn(counter);
  scheduler.step();
  scheduler.step();
  task.cancel();
  scheduler.run();
  task.cancel();
}

export default both(byHand, scheduled);
