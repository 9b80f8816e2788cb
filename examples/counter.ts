/**
 * The resettable counter among other tasks: it counts a round each second, another task sets it, and a third one ends it.
 *
 *     npx rondo run examples/counter.ts
 */
import { cancel, emit, send, sleep, spawn, type Task } from "rondo";
import { coroutine } from "rondo/coroutine";
import { both } from "./lib/both.js";

function show(count: number, received: number | undefined): void {
  console.log(`count: ${count}, received: ${received ?? "none"}`);
}

/** In the hand, the generator rests after each round until somebody asks for the next one. */
function* counter(): Generator<number, never, number | undefined> {
  try {
    for (let count = 1; ;) {
      const received = yield count;
      show(count, received);
      count = received ?? count + 1;
    }
  } finally {
    console.log("the counter is closed");
  }
}

export function byHand(): void {
  const hand = coroutine(counter());
  for (let round = 1; round <= 4; round++) hand.next();
  hand.send(5);
  hand.next();
  hand.next();
  hand.close();
}

/** As a task, it says itself when it goes on. `emit(count)` is a yield whose answer has a type. */
function* countingTask() {
  try {
    for (let count = 1; ;) {
      const received = yield* emit<number>(count);
      show(count, received);
      count = received ?? count + 1;
      yield* sleep(1000);
    }
  } finally {
    console.log("the counter is closed");
  }
}

function* resetter(counter: Task) {
  yield* sleep(2500);
  yield* send(counter, 5);
}

/** Rounds are at 0, 1, 2, … seconds. The 5 is sent at 2.5 s, waits in the mailbox, and is found at 3 s. */
export function* scheduled(): Generator<unknown, void, unknown> {
  const counter = yield* spawn(countingTask);
  yield* spawn(resetter, counter);
  yield* sleep(5500);
  yield* cancel(counter);
}

export default both(byHand, scheduled);
