import { rondo } from "../harness/rondo.mjs";

const { Scheduler, cancel, pass, receive, spawn } = rondo;

function* child(value) {
  return value;
}

function* waiter() {
  yield* receive();
}

function* parent(rounds, children, afterRound) {
  for (let round = 1; round <= rounds; round++) {
    for (let i = 0; i < children; i++) yield* spawn(child, i);
    yield* pass();
    const waiting = [];
    for (let i = 0; i < children; i++) waiting.push(yield* spawn(waiter));
    for (const task of waiting) yield* cancel(task);
    waiting.length = 0;
    afterRound(round);
  }
}

/** `rounds` times: `children` children that finish, then as many that are cancelled while they wait. */
export function churn(rounds, children, afterRound) {
  const scheduler = new Scheduler();
  scheduler.spawn(parent, rounds, children, afterRound);
  scheduler.run();
}
