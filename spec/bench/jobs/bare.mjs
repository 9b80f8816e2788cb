/**
 * What the machine itself can do: generators in a plain loop, without tasks, queues, outcomes or cancellation.
 * The generators have the same text as Rondo's in `jobs/rondo.mjs`, and there are as many different ones.
 */
import { randomDelays } from "../harness/delays.mjs";
import { Stopwatch } from "../harness/stopwatch.mjs";

const TOKEN = Object.freeze({ kind: "pass" });

function* spinner(rounds) {
  for (let i = 0; i < rounds; i++) yield TOKEN;
}

/** The last one in the round. All others have begun when it starts the watch, and none has ended when it stops it. */
function* timer(rounds, watch) {
  watch.start();
  for (let i = 0; i < rounds; i++) yield TOKEN;
  watch.stop();
}

/** `rounds × tasks` resumptions by `next()`, in turn, of generators that `yield` one shared object. */
export function turns(tasks, rounds) {
  return timeRounds(spinner, timer, tasks, rounds);
}

/** The least that `yield*` can delegate to: an iterator that hands out one value and is then answered. It is its own result. */
class Once {
  done = true;
  value = TOKEN;

  next(answer) {
    this.done = !this.done;
    if (this.done) this.value = answer;
    return this;
  }
}

const once = { [Symbol.iterator]: () => new Once() };
const pass = () => once;

function* typedSpinner(rounds) {
  for (let i = 0; i < rounds; i++) yield* pass();
}

function* typedTimer(rounds, watch) {
  watch.start();
  for (let i = 0; i < rounds; i++) yield* pass();
  watch.stop();
}

/** The same with generators that delegate to a fresh iterator each time. */
export function typedTurns(tasks, rounds) {
  return timeRounds(typedSpinner, typedTimer, tasks, rounds);
}

function timeRounds(program, last, tasks, rounds) {
  const watch = new Stopwatch();
  const generators = [];
  for (let i = 1; i < tasks; i++) generators.push(program(rounds + 2));
  generators.push(last(rounds, watch));
  for (let round = 0; round <= rounds; round++) {
    for (const generator of generators) generator.next();
  }
  return watch;
}

function* nested(depth, rounds, watch) {
  if (depth > 1) yield* nested(depth - 1, rounds, watch);
  else yield* timer(rounds, watch);
}

/** `rounds` resumptions of one generator that is `depth` deep under plain `yield*`. */
export function nestedTurns(depth, rounds) {
  const watch = new Stopwatch();
  const generator = nested(depth, rounds, watch);
  while (!generator.next().done);
  return watch;
}

function* sleeper(delays, first, count) {
  for (let i = 0; i < count; i++) yield delays[first + i];
}

/**
 * `tasks × count` sleeps through a plain binary heap of (time, serial number): the least that keeps the order of
 * rule T5. The generators yield the delay itself, so not even an object is made for a sleep.
 */
export function sleeps(tasks, count) {
  const delays = randomDelays(tasks * count);
  const heap = new BinaryHeap();
  let serial = 0;
  for (let i = 0; i < tasks; i++) {
    const generator = sleeper(delays, i * count, count);
    heap.push({ time: generator.next().value, serial: serial++, generator });
  }
  let last = 0;
  for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
    const step = entry.generator.next();
    last = entry.time;
    if (step.done) continue;
    entry.time = last + step.value;
    entry.serial = serial++;
    heap.push(entry);
  }
  return last;
}

class BinaryHeap {
  items = [];

  push(item) {
    const items = this.items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (!isBefore(item, parent)) break;
      items[at] = parent;
      at = up;
    }
    items[at] = item;
  }

  pop() {
    const items = this.items;
    const top = items[0];
    const item = items.pop();
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= items.length) break;
      if (down + 1 < items.length && isBefore(items[down + 1], items[down])) down++;
      if (!isBefore(items[down], item)) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = item;
    return top;
  }
}

function isBefore(a, b) {
  return a.time < b.time || (a.time === b.time && a.serial < b.serial);
}
