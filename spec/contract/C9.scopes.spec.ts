import {
  all,
  cancel,
  ensure,
  now,
  race,
  run,
  Scheduler,
  scope,
  shield,
  sleep,
  spawn,
  suppressed,
  timeout,
  TimeoutError,
} from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("narrower");
});

describe("C9 an error thrown while scopes are unwound by a cancellation", () => {
  it("is seen by no frame and no scope further out: the task ends failed with the first, the others suppressed", () => {
    const [second, third] = [new Error("second"), new Error("third")];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* spawn(leavesWith, third);
        yield* scope(function* () {
          try {
            yield* scope(function* () {
              yield* spawn(leavesWith, second);
              yield* spawn(leavesWith, error);
              yield* sleep(100);
            });
          } catch {
            log.push("caught inside");
          } finally {
            log.push("inner finally");
          }
        });
      } catch {
        log.push("caught outside");
      } finally {
        log.push("outer finally");
      }
    });
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect([task.state, suppressed(error), log]).toEqual([
      "failed",
      [second, third],
      ["inner finally", "outer finally"],
    ]);
  });
});

describe("C9 a wider cancel", () => {
  it.each<[string, () => Iterable<unknown, unknown, unknown>]>([
    ["a scope that fails", () => scope(() => failing())],
    ["all that fails", () => all([() => cleansFor(10, log), () => fails(error)])],
    ["a race that throws", () => race([() => cleansFor(10, log), () => fails(error)])],
  ])("waits for the teardown of %s; its error becomes the task's", (what, enter) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* enter();
      } catch (thrown) {
        log.push(`caught ${String(thrown)}`);
        yield* sleep(1);
      }
      log.push("went on");
    });
    scheduler.advance(5);
    task.cancel();
    const thrown = what.startsWith("a race") ? undefined : thrownBy(() => scheduler.run());
    scheduler.run();
    // A race has an answer, its error, when its losers are gone: that is delivered first (C3), and may be caught.
    const caught = what.startsWith("a race") ? ["caught Error: narrower"] : [];
    expect([thrown, task.state]).toEqual(caught.length > 0 ? [undefined, "cancelled"] : [error, "failed"]);
    expect([log, scheduler.now]).toEqual([["body leaves", "body is clean", ...caught], 11]);
  });

  function* failing(): Generator<unknown, void> {
    yield* spawn(cleansFor, 10, log);
    yield* spawn(fails, error);
    yield* sleep(100);
  }

  it("waits for the teardown after a time-out, whose TimeoutError is dropped", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* caughtBy(() => timeout(3, () => cleansFor(10, log)));
      log.push("went on");
    });
    scheduler.advance(5);
    task.cancel();
    scheduler.run();
    expect([task.state, task.error, log, scheduler.now]).toEqual([
      "cancelled",
      undefined,
      ["body leaves", "body is clean"],
      13,
    ]);
  });

  it("that is a time-out waits, too, and is thrown with the narrower error under it", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() => timeout(5, () => does(() => scope(() => failing()))));
      return [thrown instanceof TimeoutError, suppressed(thrown), now()];
    });
    expect(seen).toEqual([true, [error], 11]);
  });

  it("that is the failure of an outer scope waits, too: the outer error is thrown, the narrower one under it", () => {
    const wider = new Error("wider");
    const seen = run(function* () {
      const thrown = yield* caughtBy(() =>
        scope(function* () {
          yield* spawn(fails, wider, 5);
          yield* scope(() => failing());
        }),
      );
      return [thrown, suppressed(thrown), now()];
    });
    expect(seen).toEqual([wider, [error], 11]);
  });
});

describe("C9 a scope without an error of its own", () => {
  it.each<[string, () => Iterable<unknown, unknown, unknown>]>([
    ["scope", () => scope(() => withDaemon())],
    ["shield", () => shield(() => withDaemon())],
    ["timeout", () => timeout(50, () => withDaemon())],
    ["race, of its losers", () => race([() => leavesWith(error), () => does(() => sleep(1))])],
  ])("throws the first of its teardown at its normal end: %s", (_what, enter) => {
    expect(run(() => caughtBy(enter))).toBe(error);
  });

  function* withDaemon(): Generator<unknown, void> {
    yield* ensure(function* () {}, throwing(error));
  }
});

describe("C9 whoever cancels a task that fails while it is unwound", () => {
  it("goes on where the task is supervised, and is unwound with its scope where it is not", () => {
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          const task = yield* spawn(leavesWith, error);
          yield* spawn(lingers, log, "sibling");
          yield* sleep(1);
          try {
            yield* cancel(task);
            log.push("went on");
          } finally {
            log.push("canceller leaves");
          }
        }),
      );
    });
    expect([seen, log]).toEqual([error, ["sibling leaves", "sibling is gone", "canceller leaves"]]);
  });

  it("in another scope goes on: the failure is that of the task's own scope", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(leavesWith, error);
    scheduler.on("error", (thrown) => log.push(String(thrown)));
    scheduler.spawn(function* () {
      yield* spawn(stays, [], "");
      yield* sleep(1);
      yield* cancel(task);
      log.push("went on");
      yield* sleep(0);
    });
    scheduler.advance(2);
    expect(log).toEqual(["Error: narrower", "went on"]);
  });
});
