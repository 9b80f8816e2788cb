/** js-csp 1.0: processes and channels; a process is joined through the channel that `go` answers. */
import csp from "js-csp";

const { chan, go, put, take } = csp;

/** The answer of a whole program as a promise; js-csp itself has none. */
const runProgram = (program) =>
  new Promise((resolve) => {
    csp.takeAsync(go(program), resolve);
  });

/** A bare `yield` goes on in a later `setImmediate`. */
function* spinner(rounds) {
  for (let i = 0; i < rounds; i++) yield;
  return true;
}

export function turns(tasks, rounds) {
  return runProgram(function* () {
    const running = [];
    for (let i = 0; i < tasks; i++) running.push(go(spinner, [rounds]));
    for (const process of running) yield take(process);
    return true;
  });
}

function* ponger(here, there, roundTrips) {
  for (let i = 0; i < roundTrips; i++) yield put(here, yield take(there));
}

export function pingPong(roundTrips) {
  return runProgram(function* () {
    const here = chan();
    const there = chan();
    go(ponger, [here, there, roundTrips]);
    let sum = 0;
    for (let i = 0; i < roundTrips; i++) {
      yield put(there, i);
      sum += yield take(here);
    }
    return sum;
  });
}

function* child(value) {
  return value;
}

export function spawnThenJoin(count) {
  return runProgram(function* () {
    const children = [];
    for (let i = 0; i < count; i++) children.push(go(child, [i]));
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield take(children[i]);
    return sum;
  });
}

export function spawnJoin(count) {
  return runProgram(function* () {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield take(go(child, [i]));
    return sum;
  });
}
