/**
 * The first generator: it counts, and rests at each yield until it is resumed.
 *
 *     npx rondo run examples/count-up-to.ts
 */
import { Scheduler } from "rondo";
import { both } from "./lib/both.js";

function* countUpTo(max: number): Generator<number, void, unknown> {
  for (let count = 1; count <= max; count++) yield count;
}

/** In the hand, `for … of` asks for one value after the other. */
export function byHand(): void {
  for (const count of countUpTo(3)) console.log(count);
}

/** As a task, the same generator emits its values, and whoever listens to the scheduler hears them. */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (count) => console.log(count));
  scheduler.spawn(countUpTo, 3);
  scheduler.run();
}

export default both(byHand, scheduled);
