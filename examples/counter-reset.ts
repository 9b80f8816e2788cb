/**
 * A yield is an expression: its value is what was sent. Here it sets the counter.
 *
 *     npx rondo run examples/counter-reset.ts
 */
import { Scheduler } from "rondo";
import { coroutine } from "rondo/coroutine";
import { both } from "./lib/both.js";

function* counter(max: number): Generator<number, void, number | undefined> {
  let count = 1;
  while (count <= max) {
    const received = yield count;
    console.log(`count: ${count}, received: ${received ?? "none"}`);
    count = received ?? count + 1;
  }
}

/** `send` answers the yield at which the generator rests, and gives back what it yields next. */
export function byHand(): void {
  const hand = coroutine(counter(10));
  console.log(hand.next());
  // Some texts write `# 6` behind this line. It is 5 that is printed: the count is set to what was sent, and yielded.
  console.log(hand.send(5));
  for (const count of hand) console.log(count);
}

/**
 * A task has a mailbox. A yield takes the oldest message from it as its answer, or `undefined` where there is none. The 5
 * is there before the first yield, which takes it.
 */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (count) => console.log(count));
  const task = scheduler.spawn(counter, 10);
  task.send(5);
  scheduler.run();
}

export default both(byHand, scheduled);
