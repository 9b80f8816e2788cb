import { call, cancel, ensure, now, run, Scheduler, self, shield, sleep, spawn, suppressed, timeout } from "rondo";
import { lingers } from "../support/actors.js";
import { cleansFor, does, sleeps } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("timeout inside timeout", () => {
  it.each([
    [5, 10, "inner", 5],
    [10, 5, "outer", 5],
    [7, 7, "outer", 7],
  ])("inner %i, outer %i: the %s one is thrown, where it stands", (inner, outer, which, at) => {
    const seen = run(function* () {
      try {
        yield* timeout(outer, function* () {
          try {
            yield* timeout(inner, () => sleeps(100));
          } catch (thrown) {
            return [(thrown as Error).name, "inner", now()];
          }
          return [];
        });
      } catch (thrown) {
        return [(thrown as Error).name, "outer", now()];
      }
      return ["TimeoutError", "inner", now()];
    });
    expect(seen).toEqual(["TimeoutError", which, at]);
  });

  it("takes the rest of the outer time where the inner one was caught", () => {
    const seen = run(function* () {
      return yield* timeout(
        10,
        function* () {
          yield* timeout(4, () => sleeps(100), { else: () => log.push(`inner at ${now()}`) });
          yield* sleep(100);
        },
        { else: () => `outer at ${now()}` },
      );
    });
    expect([log, seen]).toEqual([["inner at 4"], "outer at 10"]);
  });

  it("waits for the inner teardown where the outer time is up meanwhile, and then throws the outer error alone", () => {
    const seen = run(function* () {
      try {
        yield* timeout(6, function* () {
          try {
            yield* timeout(5, () => cleansFor(10));
          } catch {
            log.push("the inner one was caught");
          }
          log.push("went on");
        });
      } catch (thrown) {
        return [(thrown as Error).message.includes("timeout(6)"), suppressed(thrown), now()];
      }
      return "nothing was thrown";
    });
    expect([seen, log]).toEqual([[true, [], 15], []]);
  });
});

describe("timeout and a cancellation", () => {
  it("goes with its task, and leaves no timer", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => timeout(10, () => lingers(log, "body"))));
    scheduler.advance(3);
    task.cancel();
    scheduler.run();
    expect([log, task.state, scheduler.now, scheduler.leftovers()]).toEqual([
      ["body leaves", "body is gone"],
      "cancelled",
      4,
      [],
    ]);
  });

  it("drops its TimeoutError where its task is cancelled while the body is torn down", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* timeout(5, () => cleansFor(10), { else: () => log.push("else") });
      } catch (thrown) {
        log.push(`caught ${String(thrown)}`);
      }
      log.push("went on");
    });
    scheduler.advance(7);
    task.cancel();
    scheduler.run();
    expect([log, task.state, task.error, scheduler.now]).toEqual([[], "cancelled", undefined, 15]);
  });

  it("holds inside a shield and inside a cleanup, which nothing else can end", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* ensure(
        () => does(() => shield(() => limits("shield"))),
        () => limits("cleanup"),
      );
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["shield at 5", "cleanup at 10"], 10]);
  });

  it("does nothing for a task that cancels itself in the body: that is no time-out", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        yield* timeout(10, () => does(() => call(cancelsItself)), { else: () => log.push("else") });
      });
      yield* cancel(task);
      return [task.state, log.length];
    });
    expect(seen).toEqual(["cancelled", 0]);
  });

  function* limits(name: string): Generator<unknown, void> {
    yield* timeout(5, () => sleeps(1000), { else: () => log.push(`${name} at ${now()}`) });
  }
});

function* cancelsItself(): Generator<unknown, void> {
  self().cancel();
  yield* sleep(1);
}
