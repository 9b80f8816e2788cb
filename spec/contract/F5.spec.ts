import { readFileSync } from "node:fs";
import {
  call,
  ensure,
  explain,
  join,
  receive,
  run,
  Scheduler,
  send,
  sleep,
  spawn,
  spawnWith,
  suppressed,
  type Program,
} from "rondo";
import { fails, leavesWith } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

class OutOfStock extends RangeError {
  readonly item = "nails";
}

/** What a task three levels deep throws, as it comes out of `run`. */
function throughThreeTasks(value: unknown): unknown {
  return thrownBy(() =>
    run(function* main() {
      yield* spawn(function* middle() {
        yield* spawn(function* inner() {
          yield* sleep(1);
          throw value;
        });
      });
    }),
  );
}

describe("F5 an error that crosses task boundaries", () => {
  it("keeps its identity, class, message, own fields and stack", () => {
    const error = new OutOfStock("out of stock");
    const { stack } = error;
    const thrown = throughThreeTasks(error);
    expect(thrown).toBe(error);
    expect(thrown).toBeInstanceOf(OutOfStock);
    expect(Object.entries(error)).toEqual([["item", "nails"]]);
    expect([error.message, error.stack]).toEqual(["out of stock", stack]);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["zero", 0],
    ["NaN", NaN],
    ["a string", "no"],
    ["a bigint", 7n],
    ["a symbol", Symbol("no")],
    ["a function", () => {}],
    ["a plain object", { code: 404 }],
    ["a frozen object", Object.freeze({ code: 404 })],
    ["a frozen error", Object.freeze(new Error("frozen"))],
    ["an object without prototype", Object.create(null)],
    ["a generator", (function* () {})()],
    ["a promise that never settles", new Promise(() => {})],
  ])("is the same where it is %s", (_what, value) => {
    expect(throughThreeTasks(value)).toBe(value);
    expect(explain(value)).toContain("in inner 1.1.1 < middle 1.1 < main 1");
  });

  it("is the same at a join", () => {
    const error = Object.freeze(new OutOfStock("out"));
    const caught = run(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, error);
      try {
        yield* join(child);
        return undefined;
      } catch (thrown) {
        return thrown;
      }
    });
    expect(caught).toBe(error);
  });

  it("has none of its code called on its way, nor its message by explain", () => {
    const calls: string[] = [];
    const trap = new Proxy(
      {},
      {
        get: (_target, key) => void calls.push(`get ${String(key)}`),
        has: () => calls.push("has") < 0,
        getPrototypeOf: () => (calls.push("getPrototypeOf"), null),
        ownKeys: () => (calls.push("ownKeys"), []),
      },
    );
    expect(throughThreeTasks(trap) === trap).toBe(true);
    const witty = new Error("witty");
    Object.defineProperty(witty, "message", { get: () => calls.push("message") });
    explain(throughThreeTasks(witty));
    expect(calls).toEqual([]);
  });
});

describe("F5 explain", () => {
  function* counter(): Generator<unknown, never> {
    yield* receive();
    throw new RangeError("out of stock");
  }

  it("adds the task's path, what it was waiting for, and which program spawned it", () => {
    const error = thrownBy(() =>
      run(function* main() {
        yield* spawn(sleep1);
        const child = yield* spawn(counter);
        yield* send(child, "go");
      }),
    );
    expect(explain(error)).toBe(
      [
        "RangeError: out of stock",
        "  in counter 1.2 < main 1",
        "  last waited for receive()",
        "  spawned by main",
      ].join("\n"),
    );
  });

  it("says nothing of a wait where there was none, and of a parent where there is none", () => {
    const error = thrownBy(() => {
      run(function* main() {
        throw new Error("at once");
      });
    });
    expect(explain(error)).toBe("Error: at once\n  in main 1");
  });

  it("names the innermost task, whatever tasks the error leaves afterwards", () => {
    const error = throughThreeTasks(new Error("deep"));
    expect(explain(error)).toContain(
      "  in inner 1.1.1 < middle 1.1 < main 1\n  last waited for sleep(1)\n  spawned by middle",
    );
  });

  it("names that task still where a root that failed is joined later", () => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const failed = scheduler.spawn(function* first() {
      yield* send(yield* spawn(counter), "go");
    });
    scheduler.run();
    const joiner = scheduler.spawn(function* second() {
      yield* failed;
    });
    scheduler.run();
    expect(explain(joiner.error)).toContain("  in counter 1.1 < first 1\n");
  });

  it("names the task that threw the same error latest, where a root had failed with it before", () => {
    const error = Object.freeze(new Error("shared"));
    const lines: string[] = [];
    const scheduler = new Scheduler();
    scheduler.on("error", (heard) => lines.push(explain(heard)));
    for (const name of ["first", "second"]) scheduler.spawnWith({ name }, fails, error);
    scheduler.run();
    expect(lines.map((line) => line.split("\n")[1])).toEqual(["  in first 1", "  in second 2"]);
  });

  it("uses the names that spawnWith gives", () => {
    const error = thrownBy(() =>
      run(function* main() {
        yield* spawnWith({ name: "parent" }, function* () {
          yield* spawnWith({ name: "child" }, fails, new Error("named"));
        });
      }),
    );
    expect(explain(error)).toContain(
      "  in child 1.1.1 < parent 1.1 < main 1\n  last waited for sleep(1)\n  spawned by parent",
    );
  });

  it("adds the errors that are suppressed, each with what is known of it", () => {
    const error = thrownBy(() =>
      run(function* main() {
        yield* spawn(leavesWith, new TypeError("of the teardown"));
        yield* spawn(fails, new Error("first"));
      }),
    );
    expect(suppressed(error)).toHaveLength(1);
    expect(explain(error)).toBe(
      [
        "Error: first",
        "  in fails 1.2 < main 1",
        "  last waited for sleep(1)",
        "  spawned by main",
        "  suppressed: TypeError: of the teardown",
        "    in leavesWith 1.1 < main 1",
        "    last waited for sleep(1000)",
        "    spawned by main",
      ].join("\n"),
    );
  });

  it("shows any value, also one that no task has thrown, and long messages in full", () => {
    const long = "x".repeat(500);
    const shown = [new Error(long), "no", undefined, { code: 404 }].map((value) => explain(value));
    expect(shown[0]).toBe(`Error: ${long}`);
    expect(shown[1]).toContain('"no"');
    expect(shown[2]).toContain("undefined");
    expect(shown[3]).toContain("{ code: 404 }");
  });

  it("tells apart the tasks that throw the same primitive, one after the other", () => {
    const lines: string[] = [];
    const scheduler = new Scheduler();
    scheduler.on("error", (error) => lines.push(explain(error)));
    for (const name of ["first", "second"]) scheduler.spawnWith({ name }, fails, "no");
    scheduler.run();
    expect(lines.map((line) => line.split("\n")[1])).toEqual(["  in first 1", "  in second 2"]);
  });
});

describe("F5 what is suppressed under an error", () => {
  it("is told of with the task in which it was thrown and what that had waited for, also where it is the same task", () => {
    const error = thrownBy(() =>
      run(function* main() {
        yield* ensure(
          () => fails(new Error("body")),
          function* () {
            yield* sleep(2);
            throw new Error("cleanup");
          },
        );
      }),
    );
    expect(explain(error).split("\n")).toEqual([
      "Error: body",
      "  in main 1",
      "  last waited for sleep(1)",
      "  suppressed: Error: cleanup",
      "    in main 1",
      "    last waited for sleep(2)",
    ]);
  });

  it("of a scope that was torn down is told of in the same way", () => {
    const scheduler = new Scheduler();
    const told: string[] = [];
    scheduler.on("error", (error) => told.push(explain(error)));
    const task = scheduler.spawn(function* main() {
      try {
        yield* call(leavesWith, new Error("inner"));
      } finally {
        yield* sleep(3);
        throw new Error("outer");
      }
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect(told[0]?.split("\n")).toEqual([
      "Error: inner",
      "  in main 1",
      expect.stringMatching(/^ {2}last waited for /),
      "  suppressed: Error: outer",
      "    in main 1",
      "    last waited for sleep(3)",
    ]);
  });
});

describe("F5 the source line of the spawn", () => {
  const program: Program = function* main() {
    yield* spawn(fails, new Error("sited")); // the spawn
  };

  /** The line of this file in which the spawn above stands. */
  function lineOfSpawn(): number {
    const source = readFileSync(__filename, "utf8");
    return source.split("\n").findIndex((line) => line.includes("// the spawn")) + 1;
  }

  it("is shown with { sites: true }", () => {
    const error = thrownBy(() => run(program, { sites: true }));
    const line = explain(error)
      .split("\n")
      .find((each) => each.startsWith("  spawned at "));
    expect(line).toMatch(new RegExp(`^  spawned at (?!at ).*F5\\.spec\\.ts:${String(lineOfSpawn())}:`));
  });

  it("is not shown without", () => {
    expect(explain(thrownBy(() => run(program)))).not.toContain("spawned at");
  });

  it("comes with the line of the cancellation, where the task failed while it was cancelled", () => {
    const scheduler = new Scheduler({ sites: true });
    const task = scheduler.spawn(leavesWith, new Error("in cleanup"));
    scheduler.step();
    task.cancel();
    expect(explain(thrownBy(() => scheduler.run()))).toMatch(/\n {2}cancelled at (?!at ).*F5\.spec\.ts:\d+:/);
  });

  /** The source line after \`cancelled at\` in what is told of the first error; \`undefined\` where there is none. */
  const cancelledAt = (error: unknown): string | undefined => /cancelled at (.*)/.exec(explain(error))?.[1];

  it("is that of the wider cancellation, where a child goes with its parent", () => {
    const scheduler = new Scheduler({ sites: true });
    const parent = scheduler.spawn(function* () {
      yield* spawn(leavesWith, new Error("of the child"));
      yield* sleep(1000);
    });
    scheduler.advance(1);
    parent.cancel();
    expect(cancelledAt(thrownBy(() => scheduler.run()))).toMatch(/F5\.spec\.ts:\d+:/);
  });

  it("is that of the call which closes the scheduler", () => {
    const scheduler = new Scheduler({ sites: true });
    scheduler.spawn(leavesWith, new Error("in cleanup"));
    scheduler.advance(1);
    expect(cancelledAt(thrownBy(() => scheduler.close()))).toMatch(/F5\.spec\.ts:\d+:/);
  });

  it("is not shown where nobody has cancelled: a sibling has failed, or the run was over", () => {
    const late = new Error("of the sibling");
    const error = thrownBy(() =>
      run(
        function* () {
          yield* spawn(leavesWith, late);
          yield* spawn(fails, new Error("the first"));
        },
        { sites: true },
      ),
    );
    expect([suppressed(error), cancelledAt(error), cancelledAt(late)]).toEqual([[late], undefined, undefined]);
    const daemon = thrownBy(() =>
      run(
        function* () {
          yield* spawnWith({ daemon: true }, leavesWith, new Error("of the daemon"));
          yield* sleep(1);
        },
        { sites: true },
      ),
    );
    expect(cancelledAt(daemon)).toBeUndefined();
  });
});

function* sleep1(): Generator<unknown, void> {
  yield* sleep(1);
}
