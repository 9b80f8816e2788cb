import { Mutex, receive, send, sleep, spawn } from "rondo";
import {
  cell,
  explore,
  failures,
  network,
  replay,
  ScheduleFailure,
  tracked,
  type ExploreOptions,
  type ExploreScene,
  type NetworkOptions,
} from "rondo/testing";
import { failureOf } from "../../../support/explored.js";

/** Two tasks that need one lock; the first may be struck while it holds it. */
function holders(givesBack: boolean): ExploreScene {
  const mutex = new Mutex();
  return {
    tasks: [
      function* worker() {
        const guard = yield* mutex.lock();
        if (!givesBack) {
          yield;
          guard.release();
          return;
        }
        try {
          yield;
        } finally {
          guard.release();
        }
      },
      function* other() {
        const guard = yield* mutex.lock();
        guard.release();
      },
    ],
  };
}

const STRATEGIES = ["exhaustive", "dpor", "dpor-source", "portfolio"] as const;

describe.each(STRATEGIES)("cancelAnywhere and interruptAnywhere with %s", (strategy) => {
  it.each(["cancelAnywhere", "interruptAnywhere"] as const)("find a lock that is lost with its holder: %s", (which) => {
    const failure = failureOf(() => holders(false), { strategy, [which]: true });
    expect(failure.kind).toBe("error");
    expect(failure.message).toContain("LockAbandonedError");
    expect(() => replay(() => holders(false), failure.token)).toThrow(failure.message);
  });

  it.each(["cancelAnywhere", "interruptAnywhere"] as const)(
    "find nothing where a finally gives it back: %s",
    (which) => {
      const report = explore(() => holders(true), { strategy, [which]: true, schedules: 300 });
      expect(report.failing).toBe(0);
    },
  );
});

it("strikes each task before each of its turns once, and the search is complete", () => {
  const struck = new Set<string>();
  const setup = (): ExploreScene => ({
    tasks: [
      function* first() {
        yield;
        yield* spawn(function* child() {
          yield;
        });
      },
    ],
    check: ({ faults }) => void struck.add(faults.join()),
  });
  const report = explore(setup, { strategy: "dpor", cancelAnywhere: true });
  expect(report.complete).toBe(true);
  expect([...struck].sort()).toEqual(
    ["", "cancel 1 0", "cancel 1 1", "cancel 1 2", "cancel 1 3", "cancel 1.1 0", "cancel 1.1 1"].sort(),
  );
});

it("finds a cancellation in the middle of a sleep, at an instant at which another task does something", () => {
  const setup = (): ExploreScene => {
    const heard = cell("");
    return {
      tasks: [
        function* sleeper() {
          try {
            yield* sleep(10);
          } finally {
            heard.value += "!";
          }
        },
        function* other() {
          yield* sleep(5);
          heard.value = "five";
        },
      ],
      check: ({ faults }) => expect([heard.value, faults.length]).not.toEqual(["five!", 1]),
    };
  };
  for (const strategy of ["exhaustive", "dpor"] as const) {
    expect(failureOf(setup, { strategy, cancelAnywhere: true }).kind).toBe("check");
    expect(explore(setup, { strategy })).toMatchObject({ complete: true, failing: 0 });
  }
});

it("comes under reduction to as many classes as the exhaustive search, with every fault", () => {
  const setup = (): ExploreScene => {
    const shared = cell(0);
    const add = function* (): Generator<unknown, void> {
      const before = shared.value;
      yield* sleep(1);
      shared.value = before + 1;
    };
    return { tasks: [add, add] };
  };
  for (const time of ["quiescent", "any", "free"] as const) {
    const all = explore(setup, { strategy: "exhaustive", cancelAnywhere: true, classes: true, time });
    const reduced = explore(setup, { strategy: "dpor", cancelAnywhere: true, classes: true, time });
    expect(reduced).toMatchObject({ complete: true, classes: all.classes! });
  }
});

describe("crashAnywhere", () => {
  /** Counts twice; a crash in between leaves it odd. */
  const halfDone = (): ExploreScene => {
    const count = cell(0);
    return {
      tasks: [
        function* () {
          count.value++;
          yield;
          count.value++;
        },
      ],
      check: () => expect(count.value % 2).toBe(0),
    };
  };

  it("ends a task without any cleanup and begins it again", () => {
    const failure = failureOf(halfDone, { strategy: "dpor", crashAnywhere: true });
    expect(failure.kind).toBe("check");
    expect(failure.schedule).toEqual(["1", "crash 1 1", "2", "2"]);
    expect(() => replay(halfDone, failure.token)).toThrow(ScheduleFailure);
  });

  it("does not begin it again where restart is false", () => {
    const failure = failureOf(halfDone, { strategy: "dpor", crashAnywhere: { restart: false } });
    expect(failure.schedule).toEqual(["1", "crash 1 1"]);
  });

  it("runs no finally of the task", () => {
    const cleaned = cell(false);
    const setup = (): ExploreScene => {
      const own = cell(false);
      return {
        tasks: [
          function* () {
            try {
              yield;
            } finally {
              own.value = true;
            }
          },
        ],
        check: ({ faults }) => {
          if (faults.includes("crash 1 1")) cleaned.value ||= own.value;
        },
      };
    };
    explore(setup, { strategy: "dpor", crashAnywhere: { restart: false } });
    expect(cleaned.value).toBe(false);
  });
});

describe("failures", () => {
  const saves = (times: number) => (): ExploreScene => {
    const failed = cell(0);
    return {
      tasks: [
        function* save() {
          for (let i = 0; i < times; i++) {
            yield;
            if (failures("disk full")) failed.value++;
          }
        },
      ],
      check: () => expect(failed.value).toBeLessThan(times),
    };
  };

  it("is true once in a schedule where one fault is allowed, at each place in turn", () => {
    const failure = failureOf(saves(1), { strategy: "dpor" });
    expect(failure.kind).toBe("check");
    expect(explore(saves(2), { strategy: "dpor" })).toMatchObject({ schedules: 3, complete: true, failing: 0 });
  });

  it("is true as often as faults allows", () => {
    expect(failureOf(saves(2), { strategy: "dpor", faults: 2 }).kind).toBe("check");
    expect(explore(saves(3), { strategy: "dpor", faults: 2 })).toMatchObject({ schedules: 7, failing: 0 });
  });

  it("is false everywhere where no fault is allowed, and outside of an exploration", () => {
    expect(explore(saves(1), { strategy: "dpor", faults: 0 })).toMatchObject({ schedules: 1, complete: true });
    expect(failures("disk full")).toBe(false);
  });

  it("refuses a name that is none", () => {
    expect(() => failures("")).toThrow('failures: "" is no name of a place.');
  });
});

describe("network", () => {
  const talk = (options: NetworkOptions) => (): ExploreScene => {
    const link = network<number>({ name: "link", ...options });
    const got = cell("");
    return {
      tasks: [
        function* sender() {
          yield* link.send(1);
          yield* link.send(2);
          link.close();
        },
        function* receiver() {
          for (let next = yield* link.next(); !next.done; next = yield* link.next()) got.value += String(next.value);
        },
      ],
      result: () => got.value,
    };
  };

  function resultsOf(options: NetworkOptions): string[] {
    const results = new Set<string>();
    const setup = (): ExploreScene => {
      const scene = talk(options)();
      return { ...scene, check: () => void results.add(String(scene.result?.())) };
    };
    expect(explore(setup, { strategy: "dpor" }).complete).toBe(true);
    return [...results].sort();
  }

  it("delivers everything once and in order where nothing may happen", () => {
    expect(resultsOf({})).toEqual(["12"]);
  });

  it("may lose any message, double any, and let one overtake the one before", () => {
    expect(resultsOf({ loss: true })).toEqual(["1", "12", "2"]);
    expect(resultsOf({ duplication: true })).toEqual(["112", "12", "122"]);
    expect(resultsOf({ reordering: true })).toEqual(["12", "21"]);
  });

  it("is a plain channel outside of an exploration", () => {
    const link = network<number>({ loss: true });
    expect(link.trySend(1)).toBe(true);
    expect(link.tryReceive()).toEqual({ value: 1 });
  });
});

it("lets tasks that only hear of a fault fail with that, and finds those that are left waiting", () => {
  const setup = (): ExploreScene => ({
    tasks: [
      function* main() {
        const child = yield* spawn(function* child() {
          yield* receive();
        });
        yield* send(child, "go");
        yield* child;
      },
    ],
  });
  // A join of a cancelled child fails with a CancelledError: that is no fault of the program.
  expect(explore(setup, { strategy: "dpor", cancelAnywhere: true })).toMatchObject({ complete: true, failing: 0 });
  const waiting = (): ExploreScene => {
    let other: Parameters<typeof send>[0] | undefined;
    return {
      tasks: [
        function* receiver() {
          other = yield* spawn(function* inner() {
            yield* receive();
          });
        },
        function* sender() {
          while (other === undefined) yield;
          yield* send(other, "go");
        },
      ],
    };
  };
  expect(failureOf(waiting, { strategy: "exhaustive", cancelAnywhere: true, steps: 40 }).kind).toMatch(
    /deadlock|livelock|error/,
  );
});

it.each([
  [{ faults: -1 }, "explore: faults: -1 is not a whole number from 0 up."],
  [{ crashAnywhere: "yes" as never }, 'explore: crashAnywhere: "yes" is not true, false or { restart: false }.'],
])("refuses options that make no sense: %j", (options, message) => {
  expect(() => explore(() => holders(true), options)).toThrow(message);
});

describe("the story of a failure", () => {
  it.each<[NetworkOptions, string]>([
    [{ loss: true }, "the message over link is lost; passes"],
    [{ duplication: true }, "the message over link comes twice; passes"],
    [{ reordering: true }, "the message over link overtakes the one before; passes"],
  ])("says what happened to a message, and in which step: %j", (options, words) => {
    const setup = (): ExploreScene => {
      const link = network<number>({ name: "link", ...options });
      const got: number[] = [];
      return {
        tasks: [
          function* sender() {
            yield* link.send(1);
            yield* link.send(2);
            link.close();
          },
          function* receiver() {
            for (let next = yield* link.next(); !next.done; next = yield* link.next()) got.push(next.value);
          },
        ],
        check: () => expect(got).toEqual([1, 2]),
      };
    };
    expect(failureOf(setup, { strategy: "dpor" }).message).toContain(`  sender 1    ${words}`);
  });

  it("says which point failed, and in which step", () => {
    const saved = function* save(): Generator<undefined, void> {
      yield;
      if (failures("disk full")) throw new Error("not saved");
    };
    expect(failureOf(() => ({ tasks: [saved] }), {}).message).toContain(
      `2  save 1  failures("disk full") is true; fails: Error`,
    );
  });
});

/** A parent of two children, which waits for their ends; and what is seen of them, for each fault. */
function outcomes(saying: readonly string[], options: ExploreOptions): object {
  const seen = new Set<string>();
  const { complete } = explore(() => {
    const log = tracked<string[]>([]);
    function* child(name: string) {
      yield;
      if (saying.includes(name)) log.push(name);
    }
    function* parent() {
      yield* spawn(child, "a");
      yield* spawn(child, "b");
      if (saying.includes("parent")) log.push("parent");
    }
    return { tasks: [parent], check: ({ faults }) => void seen.add(`${faults.join()}: ${log.join()}`) };
  }, options);
  return { complete, seen: [...seen].sort() };
}

describe.each(["cancelAnywhere", "interruptAnywhere", "crashAnywhere"] as const)(
  "a parent that waits for the ends of its children, with %s",
  (strikes) => {
    it.each([[[]], [["a", "b"]], [["a", "b", "parent"]]])(
      "comes to the same under a reduced search as under all schedules, where %p say something",
      (saying) => {
        const all = outcomes(saying, { strategy: "exhaustive", [strikes]: true });
        expect(all).toMatchObject({ complete: true });
        for (const strategy of ["dpor", "dpor-source"] as const) {
          expect(outcomes(saying, { strategy, [strikes]: true })).toEqual(all);
        }
      },
    );
  },
);
