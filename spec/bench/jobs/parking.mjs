/** Ways to wait, and the same generators without tasks around them. */
import { rondo } from "../harness/rondo.mjs";

const { Scheduler, receive, sleep, spawn } = rondo;

const FOREVER = 1e9;
const RECEIVE = receive();

/** What a generator that delegates holds besides: an iterator that all of them share. */
const shared = {
  step: { done: false, value: undefined },
  next: () => shared.step,
  [Symbol.iterator]: () => shared,
};

function* bare() {
  yield RECEIVE;
}

function* delegating() {
  yield* shared;
}

function* receiver() {
  yield* receive();
}

function* sleeper() {
  yield* sleep(FOREVER);
}

function* crowd(program, count) {
  for (let i = 0; i < count; i++) yield* spawn(program);
  yield* sleep(FOREVER);
}

/** Drives `count` tasks to where they wait, as children of one task. */
function park(program, count) {
  const scheduler = new Scheduler();
  scheduler.spawn(crowd, program, count);
  scheduler.advance(0);
  return scheduler;
}

export const parking = [
  { label: "yield of a shared receive()", alone: bare, park: (count) => park(bare, count) },
  { label: "yield* receive()", alone: delegating, park: (count) => park(receiver, count) },
  { label: "yield* sleep(n)", alone: delegating, park: (count) => park(sleeper, count) },
];
