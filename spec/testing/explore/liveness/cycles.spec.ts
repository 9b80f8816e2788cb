import { Mutex, pass, sleep, type Program } from "../../../../lib/index.js";
import { cell, explore, replay } from "../../../../lib/testing/index.js";
import type { ExploreScene, StrategyName } from "../../../../lib/testing/index.js";
import { failureOf } from "../../../support/explored.js";

/** Two that want the same, see that the other does, and step back: nobody gets it as long as they keep step. */
function polite(): ExploreScene {
  const wants = [cell(false), cell(false)];
  const at = [cell(""), cell("")];
  const walker = (me: number): Program =>
    function* () {
      for (;;) {
        wants[me]!.value = true;
        at[me]!.value = "wants";
        yield* pass();
        at[me]!.value = wants[1 - me]!.value ? "yields" : "takes";
        yield* pass();
        if (at[me]!.value === "takes") break;
        wants[me]!.value = false;
        at[me]!.value = "rests";
        yield* pass();
      }
      wants[me]!.value = false;
    };
  return {
    tasks: [walker(0), walker(1)],
    fingerprint: () => [wants.map(({ value }) => value), at.map(({ value }) => value)],
  };
}

/** One waits until the other has opened. */
function spinning(): ExploreScene {
  const isOpen = cell(false);
  const at = cell(0);
  return {
    tasks: [
      function* waits() {
        while (!isOpen.value) yield* pass();
      },
      function* opens() {
        at.value = 1;
        yield* pass();
        at.value = 2;
        isOpen.value = true;
      },
    ],
    fingerprint: () => [isOpen.value, at.value],
  };
}

describe("a cycle of states that are the same by their fingerprint", () => {
  it.each<StrategyName>(["exhaustive", "roundRobin", "random", "portfolio"])(
    "is a livelock where all that can go on do, though another schedule leaves it: %s",
    (strategy) => {
      const failure = failureOf(polite, { strategy });
      expect(failure.kind).toBe("livelock");
      expect(failure.schedule.length).toBeLessThan(60);
      expect(failure.message).toMatch(/After \d+ steps, and again after \d+, the program is in the same state/);
    },
  );

  it("is shown step by step", () => {
    const failure = failureOf(polite, { strategy: "roundRobin" });
    expect(failure.message).toContain("After 2 steps, and again after 8,");
    expect(failure.message).toContain(
      "go round for ever: anonymous 1, anonymous 2, anonymous 1, anonymous 2, anonymous 1, anonymous 2.",
    );
    expect(failure.schedule).toEqual(["1", "2", "1", "2", "1", "2", "1", "2"]);
  });

  it("comes again when its token is replayed", () => {
    for (const strategy of ["exhaustive", "random"] as const) {
      const { token } = failureOf(polite, { strategy });
      expect(() => replay(polite, token)).toThrow(/in the same state/);
    }
  });

  it.each<StrategyName>(["dpor", "random", "pct"])(
    "is none where one that can go on all the time never does: %s",
    (strategy) => {
      expect(explore(spinning, { strategy, steps: 40, schedules: 100 }).failing).toBe(0);
    },
  );

  it("is not gone round again where all schedules are tried: they come to an end", () => {
    const report = explore(spinning, { strategy: "exhaustive" });
    expect(report).toMatchObject({ complete: true, truncated: 0, failing: 0 });
    // Opened at once, or after one round; more rounds are more of the same.
    expect(report.schedules).toBeLessThan(20);
    expect(report.blocked).toBeGreaterThan(0);
    expect(explore(spinning, { strategy: "exhaustive", deepen: true }).complete).toBe(true);
    expect(explore(spinning).complete).toBe(true);
  });

  it("is gone round as often as it takes to let all on that can go on", () => {
    // Each loop by itself is unfair: only both of them together show that nobody will ever get anywhere.
    const setup = (): ExploreScene => {
      const spins: Program = function* () {
        for (;;) yield* pass();
      };
      return { tasks: [spins, spins, spins], fingerprint: () => 0 };
    };
    const failure = failureOf(setup, { strategy: "exhaustive" });
    expect(failure.kind).toBe("livelock");
    expect(new Set(failure.schedule)).toEqual(new Set(["1", "2", "3"]));
  });

  it("finds what is wrong in a program that spins", () => {
    const setup = (): ExploreScene => {
      const { tasks, fingerprint } = spinning();
      const lost = cell(0);
      const adds: Program = function* () {
        const before = lost.value;
        yield* pass();
        lost.value = before + 1;
      };
      return {
        tasks: [...tasks, adds, adds],
        fingerprint: () => [fingerprint!(), lost.value],
        check: () => {
          if (lost.value !== 2) throw new Error("lost");
        },
      };
    };
    expect(() => explore(setup, { strategy: "exhaustive" })).toThrow("lost");
  });

  it("is one where the one that is left out cannot always go on", () => {
    // The third waits for a lock that the two hand to each other, and asks again as soon as it has lost.
    const setup = (): ExploreScene => {
      const turn = cell(0);
      const ping = (me: number): Program =>
        function* () {
          for (;;) {
            if (turn.value === me) turn.value = 1 - me;
            yield* pass();
          }
        };
      return { tasks: [ping(0), ping(1)], fingerprint: () => turn.value };
    };
    expect(failureOf(setup, { strategy: "roundRobin" }).kind).toBe("livelock");
  });

  it("is found in time that goes on: what counts is how long a timer has left", () => {
    const polls = (): ExploreScene => ({
      tasks: [
        function* () {
          for (;;) yield* sleep(10);
        },
      ],
      fingerprint: () => 0,
    });
    for (const time of ["quiescent", "any", "free"] as const) {
      expect(failureOf(polls, { strategy: "roundRobin", time }).message).toContain("in the same state");
    }
  });

  it("sees by itself what each task waits for, and its mailbox", () => {
    const setup = (): ExploreScene => {
      const mutex = new Mutex();
      const worker = function* () {
        for (let i = 0; i < 3; i++) {
          const guard = yield* mutex.lock();
          yield* pass();
          guard[Symbol.dispose]();
        }
      };
      return { tasks: [worker, worker], fingerprint: () => "all the same" };
    };
    expect(explore(setup, { strategy: "random", schedules: 200 }).failing).toBe(0);
  });

  it("is not believed where the fingerprint leaves out what decides how it goes on", () => {
    const forgetful = (): ExploreScene => {
      const task: Program = function* () {
        for (let i = 0; i < 5000; i++) yield* pass();
      };
      return { tasks: [task], fingerprint: () => 0 };
    };
    expect(explore(forgetful, { strategy: "roundRobin" })).toMatchObject({ failing: 0, truncated: 0 });
  });

  it("is not believed where its choices lead to another state later on, though to no end", () => {
    const setup = (): ExploreScene => {
      const phase = cell(0);
      const task: Program = function* () {
        for (let i = 0; i < 80; i++) {
          phase.value = Math.floor(i / 10);
          yield* pass();
        }
      };
      return { tasks: [task], fingerprint: () => phase.value };
    };
    expect(failureOf(setup, { strategy: "roundRobin", steps: 50 }).message).toContain(
      "not come to an end after 50 steps",
    );
  });

  it("proves nothing where the fingerprint turned out to leave something out", () => {
    const forgetful = (): ExploreScene => {
      const task: Program = function* () {
        for (let i = 0; i < 4; i++) yield* pass();
      };
      return { tasks: [task, task], fingerprint: () => 0 };
    };
    expect(explore(forgetful, { strategy: "exhaustive" }).complete).toBe(false);
    expect(explore(() => ({ tasks: forgetful().tasks }), { strategy: "exhaustive" }).complete).toBe(true);
  });

  it("is a failure of liveness where something has still to come", () => {
    const setup = (): ExploreScene => ({ ...polite(), eventually: () => false });
    const failure = failureOf(setup, { strategy: "roundRobin" });
    expect(failure.kind).toBe("liveness");
    expect(failure.message).toContain("never so");
    expect(failure.message).toContain("in the same state");
  });

  it("is looked for only where there is a fingerprint", () => {
    const setup = (): ExploreScene => ({ tasks: polite().tasks });
    expect(failureOf(setup, { strategy: "roundRobin", steps: 50 }).message).toContain("after 50 steps");
  });

  it("makes no difference to what is explored", () => {
    const setup = (isWatched: boolean) => (): ExploreScene => {
      const { tasks, fingerprint } = polite();
      const limited = { tasks: [tasks[0]!, function* () {} as Program] };
      return isWatched ? { ...limited, fingerprint: fingerprint! } : limited;
    };
    const without = explore(setup(false), { strategy: "dpor" });
    const withIt = explore(setup(true), { strategy: "dpor" });
    expect({ ...withIt, ms: 0 }).toEqual({ ...without, ms: 0 });
  });
});
