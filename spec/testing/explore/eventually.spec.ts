import { Mutex, pass, sleep, type Program } from "../../../lib/index.js";
import { cell, eventually, explore, replay, ScheduleFailure } from "../../../lib/testing/index.js";
import type { ExploreScene, StrategyName } from "../../../lib/testing/index.js";
import { failureOf } from "../../support/explored.js";

/** b hears of a only if it asks after a has spoken. */
function missed(): ExploreScene {
  const spoken = cell(false);
  const heard = cell(false);
  eventually(() => heard.value);
  return {
    tasks: [
      function* a() {
        yield* pass();
        spoken.value = true;
      },
      function* b() {
        yield* pass();
        if (spoken.value) heard.value = true;
      },
    ],
  };
}

describe("eventually", () => {
  it.each<StrategyName>(["exhaustive", "dpor", "dpor-source", "random", "pct", "pos", "portfolio"])(
    "fails in a run that ends and in which the condition was never true: %s",
    (strategy) => {
      const failure = failureOf(missed, { strategy });
      expect(failure.kind).toBe("liveness");
      expect(failure.message).toMatch(
        /^liveness: What has to be so eventually was never so in 4 steps: \(\) => heard\.value/,
      );
      expect(() => replay(missed, failure.token)).toThrow(ScheduleFailure);
    },
  );

  it("holds where it is true once, even before the first step or after the last", () => {
    const flags = (): ExploreScene => {
      const up = cell(true);
      const end = cell(false);
      eventually(() => up.value);
      eventually(() => end.value);
      return {
        tasks: [
          function* () {
            up.value = false;
            yield* pass();
            end.value = true;
          },
        ],
      };
    };
    expect(explore(flags, { strategy: "dpor" })).toMatchObject({ complete: true, failing: 0 });
  });

  it("is not asked any more once it was true", () => {
    let asked = 0;
    explore(
      () => {
        eventually(() => ++asked === 2);
        return function* () {
          for (let i = 0; i < 5; i++) yield* pass();
        };
      },
      { strategy: "roundRobin" },
    );
    expect(asked).toBe(2);
  });

  it("takes an error for not yet", () => {
    const setup = (): ExploreScene => {
      const box: { inner?: { full: boolean } } = {};
      return {
        tasks: [
          function* () {
            yield* pass();
            box.inner = { full: true };
          },
        ],
        eventually: () => box.inner!.full,
      };
    };
    expect(explore(setup, { strategy: "exhaustive" }).failing).toBe(0);
  });

  it("fails in a fair run that goes on for ever, and not in one that is only unfair", () => {
    const setup = (helps: boolean) => (): ExploreScene => {
      const done = cell(false);
      return {
        tasks: [
          function* waits() {
            while (!done.value) yield* pass();
          },
          function* () {
            yield* pass();
            if (helps) done.value = true;
          },
        ],
        eventually: () => done.value,
      };
    };
    for (const strategy of ["exhaustive", "dpor", "random"] as const) {
      const failure = failureOf(setup(false), { strategy, steps: 30 });
      expect(failure.kind).toBe("liveness");
      expect(() => replay(setup(false), failure.token)).toThrow(/^liveness/);
      expect(explore(setup(true), { strategy, steps: 30, schedules: 50 }).failing).toBe(0);
    }
  });

  it("gives way to a deadlock, which says more", () => {
    const stuck = (): ExploreScene => {
      const mutex = new Mutex();
      eventually(() => false);
      return {
        tasks: [
          function* () {
            yield* mutex.lock();
            yield* mutex.lock();
          },
        ],
      };
    };
    expect(failureOf(stuck, { strategy: "roundRobin" }).kind).toMatch(/deadlock|error/);
  });

  it("is a look at the state that the reduction knows of", () => {
    // y alone is up at some time, unless it goes up and down while x is up: in one order of steps that touch different things.
    const setup = (): ExploreScene => {
      const [x, y] = [cell(0), cell(0)];
      const blinks = (one: typeof x): Program =>
        function* () {
          one.value = 1;
          yield* pass();
          one.value = 0;
        };
      return { tasks: [blinks(x), blinks(y)], eventually: () => x.value === 0 && y.value === 1 };
    };
    const all = explore(setup, { strategy: "exhaustive", collect: true });
    expect(all).toMatchObject({ schedules: 6, failing: 1 });
    for (const strategy of ["dpor", "dpor-source"] as const) {
      const failure = failureOf(setup, { strategy });
      expect(failure.kind).toBe("liveness");
    }
  });

  it("is the last to be heard of", () => {
    const setup = (): ExploreScene => ({
      tasks: [
        function* () {
          yield* sleep(1);
          throw new Error("worse");
        },
      ],
      eventually: () => false,
    });
    expect(failureOf(setup, { strategy: "roundRobin" })).toMatchObject({ kind: "error" });
  });

  it("shows a long condition in part", () => {
    const setup = (): ExploreScene => ({
      tasks: [
        function* () {
          yield* pass();
        },
      ],
      eventually: () =>
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].includes(11) ||
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].includes(12) ||
        Math.max(1, 2) > 3,
    });
    expect(failureOf(setup, { strategy: "roundRobin" }).message.split("\n")[0]!.length).toBeLessThan(180);
  });
});
