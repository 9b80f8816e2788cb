import { spawnSync } from "node:child_process";
import { everySchedule, ScheduleFailure, type TestFunction } from "rondo/testing";
import { install, type Installed } from "../../project/installed.js";
import { lostUpdate, wholeUpdate } from "../../support/explored.js";

everySchedule("everySchedule declares a test of this very runner", wholeUpdate);
everySchedule("everySchedule declares a test with options", wholeUpdate, { strategy: "dpor" });

/** Keeps the tests that are declared, instead of running them. */
function declared(): { readonly tests: [title: string, body: () => void][]; readonly test: TestFunction } {
  const tests: [string, () => void][] = [];
  return { tests, test: (title, body) => tests.push([title, body]) };
}

describe("everySchedule", () => {
  it("declares by the function that it is given, and explores when that runs the test", () => {
    const { tests, test } = declared();
    everySchedule("holds", wholeUpdate, { test });
    everySchedule("fails", lostUpdate, { test, strategy: "exhaustive" });
    expect(tests.map(([title]) => title)).toEqual(["holds", "fails"]);
    const [[, holds]] = tests as [[string, () => unknown]];
    expect(holds()).toBeUndefined();
    expect(() => tests[1]![1]()).toThrow(ScheduleFailure);
  });

  it("hands on the options", () => {
    const { tests, test } = declared();
    everySchedule("one", wholeUpdate, { test, schedules: 0 });
    expect(() => tests[0]![1]()).toThrow(new RangeError("explore: schedules: 0 is not a whole number from 1 up."));
  });

  it("refuses a setup and a test that are none when it is called", () => {
    expect(() => everySchedule("none", undefined as never)).toThrow(
      new TypeError(
        "everySchedule: the setup: undefined is not a function. Write a function that makes the program for each run: () => ({ tasks: [program, …] }).",
      ),
    );
    expect(() => everySchedule("none", wholeUpdate, { test: 5 as never })).toThrow(
      new TypeError("everySchedule: test: 5 is not a function."),
    );
  });

  it("says what to do where there is no global test, and takes it where there is one", () => {
    const globals = globalThis as { test?: unknown; it?: unknown };
    const own = { test: globals.test, it: globals.it };
    const { tests, test } = declared();
    try {
      delete globals.test;
      globals.it = test;
      everySchedule("by it", wholeUpdate);
      delete globals.it;
      expect(() => everySchedule("by none", wholeUpdate)).toThrow(/there is no global test or it here.*\{ test \}/);
    } finally {
      Object.assign(globals, own);
    }
    expect(tests.map(([title]) => title)).toEqual(["by it"]);
  });
});

describe("node:test", () => {
  let user: Installed;
  beforeAll(() => {
    user = install();
  }, 120_000);
  afterAll(() => user.remove());

  it("runs a test that everySchedule declares, and one that calls explore", () => {
    user.write(
      "account.test.mjs",
      `import { test } from "node:test";
       import { everySchedule, explore } from "rondo/testing";
       const setup = (lost) => () => {
         let balance = 0;
         function* deposit() { const before = balance; if (lost) yield; balance = before + 1; yield; }
         return { tasks: [deposit, deposit], check: () => { if (balance !== 2) throw new Error("lost"); } };
       };
       everySchedule("holds", setup(false), { test });
       everySchedule("loses", setup(true), { test });
       test("plainly", () => void explore(setup(false), { strategy: "exhaustive" }));`,
    );
    // Node tells a test file of another one by this variable, and then reports in a way for machines.
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, ["--test", "--test-reporter", "tap", "account.test.mjs"], {
      cwd: user.dir,
      encoding: "utf8",
      env,
    });
    expect(stdout.split("\n").flatMap((line) => /^ *((?:not )?ok \d+ - \w+)$/.exec(line)?.[1] ?? [])).toEqual([
      "ok 1 - holds",
      "not ok 2 - loses",
      "ok 3 - plainly",
    ]);
    expect(stdout).toContain("check: Error: lost");
  });
});
