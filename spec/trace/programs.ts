/** Programs that are small enough to be followed on paper: their traces and pictures are golden files. */
import {
  cancel,
  ensure,
  join,
  pass,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnWith,
  type Program,
  type SchedulerOptions,
  type Task,
} from "../../lib/index.js";

/** A program, and how it is run. */
export interface Example {
  readonly name: string;
  readonly program: Program;
  readonly options?: SchedulerOptions;
}

function* counter(max: number): Generator<unknown, string, unknown> {
  for (let count = 1; count <= max;) {
    const received = yield count;
    count = typeof received === "number" ? received : count + 1;
    yield* sleep(10);
  }
  return "Completed!";
}

/** A counter that another task resets, and closes. */
function* counterWithSend(): Generator<unknown, void, unknown> {
  const counting = yield* spawn(counter, 10);
  yield* sleep(25);
  yield* send(counting, 5);
  yield* sleep(30);
  yield* cancel(counting);
}

interface Ball {
  readonly bounces: number;
  readonly from: Task;
}

function* pong(): Generator<unknown, void, unknown> {
  for (;;) {
    const { bounces, from } = yield* receive<Ball>();
    if (bounces === 0) return;
    yield* send(from, bounces - 1);
  }
}

function* ping(other: Task, bounces: number): Generator<unknown, void, unknown> {
  while (bounces > 0) {
    yield* send(other, { bounces, from: self() } satisfies Ball);
    bounces = yield* receive<number>();
  }
  yield* send(other, { bounces, from: self() } satisfies Ball);
}

/** Two tasks that answer each other. */
function* pingPong(): Generator<unknown, void, unknown> {
  const other = yield* spawn(pong);
  yield* spawn(ping, other, 4);
}

function* helper(): Generator<unknown, void, unknown> {
  yield* sleep(1000);
}

function* transfer(): Generator<unknown, void, unknown> {
  yield* spawn(helper);
  yield* sleep(100);
}

function* hangUp(): Generator<unknown, void, unknown> {
  yield* sleep(5);
  yield* sleep(5);
}

/** A task that is cancelled while it waits, and whose cleanup waits, too. */
function* cancellation(): Generator<unknown, void, unknown> {
  const worker = yield* spawnWith({ name: "worker" }, function* () {
    yield* ensure(transfer, hangUp);
  });
  yield* sleep(20);
  yield* cancel(worker);
  yield* sleep(1);
}

function* left(): Generator<unknown, void, unknown> {
  const other = yield* receive<Task>();
  yield* sleep(5);
  yield* join(other);
}

function* right(other: Task): Generator<unknown, void, unknown> {
  yield* pass();
  yield* join(other);
}

/** Two tasks each of which waits for the end of the other. */
function* deadlock(): Generator<unknown, void, unknown> {
  const first = yield* spawn(left);
  const second = yield* spawn(right, first);
  yield* send(first, second);
}

function* polite(): Generator<unknown, void, unknown> {
  for (;;) yield* pass();
}

/** Two tasks that let each other go first, for ever. */
function* livelock(): Generator<unknown, void, unknown> {
  yield* spawn(polite);
  yield* spawn(polite);
  yield* sleep(5);
}

function* clerk(n: number): Generator<unknown, number, unknown> {
  yield* sleep((n * 7) % 20);
  if (n === 33) throw new RangeError("out of stock");
  yield* pass();
  return n;
}

/** Fifty tasks, of which one fails. */
function* fifty(): Generator<unknown, void, unknown> {
  for (let n = 0; n < 50; n++) yield* spawn(clerk, n);
}

export const counterExample: Example = { name: "counter", program: counterWithSend };
export const deadlockExample: Example = { name: "deadlock", program: deadlock };

/** Those of which the whole trace is a golden file. */
export const traced: readonly Example[] = [
  counterExample,
  { name: "ping-pong", program: pingPong },
  { name: "cancellation", program: cancellation },
  deadlockExample,
];

/** Those of which the picture is. */
export const drawn: readonly Example[] = [
  ...traced,
  { name: "livelock", program: livelock, options: { maxTurnsPerInstant: 10_000 } },
  { name: "fifty", program: fifty },
];
