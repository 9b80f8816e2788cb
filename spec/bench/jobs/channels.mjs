/** The peers that have channels or queues with a bound. */
import csp from "js-csp";
import { Effect, Queue } from "effect";

const { chan, go, put, take } = csp;

const runCsp = (program) =>
  new Promise((resolve) => {
    csp.takeAsync(go(program), resolve);
  });

function* cspPonger(here, there, roundTrips) {
  for (let i = 0; i < roundTrips; i++) yield put(here, yield take(there));
}

const cspChannel = (capacity) => (capacity === 0 ? chan() : chan(capacity));

export const cspPingPong = (capacity, roundTrips) =>
  runCsp(function* () {
    const here = cspChannel(capacity);
    const there = cspChannel(capacity);
    go(cspPonger, [here, there, roundTrips]);
    let sum = 0;
    for (let i = 0; i < roundTrips; i++) {
      yield put(there, i);
      sum += yield take(here);
    }
    return sum;
  });

function* cspProducer(channel, count) {
  for (let i = 0; i < count; i++) yield put(channel, i);
}

export const cspStream = (capacity, count) =>
  runCsp(function* () {
    const channel = cspChannel(capacity);
    go(cspProducer, [channel, count]);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield take(channel);
    return sum;
  });

export const effectStream = (capacity, count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const queue = yield* Queue.bounded(capacity);
      yield* Effect.forkChild(
        Effect.gen(function* () {
          for (let i = 0; i < count; i++) yield* Queue.offer(queue, i);
        }),
      );
      let sum = 0;
      for (let i = 0; i < count; i++) sum += yield* Queue.take(queue);
      return sum;
    }),
  );
