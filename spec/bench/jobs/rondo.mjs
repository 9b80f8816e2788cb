/** Rondo, with tracing off: the programs whose text the other sides repeat. */
import { randomDelays } from "../harness/delays.mjs";
import { rondo } from "../harness/rondo.mjs";
import { Stopwatch } from "../harness/stopwatch.mjs";

const { Scheduler, call, cancel, join, pass, receive, self, send, sleep, spawn } = rondo;

/** Runs one program to its end and answers its value. */
function runProgram(program, ...args) {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program, ...args);
  scheduler.run();
  return task.result;
}

const PASS = pass();

function* spinner(rounds) {
  for (let i = 0; i < rounds; i++) yield PASS;
}

/** The last one in the round. All others have begun when it starts the watch, and none has ended when it stops it. */
function* timer(rounds, watch) {
  watch.start();
  for (let i = 0; i < rounds; i++) yield PASS;
  watch.stop();
}

/** `rounds × tasks` turns that end in a bare `yield` of one shared syscall. */
export function turns(tasks, rounds) {
  return timeRounds(spinner, timer, tasks, rounds);
}

function* typedSpinner(rounds) {
  for (let i = 0; i < rounds; i++) yield* pass();
}

function* typedTimer(rounds, watch) {
  watch.start();
  for (let i = 0; i < rounds; i++) yield* pass();
  watch.stop();
}

/** `rounds × tasks` turns that end in `yield* pass()`. */
export function typedTurns(tasks, rounds) {
  return timeRounds(typedSpinner, typedTimer, tasks, rounds);
}

function timeRounds(program, last, tasks, rounds) {
  const watch = new Stopwatch();
  const scheduler = new Scheduler();
  for (let i = 1; i < tasks; i++) scheduler.spawn(program, rounds + 2);
  scheduler.spawn(last, rounds, watch);
  scheduler.run();
  return watch;
}

function* nested(depth, rounds, watch) {
  if (depth > 1) yield* call(nested, depth - 1, rounds, watch);
  else yield* call(timer, rounds, watch);
}

/** `rounds` turns of one task that is `depth` frames deep. */
export function nestedTurns(depth, rounds) {
  const watch = new Stopwatch();
  const scheduler = new Scheduler();
  scheduler.spawn(nested, depth, rounds, watch);
  scheduler.run();
  return watch;
}

function* ponger(roundTrips, other) {
  for (let i = 0; i < roundTrips; i++) yield* send(other, yield* receive());
}

function* pinger(roundTrips) {
  const other = yield* spawn(ponger, roundTrips, self());
  let sum = 0;
  for (let i = 0; i < roundTrips; i++) {
    yield* send(other, i);
    sum += yield* receive();
  }
  return sum;
}

/** `2 × roundTrips` messages between two mailboxes. */
export const pingPong = (roundTrips) => runProgram(pinger, roundTrips);

function* barePonger(roundTrips, other) {
  for (let i = 0; i < roundTrips; i++) yield send(other, yield receive());
}

function* barePinger(roundTrips) {
  const other = yield spawn(barePonger, roundTrips, self());
  let sum = 0;
  for (let i = 0; i < roundTrips; i++) {
    yield send(other, i);
    sum += yield receive();
  }
  return sum;
}

/** The same with a bare `yield`, as a saga is written. */
export const barePingPong = (roundTrips) => runProgram(barePinger, roundTrips);

function* child(value) {
  return value;
}

function* joiner(count) {
  const children = [];
  for (let i = 0; i < count; i++) children.push(yield* spawn(child, i));
  let sum = 0;
  for (let i = 0; i < count; i++) sum += yield* join(children[i]);
  return sum;
}

/** Spawns `count` children, then joins each. */
export const spawnThenJoin = (count) => runProgram(joiner, count);

function* oneByOne(count) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += yield* join(yield* spawn(child, i));
  return sum;
}

/** Spawns a child and joins it, `count` times. */
export const spawnJoin = (count) => runProgram(oneByOne, count);

function* waiter() {
  yield* receive();
}

function* canceller(count) {
  for (let i = 0; i < count; i++) yield* cancel(yield* spawn(waiter));
  return count;
}

/** Spawns a child that waits, and cancels it, `count` times. */
export const spawnCancel = (count) => runProgram(canceller, count);

function* sleeper(delays, first, count) {
  for (let i = 0; i < count; i++) yield* sleep(delays[first + i]);
}

/** `tasks × count` sleeps; the answer is the last instant. */
export function sleeps(tasks, count) {
  return runSleepers(sleeper, tasks, count);
}

function runSleepers(program, tasks, count) {
  const delays = randomDelays(tasks * count);
  const scheduler = new Scheduler();
  for (let i = 0; i < tasks; i++) scheduler.spawn(program, delays, i * count, count);
  scheduler.run();
  return scheduler.now;
}

function* bareSleeper(delays, first, count) {
  for (let i = 0; i < count; i++) yield sleep(delays[first + i]);
}

/** The same with a bare `yield`. */
export function bareSleeps(tasks, count) {
  return runSleepers(bareSleeper, tasks, count);
}
