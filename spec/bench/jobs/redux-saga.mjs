/** @redux-saga/core 1.5: sagas under `yield`; a mailbox is a channel. */
import { channel, runSaga } from "@redux-saga/core";
import { call, cancel, fork, join, put, take } from "@redux-saga/core/effects";

const nothing = () => undefined;

const runProgram = (saga, ...args) => runSaga({}, saga, ...args).toPromise();

/** Saga has no effect that only gives up the turn, and answers this one at once, before any other saga runs. */
const turn = call(nothing);

function* spinner(rounds) {
  for (let i = 0; i < rounds; i++) yield turn;
}

export function turns(tasks, rounds) {
  return runProgram(function* () {
    const running = [];
    for (let i = 0; i < tasks; i++) running.push(yield fork(spinner, rounds));
    yield join(running);
  });
}

function* ponger(here, there, roundTrips) {
  for (let i = 0; i < roundTrips; i++) yield put(here, yield take(there));
}

export function pingPong(roundTrips) {
  return runProgram(function* () {
    const here = channel();
    const there = channel();
    yield fork(ponger, here, there, roundTrips);
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
    for (let i = 0; i < count; i++) children.push(yield fork(child, i));
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield join(children[i]);
    return sum;
  });
}

export function spawnJoin(count) {
  return runProgram(function* () {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield join(yield fork(child, i));
    return sum;
  });
}

function* waiter(silent) {
  yield take(silent);
}

export function spawnCancel(count) {
  return runProgram(function* () {
    const silent = channel();
    for (let i = 0; i < count; i++) yield cancel(yield fork(waiter, silent));
    return count;
  });
}
