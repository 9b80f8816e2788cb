/**
 * Double spend: an account of 100 pays out 100 twice.
 *
 * Each task looks whether there is enough, and takes it later. Both look before either takes: 1 looks, 2 looks, 2 takes, 1 takes.
 * That takes one preemption.
 *
 * Mended by a lock that is held from the look until the money is taken.
 *
 *     npx rondo explore examples/bugs/double-spend.ts
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Account {
  balance: number;
}

/** Takes 100 out, and says whether it did. */
function* withdraw(account: Account): Generator<unknown, boolean, unknown> {
  const seen = account.balance;
  yield;
  if (seen < 100) return false;
  const before = account.balance;
  yield;
  account.balance = before - 100;
  return true;
}

function check(account: Account, paid: readonly unknown[]): void {
  assert.equal(paid.filter((isPaid) => isPaid === true).length, 1, "paid out more than once");
  assert.equal(account.balance, 0);
}

export default function doubleSpend(): ExploreScene {
  const account = tracked({ balance: 100 });

  return {
    tasks: [() => withdraw(account), () => withdraw(account)],
    check: ({ results }) => check(account, results),
  };
}

export function mended(): ExploreScene {
  const account = tracked({ balance: 100 });
  const mutex = new Mutex("account");

  function* customer() {
    using _guard = yield* mutex.lock();
    const isPaid = yield* withdraw(account);
    yield;
    return isPaid;
  }

  return { tasks: [customer, customer], check: ({ results }) => check(account, results) };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 18, all: 20 },
  classes: { failing: 4, all: 6 },
};
