/** effection 4: operations under `yield*`; a mailbox is a queue. */
import { action, createQueue, run, spawn, suspend } from "effection";

const nothing = () => undefined;

/** Effection has no operation that only gives up the turn. This is its least effect: an action that is answered at once. */
const turn = action((resolve) => {
  resolve();
  return nothing;
});

function* spinner(rounds) {
  for (let i = 0; i < rounds; i++) yield* turn;
}

export function turns(tasks, rounds) {
  return run(function* () {
    const running = [];
    for (let i = 0; i < tasks; i++) running.push(yield* spawn(() => spinner(rounds)));
    for (const task of running) yield* task;
  });
}

export function pingPong(roundTrips) {
  return run(function* () {
    const here = createQueue();
    const there = createQueue();
    yield* spawn(function* () {
      for (let i = 0; i < roundTrips; i++) here.add((yield* there.next()).value);
    });
    let sum = 0;
    for (let i = 0; i < roundTrips; i++) {
      there.add(i);
      sum += (yield* here.next()).value;
    }
    return sum;
  });
}

function child(value) {
  return function* () {
    return value;
  };
}

export function spawnThenJoin(count) {
  return run(function* () {
    const children = [];
    for (let i = 0; i < count; i++) children.push(yield* spawn(child(i)));
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield* children[i];
    return sum;
  });
}

export function spawnJoin(count) {
  return run(function* () {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield* yield* spawn(child(i));
    return sum;
  });
}

export function spawnCancel(count) {
  return run(function* () {
    for (let i = 0; i < count; i++) {
      const task = yield* spawn(suspend);
      yield* task.halt();
    }
    return count;
  });
}
