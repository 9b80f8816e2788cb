/**
 * Lost update: two deposits are made, and one of them is gone.
 *
 * Each task reads the balance, and writes later what it has made of it. What the other one has written in between is overwritten:
 * 1 reads, 2 reads, 2 writes, 1 writes. That takes one preemption.
 *
 * Mended by a lock around both. (So would it be by reading and writing in one step, with no `yield` between them.)
 *
 *     npx rondo explore examples/bugs/lost-update.ts
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function lostUpdate(): ExploreScene {
  const account = tracked({ balance: 0 });

  function* deposit() {
    const before = account.balance;
    yield; // here the other one may come in between
    account.balance = before + 1;
  }

  return { tasks: [deposit, deposit], check: () => assert.equal(account.balance, 2) };
}

export function mended(): ExploreScene {
  const account = tracked({ balance: 0 });
  const mutex = new Mutex("account");

  function* deposit() {
    using _guard = yield* mutex.lock();
    const before = account.balance;
    yield;
    account.balance = before + 1;
    yield;
  }

  return { tasks: [deposit, deposit], check: () => assert.equal(account.balance, 2) };
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 4, all: 6 },
  classes: { failing: 2, all: 4 },
};
