import {
  DeadlockError,
  ensure,
  now,
  pass,
  receive,
  runAsync,
  Scheduler,
  sleep,
  spawn,
  suspend,
  TimeLimitError,
} from "rondo";
import { outcome } from "../support/outcome.js";

/** Moves the host's time on, with all that comes to pass meanwhile. */
const wait = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe("the clock of a real-time host", () => {
  it("counts the milliseconds as they pass", async () => {
    const log: number[] = [];
    const result = outcome(
      runAsync(function* () {
        for (const ms of [250, 0, 1000, 0.5]) {
          yield* sleep(ms);
          log.push(now());
        }
        return "over";
      }),
    );
    await wait(249);
    expect(log).toEqual([]);
    await wait(1);
    expect(log).toEqual([250, 250]);
    await wait(999);
    expect(log.length).toBe(2);
    await wait(3);
    expect([log, result.state]).toEqual([[250, 250, 1250, 1250.5], { value: "over" }]);
  });

  it("keeps sleeps that are longer than any host timer", async () => {
    const year = 365 * 24 * 3600 * 1000;
    const result = outcome(
      runAsync(function* () {
        yield* sleep(year);
        return now();
      }),
    );
    await wait(year - 1);
    expect(result.state).toBe("pending");
    await wait(1);
    expect(result.state).toEqual({ value: year });
  });

  it("holds one host timer at any time, for the earliest wake-up, and none when it is over", async () => {
    const set = jest.spyOn(globalThis, "setTimeout");
    const result = outcome(
      runAsync(function* () {
        for (let ms = 1000; ms > 0; ms -= 10) yield* spawn(() => sleeps(ms));
        yield* spawn(() => sleeps(5));
      }),
    );
    for (let at = 0; at < 1000; at += 5) {
      expect(jest.getTimerCount()).toBe(1);
      await wait(5);
    }
    expect([result.state, jest.getTimerCount()]).toEqual([{ value: undefined }, 0]);
    expect(set.mock.calls.slice(0, 3).map(([, ms]) => ms)).toEqual([5, 5, 10]);
  });

  it("shows when something came in from outside, and sets its timer anew", async () => {
    const log: unknown[] = [];
    const result = outcome(
      runAsync(function* () {
        const key = yield* suspend<string>((resolve) => void setTimeout(resolve, 30, "key"));
        log.push(key, now());
        yield* sleep(100);
        log.push(now());
      }),
    );
    await wait(129);
    expect(log).toEqual(["key", 30]);
    await wait(1);
    expect([log, result.state]).toEqual([["key", 30, 130], { value: undefined }]);
  });

  it("gives what was due before it its turn first, where something comes in late", async () => {
    const log: unknown[] = [];
    const result = outcome(
      runAsync(function* () {
        yield* spawn(function* () {
          yield* sleep(10);
          log.push(`slept ${String(now())}`);
        });
        yield* suspend((resolve) => void setTimeout(resolve, 10));
        log.push(`heard ${String(now())}`);
      }),
    );
    await wait(20);
    expect(log.sort()).toEqual(["heard 10", "slept 10"]);
    expect(result.state).toEqual({ value: undefined });
  });

  it("never goes back, even where that of the host does", async () => {
    let hostTime = 100;
    jest.spyOn(performance, "now").mockImplementation(() => hostTime);
    const scheduler = new Scheduler();
    const seen: number[] = [];
    const task = scheduler.spawn(function* () {
      for (;;) {
        yield* receive({ match: (message) => message === "look" });
        seen.push(now());
      }
    });
    const stop = scheduler.spawn(() => sleeps(1e6));
    const result = outcome(scheduler.runAsync({ turnsPerSlice: 1 }));
    for (const time of [110, 105, 90, 112, 50, 111]) {
      hostTime = time;
      task.send("look");
      await wait(1);
    }
    expect(seen).toEqual([10, 10, 10, 12, 12, 12]);
    for (const each of [task, stop]) each.cancel();
    await wait(5);
    expect(result.state).toEqual({ value: undefined });
  });

  it("begins at startTime", async () => {
    const result = outcome(
      runAsync(
        function* () {
          yield* sleep(5);
          return now();
        },
        { startTime: 1000 },
      ),
    );
    await wait(5);
    expect(result.state).toEqual({ value: 1005 });
  });
});

describe("what a real-time run comes to", () => {
  it("rejects with the very error of the program, when its cleanup is done", async () => {
    const error = new Error("no");
    const log: string[] = [];
    const result = outcome(
      runAsync(function* () {
        yield* ensure(
          function* () {
            throw error;
          },
          function* () {
            yield* sleep(50);
            log.push("cleaned up");
          },
        );
      }),
    );
    await wait(49);
    expect([log, result.state]).toEqual([[], "pending"]);
    await wait(1);
    expect([log, result.state]).toEqual([["cleaned up"], { error }]);
  });

  it("rejects with a DeadlockError where nothing can come, after the cleanup", async () => {
    const log: string[] = [];
    const result = outcome(
      runAsync(function* () {
        try {
          yield* receive();
        } finally {
          yield* sleep(10);
          log.push("cleaned up");
        }
      }),
    );
    await wait(10);
    expect([log, result.state]).toEqual([["cleaned up"], { error: expect.any(DeadlockError) as unknown }]);
  });

  it.each([1, 2, 3, 4])(
    "is no deadlock in virtual time while there are timers, after any slice of %d turns",
    async (turnsPerSlice) => {
      const result = outcome(runAsync(() => sleeps(5, 5, 0), { time: "virtual", turnsPerSlice }));
      await wait(20);
      expect(result.state).toEqual({ value: undefined });
    },
  );

  it("lets no time pass in virtual time while something outside is waited for", async () => {
    const result = outcome(
      runAsync(
        function* () {
          const sleeper = yield* spawn(() => sleeps(1000));
          yield* suspend((resolve) => void setTimeout(resolve, 50));
          const heardAt = now();
          yield* sleeper;
          return [heardAt, now()];
        },
        { time: "virtual" },
      ),
    );
    await wait(60);
    expect(result.state).toEqual({ value: [0, 1000] });
  });

  it("rejects with a TimeLimitError when its time is over, whatever comes in then", async () => {
    const scheduler = new Scheduler({ maxTime: 100 });
    const task = scheduler.spawn(function* () {
      try {
        for (;;) yield* receive();
      } finally {
        yield* pass();
      }
    });
    scheduler.spawn(() => sleeps(500));
    const result = outcome(scheduler.runAsync());
    await wait(200);
    expect(() => task.send("late")).not.toThrow();
    await wait(400);
    expect(result.state).toEqual({ error: expect.any(TimeLimitError) as unknown });
  });

  it("refuses a time that is neither real nor virtual, and begins nothing", async () => {
    const begun = jest.fn();
    const result = runAsync(() => begun() as never, { time: "frames" as never });
    await expect(result).rejects.toThrow('runAsync: time: "frames" is neither "real" nor "virtual".');
    expect(begun).not.toHaveBeenCalled();
  });
});

function* sleeps(...delays: readonly number[]): Generator<unknown, void> {
  for (const ms of delays) yield* sleep(ms);
}
