import { now, run, Scheduler, shield, sleep, spawn, suppressed, timeout, TimeoutError } from "rondo";
import { fails, leavesWith, lingers } from "../support/actors.js";
import { does, sleeps, spawns } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of the body");
});

describe("timeout", () => {
  it("answers with what the body returns in time, and leaves no timer", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      return yield* timeout(10, () => sleeps(5));
    });
    scheduler.advance(5);
    expect([task.result, scheduler.nextWakeTime, scheduler.leftovers()]).toEqual(["slept", undefined, []]);
  });

  it("throws a TimeoutError, which names the task and the time, when the body's cleanup is done", () => {
    const caught = run(function* () {
      try {
        yield* timeout(10, () => lingers(log, "body"));
      } catch (thrown) {
        log.push(`caught at ${now()}`);
        return thrown;
      }
      return "nothing was thrown";
    });
    expect(caught).toBeInstanceOf(TimeoutError);
    expect((caught as Error).message).toContain("timeout(10)");
    expect(log).toEqual(["body leaves", "body is gone", "caught at 11"]);
  });

  it("takes the children of the body with it, youngest first", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* timeout(
        10,
        function* () {
          yield* spawn(lingers, log, "elder");
          yield* spawn(lingers, log, "younger");
        },
        { else: () => void log.push(`else at ${now()}`) },
      );
    });
    scheduler.run();
    expect(log).toEqual(["younger leaves", "younger is gone", "elder leaves", "elder is gone", "else at 12"]);
    expect(task.state).toBe("done");
  });

  it("cannot be caught inside the body: no catch there sees it", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* timeout(10, function* () {
          try {
            yield* sleep(20);
          } catch {
            log.push("caught");
          }
        });
      }),
    );
    expect([thrown instanceof TimeoutError, log]).toEqual([true, []]);
  });

  it("throws what the body throws in time, and what its child throws", () => {
    for (const body of [() => fails(error), () => spawns(() => fails(error))]) {
      expect(thrownBy(() => run(() => does(() => timeout(10, body))))).toBe(error);
    }
  });

  it("throws an error of the teardown under its own", () => {
    const thrown = thrownBy(() => run(() => does(() => timeout(10, () => leavesWith(error)))));
    expect([thrown instanceof TimeoutError, suppressed(thrown)]).toEqual([true, [error]]);
  });

  it("lets a shield in its body finish first", () => {
    const thrown = thrownBy(() =>
      run(() =>
        does(() =>
          timeout(10, function* () {
            yield* shield(() => sleeps(25));
            log.push(`out of the shield at ${now()}`);
            yield* sleep(1);
          }),
        ),
      ),
    );
    expect([thrown instanceof TimeoutError, log]).toEqual([true, ["out of the shield at 25"]]);
  });

  it("is dropped by a body that ends after its time without waiting again", () => {
    const seen = run(function* () {
      return yield* timeout(10, () => sleepsShielded(25));
    });
    expect(seen).toBe("slept");
  });

  it("may be zero: a body that goes on in that instant wins, one that sleeps loses", () => {
    const seen = run(function* () {
      const won = yield* timeout(0, function* () {
        yield* sleep(0);
        return "won";
      });
      const lost = yield* timeout(0, () => sleeps(1), { else: () => "lost" });
      return [won, lost, now()];
    });
    expect(seen).toEqual(["won", "lost", 0]);
  });

  it.each([[-1], [NaN], [Infinity]])("refuses a time of %p", (ms) => {
    expect(() => timeout(ms, () => sleeps(1))).toThrow(RangeError);
  });

  it("throws a TypeError where the body or the else is no function", () => {
    expect(() => timeout(1, 5 as never)).toThrow(TypeError);
    expect(() => timeout(1, () => sleeps(1), { else: 5 as never })).toThrow(TypeError);
  });
});

describe("timeout with an else", () => {
  it("that gives a promise is refused when its time has come, in types before that", () => {
    const thrown = run(function* () {
      try {
        // @ts-expect-error -- as an async function does
        return yield* timeout(5, () => sleeps(10), { else: () => Promise.resolve("late") });
      } catch (error) {
        return [error, now()];
      }
    });
    expect(thrown).toEqual([
      new TypeError(
        "timeout: else: it returned Promise {}, which nothing waits for. Write function* instead of async function.",
      ),
      5,
    ]);
  });

  it("answers with what a plain function returns, or with what a program returns that waits", () => {
    const seen = run(function* () {
      const plain = yield* timeout(5, () => sleeps(10), { else: () => "plain" });
      const program = yield* timeout(5, () => sleeps(10), { else: () => sleeps(2) });
      return [plain, program, now()];
    });
    expect(seen).toEqual(["plain", "slept", 12]);
  });

  it("does not call it in time", () => {
    const seen = run(function* () {
      return yield* timeout(10, () => sleeps(5), { else: () => log.push("else") });
    });
    expect([seen, log]).toEqual(["slept", []]);
  });

  it("throws what it throws, and an error of the teardown instead of calling it", () => {
    const ofElse = thrownBy(() =>
      run(function* () {
        yield* timeout(5, () => sleeps(10), {
          else: () => {
            throw error;
          },
        });
      }),
    );
    const ofTeardown = thrownBy(() =>
      run(function* () {
        yield* timeout(5, () => leavesWith(error), { else: () => log.push("else") });
      }),
    );
    expect([ofElse, ofTeardown, log]).toEqual([error, error, []]);
  });
});

function* sleepsShielded(ms: number): Generator<unknown, string> {
  return yield* shield(() => sleeps(ms));
}
