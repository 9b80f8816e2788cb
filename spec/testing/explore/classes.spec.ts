import fc from "fast-check";
import { all, join, race, scope, spawn } from "rondo";
import { cell, explore, failures, type ExploreOptions, type ExploreSetup } from "rondo/testing";
import { smallPrograms } from "./programs/arbitrary.js";
import { compile } from "./programs/compile.js";

const RUNS = Number(process.env["RONDO_PROGRAMS"] ?? 60);
/** Programs with more schedules are left out. */
const MOST = 400;

/** The classes that all schedules fall into, and the schedules that the reduced search runs; `undefined` where there are too many. */
function counted(setup: ExploreSetup, options: ExploreOptions): { classes: number; runs: number } | undefined {
  const common = { ...options, collect: true, shrink: false, steps: 300 } as const;
  let schedules = 0;
  const few = { progressMs: 0, onProgress: () => ++schedules < MOST };
  const whole = explore(setup, { ...common, ...few, strategy: "exhaustive", classes: true });
  if (!whole.complete) return undefined;
  return { classes: whole.classes!, runs: explore(setup, { ...common, strategy: "dpor" }).schedules };
}

describe("the classes that an exhaustive search counts", () => {
  test.each(["quiescent", "any", "free"] as const)("are as many as dpor has runs, for random programs: %s", (time) => {
    let compared = 0;
    fc.assert(
      fc.property(smallPrograms, (program) => {
        const count = counted(() => compile(program), { time });
        if (count === undefined) return;
        compared++;
        expect(count.runs).toBe(count.classes);
      }),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });

  test("are at least as many as dpor has runs, where tasks may be cancelled", () => {
    fc.assert(
      fc.property(smallPrograms, (program) => {
        const count = counted(() => compile(program), { cancelAnywhere: true });
        if (count !== undefined) expect(count.runs).toBeLessThanOrEqual(count.classes);
      }),
      { numRuns: RUNS },
    );
  });

  function* child(): Generator<unknown, void> {
    const own = cell(0);
    own.value++;
    yield;
    own.value++;
  }
  const children = [child, child, child];
  test.each<[string, ExploreSetup]>([
    [
      "joins them",
      function* main() {
        const tasks = [];
        for (const program of children) tasks.push(yield* spawn(program));
        for (const task of tasks) yield* join(task);
      },
    ],
    [
      "leaves them to the end of its body",
      function* main() {
        for (const program of children) yield* spawn(program);
      },
    ],
    [
      "spawns them in a scope",
      function* main() {
        yield* scope(function* () {
          for (const program of children) yield* spawn(program);
        });
      },
    ],
    [
      "waits for all",
      function* main() {
        yield* all(children);
      },
    ],
  ])("are one, where a task that has independent children %s", (_, setup) => {
    const { classes, schedules } = explore(setup, { strategy: "exhaustive", classes: true });
    expect([classes, schedules > 500]).toEqual([1, true]);
  });

  test("tell apart which branch of a race comes first", () => {
    const setup: ExploreSetup = () =>
      function* main() {
        yield* race([child, child]);
      };
    expect(counted(setup, {})).toEqual({ classes: 12, runs: 12 });
  });

  test("tell apart what went wrong, also where that is no step of its own", () => {
    const setup: ExploreSetup = () =>
      function* main() {
        yield failures("disk");
      };
    const options = { collect: true, classes: true } as const;
    expect(explore(setup, { ...options, strategy: "exhaustive" })).toMatchObject({ schedules: 2, classes: 2 });
    expect(explore(setup, { ...options, strategy: "random", schedules: 50 })).toMatchObject({ traces: 2, classes: 2 });
  });
});
