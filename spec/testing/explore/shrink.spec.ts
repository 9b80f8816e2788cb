import assert from "node:assert/strict";
import {
  cell,
  explore,
  replay,
  ScheduleFailure,
  type ExploreOptions,
  type ExploreSetup,
} from "../../../lib/testing/index.js";
import { parseToken } from "../../../lib/testing/explore/token/token.js";
import { thrownBy } from "../../support/thrown.js";
import { endless, lockOrder, lostUpdate } from "./failing-scenes.js";

const failureOf = (setup: ExploreSetup, options: ExploreOptions): ScheduleFailure => {
  const error = thrownBy(() => explore(setup, { strategy: "random", ...options }));
  assert(error instanceof ScheduleFailure, String(error));
  return error;
};

test("whatever the schedule was that failed, the one that is shown is the simplest", () => {
  for (let seed = 0; seed < 30; seed++) {
    const { schedule, preemptions, token } = failureOf(lostUpdate(4), { seed });
    expect(preemptions).toBe(1);
    // Any two of the four may be those that lose it: with the first two it takes one deviation, with the last two three.
    expect(parseToken(token).deviations.length).toBeLessThanOrEqual(3);
    expect(schedule).toHaveLength(8);
  }
});

test("a failing schedule is left as it is where that is asked for", () => {
  const { preemptions, replays } = failureOf(lostUpdate(4), { seed: 3, shrink: false });
  expect(preemptions).toBeGreaterThan(1);
  expect(replays).toBe(1);
});

/** Fails in two ways: easily in one, and with more preemptions in the other. */
const twoWays: ExploreSetup = () => {
  const count = cell(0);
  function* add() {
    const before = count.value;
    yield;
    count.value = before + 1;
    yield;
  }
  return {
    tasks: [add, add, add],
    check: () => {
      if (count.value === 1) throw new RangeError("two are lost: 1");
      if (count.value === 2) throw new Error(`one is lost: ${String(count.value)}`);
    },
  };
};

test("a schedule that is made simpler fails in the same way", () => {
  const ways = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const before = failureOf(twoWays, { seed, shrink: false });
    const after = failureOf(twoWays, { seed });
    expect((after.cause as Error).message).toBe((before.cause as Error).message);
    expect(after.preemptions).toBeLessThanOrEqual(before.preemptions);
    ways.add((after.cause as Error).message);
  }
  expect(ways.size).toBe(2);
});

test("a schedule of hundreds of steps is made simple, though what matters comes in its end", () => {
  const setup: ExploreSetup = () => {
    const count = cell(0);
    function* add() {
      for (let i = 0; i < 200; i++) yield;
      const before = count.value;
      yield;
      count.value = before + 1;
    }
    return { tasks: [add, add, add], check: () => assert.equal(count.value, 3) };
  };
  const before = failureOf(setup, { shrink: false });
  expect(before.preemptions).toBeGreaterThan(200);
  const after = failureOf(setup, {});
  expect(after.preemptions).toBe(1);
  expect(after.token.length).toBeLessThan(40);
  expect(after.replays).toBeLessThan(200);
});

/** How many are lost is in the message: that is the same failure all the same. */
test("values in the message do not count", () => {
  const setup: ExploreSetup = () => {
    const count = cell(0);
    function* add() {
      for (let i = 0; i < 3; i++) {
        const before = count.value;
        yield;
        count.value = before + 1;
        yield;
      }
    }
    return { tasks: [add, add], check: () => assert.equal(count.value, 6) };
  };
  for (let seed = 0; seed < 20; seed++) expect(failureOf(setup, { seed }).preemptions).toBe(1);
});

test("a run without end is made simpler in such a way that it has none in rounds either", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { token, kind } = failureOf(endless, { seed, steps: 200 });
    expect(kind).toBe("livelock");
    expect(token.length).toBeLessThan(25);
    expect(() => replay(endless, token)).toThrow(/livelock/);
  }
});

describe("with certify", () => {
  test("no schedule with fewer preemptions fails", () => {
    const failure = failureOf(lockOrder, { seed: 1, certify: true });
    expect(failure).toMatchObject({ preemptions: 1, certified: true });
  });

  test("a schedule with fewer preemptions that is found in the end is the one that is shown", () => {
    // Shrinking moves one thing at a time, and gets stuck: the two counters have to be passed together.
    const setup: ExploreSetup = () => {
      const [a, b] = [cell(0), cell(0)];
      function* first() {
        a.value = 1;
        yield;
        b.value = 1;
        yield;
        yield;
        a.value = 2;
        yield;
        b.value = 2;
      }
      function* second() {
        const x = a.value;
        yield;
        yield;
        const y = b.value;
        if (x === 1 && (y === 1 || y === 2)) throw new Error("seen");
      }
      return { tasks: [first, second] };
    };
    for (let seed = 0; seed < 20; seed++) {
      expect(failureOf(setup, { seed, certify: true })).toMatchObject({ preemptions: 1, certified: true });
    }
  });

  test("what needs no preemption is certain without a search", () => {
    const setup: ExploreSetup = () => {
      const order: number[] = [];
      const enter = (n: number) =>
        function* task() {
          yield;
          order.push(n);
        };
      return { tasks: [enter(1), enter(2)], check: () => assert.notEqual(order[0], 2) };
    };
    expect(failureOf(setup, {})).toMatchObject({ preemptions: 0, certified: true });
  });

  test("it cannot go with shrink: false", () => {
    expect(() => explore(lockOrder, { certify: true, shrink: false })).toThrow(
      new TypeError("explore: certify proves that a schedule is the simplest, so it cannot go with shrink: false."),
    );
  });
});

test("failures that differ are kept once each, with how often they were seen", () => {
  const report = explore(twoWays, { strategy: "exhaustive", collect: true });
  expect(report.failures).toHaveLength(2);
  const [a, b] = report.failures;
  expect(a!.seen + b!.seen).toBe(report.failing);
  expect(report.failing).toBeGreaterThan(100);
  for (const { token, preemptions } of report.failures) {
    expect(preemptions).toBeLessThanOrEqual(2);
    expect(() => replay(twoWays, token)).toThrow(ScheduleFailure);
  }
});
