import assert from "node:assert/strict";
import {
  cell,
  explore,
  replay,
  ScheduleFailure,
  TokenError,
  type ExploreOptions,
  type ExploreSetup,
  type FailureKind,
} from "../../../lib/testing/index.js";
import { parseToken } from "../../../lib/testing/explore/token/token.js";
import { random } from "../../../lib/index.js";
import { thrownBy } from "../../support/thrown.js";
import { endless, lateReply, leaky, lockOrder, lostUpdate, overlap } from "./failing-scenes.js";

const failureOf = (setup: ExploreSetup, options: ExploreOptions): ScheduleFailure => {
  const error = thrownBy(() => explore(setup, { shrink: false, ...options }));
  assert(error instanceof ScheduleFailure, String(error));
  return error;
};

const again = (setup: ExploreSetup, token: string): ScheduleFailure => {
  const error = thrownBy(() => replay(setup, token));
  assert(error instanceof ScheduleFailure, String(error));
  return error;
};

const SCENES: readonly [FailureKind, ExploreSetup, ExploreOptions][] = [
  ["check", lostUpdate(3), {}],
  ["deadlock", lockOrder, {}],
  ["livelock", endless, { steps: 40 }],
  ["leak", leaky, {}],
  ["invariant", overlap, {}],
  ["error", lateReply, { time: "any" }],
  ["error", lateReply, { time: "free" }],
];

test.each(SCENES)("a %s is replayed by its token, under every seed", (kind, setup, options) => {
  for (let seed = 0; seed < 20; seed++) {
    const failure = failureOf(setup, { ...options, strategy: "random", seed, shrink: seed < 10 });
    expect(failure.kind).toBe(kind);
    const second = again(setup, failure.token);
    expect(second).toEqual(failure);
    expect([second.token, second.kind, second.schedule]).toEqual([failure.token, kind, failure.schedule]);
  }
});

test("a token replays what drew from the scheduler's seed", () => {
  const setup: ExploreSetup = () =>
    function* main() {
      yield;
      throw new Error(`it drew ${String(random())}`);
    };
  const { token, message } = failureOf(setup, { strategy: "roundRobin", scheduler: { seed: 5 } });
  expect(parseToken(token).seed).toBe(5);
  expect(again(setup, token).message).toBe(message);
});

test("explore replays a token as a strategy of its own", () => {
  const { token } = failureOf(lostUpdate(), { strategy: "random" });
  expect(failureOf(lostUpdate(), { strategy: "replay", token }).token).toBe(token);
});

test("a replay without a token is refused", () => {
  expect(() => explore(lostUpdate(), { strategy: "replay" })).toThrow(/strategy: "replay" needs a token/);
});

test("a schedule that passes now gives a report", () => {
  const { token } = failureOf(lostUpdate(), { strategy: "random" });
  let expected = 2;
  const setup: ExploreSetup = () => {
    const count = cell(0);
    function* add() {
      const before = count.value;
      yield;
      count.value = before + 1;
    }
    return { tasks: [add, add], check: () => assert.equal(count.value, expected) };
  };
  expect(() => replay(setup, token)).toThrow(ScheduleFailure);
  expected = 1;
  expect(replay(setup, token)).toMatchObject({ strategy: "replay", schedules: 1, complete: true, failing: 0 });
});

/** Fails after `fails` of `length` steps, unless it is mended. */
const failsAt =
  (fails: number, length: number): ExploreSetup =>
  () => {
    function* count() {
      for (let i = 0; i < length; i++) {
        yield;
        if (i === fails) throw new Error("there");
      }
    }
    return { tasks: [count, count] };
  };

test("a program that goes on after the token's end is run to its own end, or up to there", () => {
  const { token } = failureOf(failsAt(3, 8), { strategy: "random", seed: 1 });
  expect(replay(failsAt(9, 8), token)).toMatchObject({ schedules: 1, complete: true, depth: 18 });
  expect(replay(failsAt(9, 8), token, { goOn: false })).toMatchObject({ complete: false });
});

test("a failure after the token's end is one too, unless the replay ends there", () => {
  const { token } = failureOf(failsAt(3, 8), { strategy: "random", seed: 1 });
  expect(() => replay(failsAt(7, 8), token)).toThrow("there");
  expect(replay(failsAt(7, 8), token, { goOn: false })).toMatchObject({ failing: 0 });
});

/** `n` tasks of so many steps; the last of all to end fails. */
const lengths =
  (...steps: number[]): ExploreSetup =>
  () => ({
    tasks: steps.map(
      (n) =>
        function* count() {
          for (let i = 1; i < n; i++) yield;
        },
    ),
    check: () => assert.fail("always"),
  });

const passing =
  (setup: ExploreSetup): ExploreSetup =>
  (cleanups) => ({ ...(setup(cleanups) as object), tasks: (setup(cleanups) as { tasks: [] }).tasks, check: () => {} });

describe("a token whose program has changed", () => {
  test("parts where those who can go on are not the same", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { token } = failureOf(lengths(3, 3), { strategy: "random", seed });
      const { deviations } = parseToken(token);
      const error = thrownBy(() => replay(passing(lengths(3, 3, 1)), token));
      assert(error instanceof TokenError);
      // The checksum is one of 26 letters: now and then it fits by chance.
      expect(error.choice).toBeGreaterThan(deviations[0]?.choice ?? -1);
      expect(error.message).toContain(`they part at choice ${String(error.choice)}, step ${String(error.step)}.`);
    }
  });

  test("parts where the program is at its end", () => {
    const { token } = failureOf(lengths(4, 4), { strategy: "random", seed: 2 });
    const { deviations } = parseToken(token);
    expect(deviations.length).toBeGreaterThan(1);
    const error = thrownBy(() => replay(passing(lengths(1)), token));
    expect(error).toMatchObject({ name: "TokenError", choice: deviations[0]!.choice + 1, step: 2 });
    expect((error as Error).message).toContain("The program comes to its end before that choice.");
  });

  test("parts after its last deviation where the rest is not the same", () => {
    const { token } = failureOf(lengths(4, 4), { strategy: "roundRobin" });
    const { deviations } = parseToken(token);
    const error = thrownBy(() => replay(passing(lengths(5, 4)), token));
    expect(error).toMatchObject({ name: "TokenError", choice: deviations.at(-1)!.choice + 2 });
  });

  test("is followed as far as it goes where that is asked for", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { token } = failureOf(lengths(3, 3), { strategy: "random", seed });
      expect(replay(passing(lengths(3, 3, 1)), token, { strict: false })).toMatchObject({ complete: true, depth: 7 });
      expect(replay(passing(lengths(1)), token, { strict: false })).toMatchObject({ complete: true, depth: 1 });
    }
  });

  test("fails where the changed program fails before they part", () => {
    const { token } = failureOf(failsAt(3, 8), { strategy: "random", seed: 1 });
    expect(() => replay(failsAt(0, 8), token)).toThrow(ScheduleFailure);
  });
});
