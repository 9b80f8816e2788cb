/**
 * A sequence without an end. It makes a number when it is asked for one, and whoever asks decides when to stop.
 *
 *     npx rondo run examples/infinite-sequence.ts
 */
import { Scheduler } from "rondo";
import { coroutine } from "rondo/coroutine";
import { both } from "./lib/both.js";

function* naturals(): Generator<number, never, unknown> {
  try {
    for (let n = 0; ; n++) yield n;
  } finally {
    console.log("the sequence was stopped");
  }
}

export function byHand(): void {
  const numbers = coroutine(naturals());
  for (let i = 0; i < 5; i++) console.log(numbers.next());
  numbers.close();
  console.log(`left behind: ${numbers.state === "closed" ? "nothing" : "a generator that waits"}`);
}

/** `scheduler.run()` would never come back. `step` runs one turn, and `close` cancels what is left. */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (n) => console.log(n));
  scheduler.spawn(naturals);
  for (let i = 0; i < 5; i++) scheduler.step();
  scheduler.close();
  console.log(`left behind: ${scheduler.leftovers().join(", ") || "nothing"}`);
}

export default both(byHand, scheduled);
