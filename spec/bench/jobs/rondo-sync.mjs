/** Rondo's channels, locks, scopes and select, with tracing off. */
import { rondo } from "../harness/rondo.mjs";

const { Channel, Mutex, Scheduler, pass, scope, select, spawn } = rondo;

function runProgram(program, ...args) {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program, ...args);
  scheduler.run();
  return task.result;
}

function* ponger(here, there, roundTrips) {
  for (let i = 0; i < roundTrips; i++) yield* here.send(yield* there.receive());
}

/** `2 × roundTrips` values over two channels of that capacity. */
export const channelPingPong = (capacity, roundTrips) =>
  runProgram(function* () {
    const here = new Channel(capacity);
    const there = new Channel(capacity);
    yield* spawn(ponger, here, there, roundTrips);
    let sum = 0;
    for (let i = 0; i < roundTrips; i++) {
      yield* there.send(i);
      sum += yield* here.receive();
    }
    return sum;
  });

function* producer(channel, count) {
  for (let i = 0; i < count; i++) yield* channel.send(i);
}

/** `count` values from one task to another, over a channel of that capacity. */
export const stream = (capacity, count) =>
  runProgram(function* () {
    const channel = new Channel(capacity);
    yield* spawn(producer, channel, count);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield* channel.receive();
    return sum;
  });

function* feeder(channels, count) {
  for (let i = 0; i < count; i++) yield* channels[i % channels.length].send(i);
}

/** `count` values, received through a `select` over four channels. */
export const selects = (count) =>
  runProgram(function* () {
    const [a, b, c, d] = Array.from({ length: 4 }, () => new Channel());
    yield* spawn(feeder, [a, b, c, d], count);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const got = yield* select({ a: a.receive(), b: b.receive(), c: c.receive(), d: d.receive() });
      sum += got.value;
    }
    return sum;
  });

/** The same values, received from the channel that is known to be next. */
export const receives = (count) =>
  runProgram(function* () {
    const channels = Array.from({ length: 4 }, () => new Channel());
    yield* spawn(feeder, channels, count);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield* channels[i % 4].receive();
    return sum;
  });

/** `count` times `lock` and `release`, with nobody else about. */
export const locks = (count) =>
  runProgram(function* () {
    const mutex = new Mutex();
    for (let i = 0; i < count; i++) (yield* mutex.lock()).release();
    return count;
  });

/** `count` times `pass`, alone. */
export const passes = (count) =>
  runProgram(function* () {
    for (let i = 0; i < count; i++) yield* pass();
    return count;
  });

function* one() {
  return 1;
}

/** Enters and leaves `count` scopes; each needs one turn of its own to compare with, so it passes once. */
export const scopes = (count) =>
  runProgram(function* () {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      sum += yield* scope(one);
      yield* pass();
    }
    return sum;
  });
