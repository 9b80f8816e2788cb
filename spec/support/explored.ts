import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { explore, ScheduleFailure, tracked, type ExploreOptions, type ExploreSetup } from "rondo/testing";
import { thrownBy } from "./thrown.js";

/** The failure of a program under exploration. It is an error of the spec where no schedule fails, or something else does. */
export function failureOf(setup: ExploreSetup, options: ExploreOptions): ScheduleFailure {
  const error = thrownBy(() => explore(setup, options));
  if (error instanceof ScheduleFailure) return error;
  throw error;
}

/** Small programs to explore, of one failure each, or of none. */

/** Two deposits, one of which is lost where they meet. */
export const lostUpdate: ExploreSetup = () => {
  const account = tracked({ balance: 0 });
  function* deposit(n: number): Generator<unknown, void> {
    const before = account.balance;
    yield;
    account.balance = before + n;
  }
  return {
    tasks: [() => deposit(1), () => deposit(1)],
    check: () => assert.equal(account.balance, 2),
  };
};

/** The same, mended. */
export const wholeUpdate: ExploreSetup = () => {
  const account = tracked({ balance: 0 });
  function* deposit(n: number): Generator<unknown, void> {
    yield;
    account.balance += n;
  }
  return {
    tasks: [() => deposit(1), () => deposit(1)],
    check: () => assert.equal(account.balance, 2),
  };
};

/** Two tasks take two locks, each in an order of its own. */
export const lockOrder: ExploreSetup = () => {
  const a = new Mutex("a");
  const b = new Mutex("b");
  function* takes(first: Mutex, second: Mutex): Generator<unknown, void> {
    using _first = yield* first.lock();
    using _second = yield* second.lock();
  }
  return { tasks: [() => takes(a, b), () => takes(b, a)] };
};

/** A deadlock under some schedules, and an error under others, which come first. */
export const twoFaults: ExploreSetup = () => {
  const a = new Mutex("a");
  const b = new Mutex("b");
  const order: number[] = [];
  function* takes(first: Mutex, second: Mutex, id: number): Generator<unknown, void> {
    using _first = yield* first.lock();
    using _second = yield* second.lock();
    order.push(id);
  }
  return {
    tasks: [() => takes(a, b, 1), () => takes(b, a, 2)],
    check: () => assert.deepEqual(order, [2, 1]),
  };
};

/** Tells how many runs of the program there were before: it keeps them outside of the setup. */
export function forgetful(): ExploreSetup {
  let runs = 0;
  return () => {
    const more = runs++ > 0;
    function* main(): Generator<unknown, void> {
      if (more) yield;
      yield;
    }
    return { tasks: more ? [main, main, main] : [main, main] };
  };
}
