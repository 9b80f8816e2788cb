import { pass, sleep, type Program } from "../../../lib/index.js";
import { cell, explore, replay, type ExploreScene } from "../../../lib/testing/index.js";
import type { StrategyName } from "../../../lib/testing/index.js";
import { failureOf } from "../../support/explored.js";

/** The first waits for the second without letting it go on, where the schedule is unfair. */
function spinning(): ExploreScene {
  const isOpen = cell(false);
  function* waits() {
    while (!isOpen.value) yield* pass();
  }
  function* opens() {
    yield* pass();
    isOpen.value = true;
  }
  return { tasks: [waits, opens] };
}

/** One waits for what nobody does. */
function hopeless(): ExploreScene {
  const isOpen = cell(false);
  function* waits() {
    while (!isOpen.value) yield* pass();
  }
  function* looks() {
    for (let i = 0; i < 3; i++) yield* pass();
  }
  return { tasks: [waits, looks] };
}

const SYSTEMATIC: readonly StrategyName[] = ["exhaustive", "dpor", "dpor-source"];
const ALL: readonly StrategyName[] = [
  ...SYSTEMATIC,
  "random",
  "uniform",
  "pct",
  "fairPct",
  "pos",
  "roundRobin",
  "portfolio",
];

describe("a run that comes to the limit of steps", () => {
  it.each(SYSTEMATIC)("is no livelock where only the schedule was unfair: %s", (strategy) => {
    const report = explore(spinning, { strategy, steps: 30, schedules: 100 });
    expect(report.truncated).toBeGreaterThan(0);
    expect(report.truncated).toBeLessThanOrEqual(report.schedules);
    expect(report.complete).toBe(false);
  });

  it.each(ALL)("is a livelock where it goes on for ever in a fair schedule, too: %s", (strategy) => {
    expect(failureOf(hopeless, { strategy, steps: 30 }).kind).toBe("livelock");
  });

  it("says that the clock stands where a task polls for what a sleeping one does, and how to go on", () => {
    const polling = (): ExploreScene => {
      const isOpen = cell(false);
      return {
        tasks: [
          function* waits() {
            while (!isOpen.value) yield* pass();
          },
          function* opens() {
            yield* sleep(5);
            isOpen.value = true;
          },
        ],
      };
    };
    expect(failureOf(polling, { strategy: "dpor", steps: 30 }).message).toMatch(
      /^livelock: It has not come to an end after \d+ steps\. The clock moves when no task can go on, so the next timer, at 5, is never due\. .*time: "any"\.\n/,
    );
    expect(
      explore(polling, { strategy: "random", steps: 1000, schedules: 20, time: "any", collect: true }).failing,
    ).toBe(0);
  });

  it("says to raise the limit, or to make a daemon, where the clock moves or there is no timer", () => {
    const beats = (): ExploreScene => ({
      tasks: [
        function* beat() {
          for (;;) yield* sleep(1);
        },
        function* slow() {
          for (;;) yield* sleep(3);
        },
      ],
    });
    for (const setup of [beats, hopeless]) {
      expect(failureOf(setup, { strategy: "roundRobin", steps: 30 }).message).toMatch(
        /^livelock: It has not come to an end after \d+ steps\. Raise steps if it should have more\. What is to go on for ever belongs into a daemon\.\n/,
      );
    }
  });

  it("is counted in the report where failures are gathered", () => {
    expect(explore(hopeless, { strategy: "random", steps: 30, schedules: 5, collect: true })).toMatchObject({
      schedules: 5,
      truncated: 5,
      failing: 5,
      failures: [{ kind: "livelock" }],
    });
  });

  it("is told apart from one of a program that just has many steps", () => {
    const long = (): Program =>
      function* () {
        for (let i = 0; i < 50; i++) yield* pass();
      };
    // A fair strategy takes the limit at its word.
    expect(() => explore(long, { strategy: "random", steps: 40 })).toThrow(/after 40 steps\. Raise steps/);
    expect(explore(long, { strategy: "exhaustive", steps: 40 })).toMatchObject({ truncated: 1, complete: false });
    expect(explore(long, { strategy: "exhaustive", steps: 60 })).toMatchObject({ truncated: 0, complete: true });
  });

  it("fails as it does where something is wrong at the end that it comes to then", () => {
    const setup = (): ExploreScene => ({
      ...spinning(),
      check: () => {
        throw new Error("wrong all the same");
      },
    });
    const failure = failureOf(setup, { strategy: "exhaustive", steps: 30 });
    expect(failure).toMatchObject({ kind: "check" });
    expect(failure.message).toContain("wrong all the same");
    expect(() => replay(setup, failure.token)).toThrow("wrong all the same");
  });

  it("finds its way to the end by a random walk of the seed", () => {
    const depth = (seed: number): number =>
      explore(spinning, { strategy: "dpor", steps: 30, schedules: 1, seed }).depth;
    expect(depth(1)).toBe(depth(1));
    expect(new Set([1, 2, 3, 4, 5, 6].map(depth)).size).toBeGreaterThan(1);
  });

  it("is a livelock in rounds that a random walk would find its way out of, and is one again where it is replayed", () => {
    const corridor = (): ExploreScene => {
      const wants = [cell(false), cell(false)];
      function* walker(me: number): Generator<unknown, void> {
        for (let other = true; other;) {
          wants[me]!.value = true;
          yield;
          other = wants[1 - me]!.value;
          yield;
          wants[me]!.value = false;
          yield;
        }
      }
      return { tasks: [() => walker(0), () => walker(1)] };
    };
    const { kind, token } = failureOf(corridor, { strategy: "roundRobin", steps: 60 });
    expect([kind, token]).toEqual(["livelock", expect.stringMatching(/^r1:-:60l..:o0$/)]);
    expect(failureOf(corridor, { strategy: "replay", token }).kind).toBe("livelock");
    expect(() => replay(corridor, token)).toThrow(/^livelock: It has not come to an end after 60 steps/);
  });

  it("is a livelock where time goes on but nothing else does", () => {
    const polls = (): Program =>
      function* () {
        for (;;) yield* sleep(10);
      };
    expect(failureOf(() => ({ tasks: [polls()] }), { strategy: "dpor", steps: 40 }).kind).toBe("livelock");
  });

  it("proves nothing to the portfolio", () => {
    expect(explore(spinning, { steps: 30, schedules: 200 })).toMatchObject({ schedules: 200, complete: false });
  });
});
