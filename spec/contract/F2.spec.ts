import { join, run, Scheduler, shield, sleep, spawn, spawnWith, type Task } from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let error: Error;

beforeEach(() => {
  error = new Error("the first");
});

describe("F2 an error that leaves a child makes its scope fail", () => {
  it("everything inside is unwound, youngest child first, then the body; then the scope throws that very error", () => {
    const log: string[] = [];
    const thrown = thrownBy(() =>
      run(function* () {
        try {
          yield* spawn(lingers, log, "elder");
          yield* spawn(fails, error);
          yield* spawn(lingers, log, "younger");
          yield* sleep(100);
        } finally {
          log.push("body leaves");
        }
      }),
    );
    expect(thrown).toBe(error);
    expect(log).toEqual(["younger leaves", "younger is gone", "elder leaves", "elder is gone", "body leaves"]);
  });

  it("goes up through every scope around it as the same object", () => {
    const seen: string[] = [];
    const scheduler = new Scheduler();
    scheduler.on("end", (task) => seen.push(`${task.id} ${task.state} ${String(task.error === error)}`));
    scheduler.spawn(function* () {
      yield* spawn(function* () {
        yield* shield(function* () {
          yield* spawn(fails, error);
        });
      });
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(seen).toEqual(["1.1.1 failed true", "1.1 failed true", "1 failed true"]);
  });

  it("fails a scope whose body has ended and that waits for its children", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "sibling");
      yield* spawn(fails, error);
      return "a result";
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(log).toEqual(["sibling leaves", "sibling is gone"]);
    expect([parent.state, parent.result, parent.error]).toEqual(["failed", undefined, error]);
  });

  it("is caught around the scope", () => {
    const caught = run(function* () {
      try {
        yield* shield(function* () {
          yield* spawn(fails, error);
          yield* sleep(100);
        });
      } catch (thrown) {
        yield* sleep(1);
        return thrown;
      }
      return "nothing was caught";
    });
    expect(caught).toBe(error);
  });

  it("tears down no scope but the one into which the child was born", () => {
    const log: string[] = [];
    run(function* () {
      yield* spawn(stays, log, "child of the body");
      try {
        yield* shield(function* () {
          yield* spawn(fails, error);
        });
      } catch {
        log.push("caught");
      }
    });
    expect(log).toEqual(["caught", "child of the body stayed", "child of the body leaves"]);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a string", "no"],
    ["NaN", NaN],
  ])("is any value: %s, for instance", (_what, value) => {
    const scheduler = new Scheduler();
    const errors: unknown[] = [];
    scheduler.on("error", (thrown) => errors.push(thrown));
    const parent = scheduler.spawn(function* () {
      yield* spawn(fails, value);
    });
    scheduler.run();
    expect([errors, parent.state, parent.error]).toEqual([[value], "failed", value]);
  });
});

describe("F2 an error that leaves the body", () => {
  it("unwinds the children, and is thrown when they are gone", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "elder");
      yield* spawn(lingers, log, "younger");
      yield* sleep(5);
      throw error;
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(log).toEqual(["younger leaves", "younger is gone", "elder leaves", "elder is gone"]);
    expect([parent.state, scheduler.now]).toEqual(["failed", 7]);
  });

  it("has passed its own catch and finally blocks before, which are ordinary code and may wait", () => {
    const log: string[] = [];
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(stays, log, "child");
        try {
          throw error;
        } finally {
          yield* sleep(1);
          log.push("finally");
        }
      }),
    );
    expect([thrown, log]).toEqual([error, ["finally", "child leaves"]]);
  });
});

describe("F2 a wait inside a failing scope", () => {
  it.each<[string, (task: Task) => Iterable<unknown, unknown, unknown>]>([
    ["a sleep", () => sleep(100)],
    ["a join of the failed child", (task) => join(task)],
  ])("is withdrawn: %s; no catch around it sees the error", (_what, wait) => {
    const log: string[] = [];
    const thrown = thrownBy(() =>
      run(function* () {
        const child = yield* spawn(fails, error);
        try {
          yield* wait(child);
        } catch {
          log.push("caught");
        } finally {
          log.push("finally");
        }
        log.push("went on");
      }),
    );
    expect([thrown, log]).toEqual([error, ["finally"]]);
  });

  it("answers the join of a supervised child, around which a catch sees the error", () => {
    const caught = run(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, error);
      try {
        return yield* child;
      } catch (thrown) {
        return thrown;
      }
    });
    expect(caught).toBe(error);
  });
});
