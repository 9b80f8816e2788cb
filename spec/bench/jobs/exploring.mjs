/** Programs under exploration, and the same programs under the plain scheduler. */
import { rondo } from "../harness/rondo.mjs";
import { testing } from "../harness/testing.mjs";

const { Mutex, Scheduler } = rondo;
const { cell, explore } = testing;

function* counter(count, object) {
  for (let i = 1; i < count; i++) {
    object.value++;
    yield;
  }
  object.value++;
}

/** Each of so many tasks has so many steps. Only tracked state makes each step touch something. */
const counters = (make) => (tasks, steps) => () => {
  const objects = Array.from({ length: tasks }, () => make(0));
  return objects.map((object) => () => counter(steps, object));
};

function* philosopher(first, second) {
  const one = yield* first.lock();
  const other = yield* second.lock();
  yield;
  other.release();
  yield;
  one.release();
}

/** Programs by name: what makes each has to be called for every run. */
const programs = {
  plain: counters((value) => ({ value })),
  tracked: counters(cell),
  // The last one takes his forks the other way round, so that they never wait in a ring.
  philosophers: (count) => () => {
    const forks = Array.from({ length: count }, () => new Mutex());
    return forks.map((fork, i) => {
      const next = forks[(i + 1) % count];
      return i + 1 < count ? () => philosopher(fork, next) : () => philosopher(next, fork);
    });
  },
  /** Two tasks that meet at one cell, many times. */
  meeting: (tasks, steps) => () => {
    const shared = cell(0);
    return Array.from({ length: tasks }, () => () => counter(steps, shared));
  },
};

/** Explores up to `schedules` schedules; answers how many there were. */
export function schedules(program, args, options) {
  const make = programs[program](...args);
  return explore(() => ({ tasks: make() }), options).schedules;
}

/** Explores so often that many schedules are seen, though the program has but few. */
export function explorations(times, ...job) {
  let count = 0;
  for (let i = 0; i < times; i++) count += schedules(...job);
  return count;
}

/** The plain scheduler's one schedule, `times` times. */
export function plainRuns(times, program, args) {
  const make = programs[program](...args);
  for (let i = 0; i < times; i++) {
    const scheduler = new Scheduler();
    for (const task of make()) scheduler.spawn(task);
    scheduler.run();
  }
  return times;
}
