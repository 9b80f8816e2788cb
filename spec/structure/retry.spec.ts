import { call, now, race, random, retry, run, Scheduler, sleep, spawn, timeout, TimeoutError } from "rondo";
import { lingers } from "../support/actors.js";
import { does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Notes when it is called, and fails the first times. */
function flaky(failures: number): (attempt: number) => Generator<unknown, string> {
  return function* (attempt) {
    log.push(`${attempt} at ${now()}`);
    yield* sleep(0);
    if (attempt <= failures) throw new Error(`attempt ${attempt}`);
    return `attempt ${attempt}`;
  };
}

describe("retry", () => {
  it("answers with what the program returns, at the first success", () => {
    expect(run(() => does(() => retry(flaky(1))))).toBe("attempt 2");
    expect(log).toEqual(["1 at 0", "2 at 0"]);
  });

  it("waits longer after each failure, by a factor of 2 where nothing is said", () => {
    run(() => does(() => retry(flaky(3), { attempts: 4, delay: 100 })));
    expect(log).toEqual(["1 at 0", "2 at 100", "3 at 300", "4 at 700"]);
  });

  it.each([
    [{ factor: 1 }, ["1 at 0", "2 at 10", "3 at 20", "4 at 30"]],
    [{ factor: 3 }, ["1 at 0", "2 at 10", "3 at 40", "4 at 130"]],
    [{ factor: 10, maxDelay: 50 }, ["1 at 0", "2 at 10", "3 at 60", "4 at 110"]],
    [{ factor: 0.5 }, ["1 at 0", "2 at 10", "3 at 15", "4 at 17.5"]],
  ])("waits as it is told: %p", (options, expected) => {
    run(() => does(() => retry(flaky(3), { attempts: 4, delay: 10, ...options })));
    expect(log).toEqual(expected);
  });

  it("throws the last error when all attempts have failed: three where nothing is said", () => {
    expect(thrownBy(() => run(() => does(() => retry(flaky(9)))))).toEqual(new Error("attempt 3"));
    expect(log).toHaveLength(3);
  });

  it("does not wait after the last failure", () => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    scheduler.spawn(() => does(() => retry(flaky(9), { attempts: 2, delay: 100 })));
    scheduler.run();
    expect(scheduler.now).toBe(100);
  });

  it("tries once more only where `when` says so, which is told the error and the attempt", () => {
    const asked: unknown[] = [];
    const when = (error: unknown, attempt: number): boolean => {
      asked.push((error as Error).message, attempt);
      return attempt < 2;
    };
    expect(thrownBy(() => run(() => does(() => retry(flaky(9), { attempts: 5, when }))))).toEqual(
      new Error("attempt 2"),
    );
    expect(asked).toEqual(["attempt 1", 1, "attempt 2", 2]);
  });

  it("ends with a cancellation, in an attempt and in a wait between, which is no failure", () => {
    for (const at of [5, 15]) {
      const scheduler = new Scheduler();
      const task = scheduler.spawn(() => does(() => retry(slow, { attempts: 5, delay: 20, factor: 1 })));
      scheduler.advance(at);
      task.cancel();
      scheduler.run();
      expect([task.state, scheduler.leftovers()]).toEqual(["cancelled", []]);
      expect(scheduler.now).toBe(at);
    }
    expect(log).toEqual(["slow 1", "slow 1"]);
  });

  it("counts a time-out of an attempt as a failure, whose cleanup is done before the next", () => {
    const thrown = thrownBy(() =>
      run(() => does(() => retry(() => does(() => timeout(5, () => lingers(log, "body"))), { attempts: 2 }))),
    );
    expect(thrown).toBeInstanceOf(TimeoutError);
    expect(log).toEqual(["body leaves", "body is gone", "body leaves", "body is gone"]);
  });

  it("makes each attempt a scope: what a failed one has started is gone, cleanup and all, before the next begins", () => {
    run(function* () {
      const got = yield* retry(
        function* (attempt) {
          log.push(`attempt ${attempt}`);
          yield* spawn(lingers, log, `child ${attempt}`);
          yield* sleep(1);
          if (attempt === 1) throw new Error("no");
          return attempt;
        },
        { delay: 10 },
      );
      log.push(`got ${got}`);
    });
    expect(log).toEqual([
      "attempt 1",
      "child 1 leaves",
      "child 1 is gone",
      "attempt 2",
      ...["child 2 stayed", "child 2 leaves", "child 2 is gone", "got 2"],
    ]);
  });

  it("counts the failure of a child of an attempt as the attempt's, and waits for the children of the one that comes off", () => {
    const got = run(function* () {
      return yield* retry(function* (attempt) {
        yield* spawn(function* child() {
          yield* sleep(5);
          if (attempt < 3) throw new Error(`child of ${attempt}`);
          log.push(`child of ${attempt} is done at ${now()}`);
        });
        return attempt;
      });
    });
    expect([got, log]).toEqual([3, ["child of 3 is done at 15"]]);
  });

  it("loses a race with all that it waits for", () => {
    const seen = run(function* () {
      return yield* race([() => does(() => retry(flaky(9), { attempts: 100, delay: 1 })), () => sleeps(20)]);
    });
    expect([seen, log.length]).toEqual(["slept", 5]);
  });

  it("jitters by the seed and the task: the same again with the same seed, other waits with another", () => {
    const timesOf = (seed: number): string[] => {
      log = [];
      run(() => does(() => retry(flaky(3), { attempts: 4, delay: 100, factor: 1, jitter: 0.5 })), { seed });
      return log;
    };
    expect(timesOf(1)).toEqual(timesOf(1));
    expect(timesOf(1)).not.toEqual(timesOf(2));
    const times = timesOf(1).map((line) => Number(line.split(" ").at(-1)));
    times.slice(1).forEach((time, i) => {
      expect(time - times[i]!).toBeGreaterThan(50 - 1e-9);
      expect(time - times[i]!).toBeLessThanOrEqual(100);
    });
  });

  it("draws no random number without jitter", () => {
    const drawn = (program: () => Generator<unknown, unknown>): number =>
      run(function* () {
        yield* call(program);
        return random();
      });
    expect(drawn(() => does(() => retry(flaky(2), { delay: 1 })))).toBe(drawn(() => sleeps(1)));
  });

  it.each([
    ["attempts", { attempts: 0 }],
    ["attempts", { attempts: 1.5 }],
    ["delay", { delay: -1 }],
    ["factor", { factor: NaN }],
    ["maxDelay", { maxDelay: -1 }],
    ["jitter", { jitter: 1.1 }],
    ["jitter", { jitter: NaN }],
  ])("refuses a bad value of %s: %p", (name, options) => {
    expect(() => retry(flaky(0), options)).toThrow(RangeError);
    expect(() => retry(flaky(0), options)).toThrow(name);
  });
});

function* slow(attempt: number): Generator<unknown, never> {
  log.push(`slow ${attempt}`);
  yield* sleep(10);
  throw new Error("slow");
}
