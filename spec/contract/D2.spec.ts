import fc from "fast-check";
import {
  call,
  LivelockError,
  now,
  pass,
  run,
  runAsync,
  Scheduler,
  self,
  send,
  sleep,
  spawn,
  TimeLimitError,
} from "rondo";
import { errorOf, thrownBy } from "../support/thrown.js";

function* passes(turns: number): Generator<unknown, number> {
  for (let i = 1; i < turns; i++) yield* pass();
  return turns;
}

function* nothing(): Generator<unknown, void> {}

/** What never ends an instant when it is done again and again; errors of it are caught. */
const steps: readonly (readonly [string, () => Iterable<unknown, unknown>])[] = [
  ["passes", () => pass()],
  ["yields bare", bare(() => undefined)],
  ["emits", bare(() => 1)],
  ["sleeps for no time", () => sleep(0)],
  ["sends to itself", () => send(self(), 1)],
  ["spawns", () => spawn(nothing)],
  ["calls frames, and never ends its turn", () => call(nothing)],
  ["yields generators, and never ends its turn", bare(nothing)],
  ["makes mistakes", bare(() => Promise.resolve())],
  ["spawns what is no program", () => spawn((() => 1) as never)],
  ["calls what is no program", () => call((() => 1) as never)],
  ["interrupts itself", interrupted],
  ["drops its waits", dropping],
];

function bare(make: () => unknown): () => Generator<unknown, unknown, unknown> {
  return function* () {
    return yield make();
  };
}

function* interrupted(): Generator<unknown, void> {
  self().interrupt("up");
  yield* pass();
}

function* dropping(): Generator<unknown, void> {
  for (const _ of passes(2)) break;
  yield* pass();
}

/** Does a step so often, whatever it throws; it stops by itself, so that no spec hangs. */
function* again(step: () => Iterable<unknown, unknown>, times = 5000): Generator<unknown, number> {
  for (let i = 0; i < times; i++) {
    try {
      yield* step();
    } catch {
      // It goes on all the same.
    }
  }
  return times;
}

describe("D2 More turns or frame entries than maxTurnsPerInstant, without the clock moving", () => {
  it.each(steps)("are a LivelockError for a task that %s", (_, step) => {
    const scheduler = new Scheduler({ maxTurnsPerInstant: 1000 });
    scheduler.spawnWith({ name: "busy" }, again, step);
    const error = thrownBy(() => scheduler.run()) as Error;
    expect(error).toBeInstanceOf(LivelockError);
    expect(error.message).toMatch(/^Livelock: more than 1000 turns at time 0, and the clock does not move\. \S+/);
    expect(error.message).toMatch(/The busiest:\n {2}busy 1/);
  });

  it.each(steps)("leave the scheduler whole, which can go on: it ends as it does without a limit (%s)", (_, step) => {
    const outcome = (options: { maxTurnsPerInstant?: number }): unknown[] => {
      const scheduler = new Scheduler(options);
      const emissions: unknown[] = [];
      scheduler.on("emission", (value) => emissions.push(value));
      const tasks = [scheduler.spawn(again, step, 300), scheduler.spawn(again, step, 100)];
      let errors = 0;
      for (; tasks.some((task) => !task.done); errors++) {
        try {
          scheduler.run();
        } catch (error) {
          expect(error).toBeInstanceOf(LivelockError);
          expect(errors).toBeLessThan(100);
        }
      }
      return [tasks.map((task) => task.result), emissions, scheduler.leftovers(), errors > 1];
    };
    const [unlimited, limited] = [outcome({}), outcome({ maxTurnsPerInstant: 50 })];
    expect(limited).toEqual([...unlimited.slice(0, 3), true]);
  });

  it("are counted exactly: so many are no livelock, one more is", () => {
    const limit = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(limit, fc.boolean(), (maxTurnsPerInstant, frames) => {
        // With frames: one turn, and the entries of the rest.
        const program = (n: number): Generator<unknown, number> =>
          frames ? again(() => call(nothing), n - 1) : passes(n);
        for (const excess of [0, 1]) {
          const scheduler = new Scheduler({ maxTurnsPerInstant });
          const task = scheduler.spawn(program, maxTurnsPerInstant + excess);
          if (excess > 0) expect(() => scheduler.run()).toThrow(LivelockError);
          else scheduler.run();
          expect(task.done).toBe(excess === 0);
        }
      }),
    );
  });

  it("are counted afresh whenever the clock moves, however it is driven", () => {
    function* regular(): Generator<unknown, void> {
      for (let i = 0; i < 20; i++) {
        yield* call(() => passes(30));
        yield* sleep(1);
      }
    }
    const drives: ((scheduler: Scheduler) => void)[] = [
      (scheduler) => scheduler.run(),
      (scheduler) => scheduler.advance(30),
      (scheduler) => scheduler.run({ until: 30 }),
    ];
    for (const drive of drives) {
      const scheduler = new Scheduler({ maxTurnsPerInstant: 35 });
      const task = scheduler.spawn(regular);
      drive(scheduler);
      expect(task.state).toBe("done");
    }
  });

  it("name the busiest tasks, busiest first, at most five", () => {
    const scheduler = new Scheduler({ maxTurnsPerInstant: 1000 });
    for (let entries = 0; entries < 8; entries++) {
      scheduler.spawnWith({ name: `with-${String(entries)}` }, function* () {
        for (let i = 0; i < 1000; i++) {
          for (let j = 0; j < entries; j++) yield* call(nothing);
          yield* pass();
        }
      });
    }
    const { message } = errorOf(() => scheduler.run());
    const named = [...message.matchAll(/^ {2}with-(\d) \d: (\d+) of the latest turns$/gm)];
    expect(named.map(([, entries]) => entries)).toEqual(["7", "6", "5", "4", "3"]);
    const counts = named.map(([, , count]) => Number(count));
    expect([...counts].sort((a, b) => b - a)).toEqual(counts);
  });

  it("name the one task that is busy among many that were, before", () => {
    const scheduler = new Scheduler({ maxTurnsPerInstant: 30_000 });
    for (let i = 0; i < 20; i++) scheduler.spawn(passes, 500);
    scheduler.spawnWith({ name: "culprit" }, passes, 100_000);
    expect(errorOf(() => scheduler.run()).message).toMatch(
      /The busiest:\n {2}culprit 21: 10\d{3} of the latest turns$/,
    );
  });

  it("end a run and a runAsync of a program, whose cleanup is done first", async () => {
    const log: string[] = [];
    function* spins(): Generator<unknown, void> {
      try {
        yield* again(pass);
      } finally {
        log.push("cleaned up");
      }
    }
    expect(() => run(spins, { maxTurnsPerInstant: 100 })).toThrow(LivelockError);
    await expect(runAsync(spins, { maxTurnsPerInstant: 100 })).rejects.toThrow(LivelockError);
    expect(log).toEqual(["cleaned up", "cleaned up"]);
  });

  it("end a run of a program that never comes to a wait, and so cannot be cancelled", () => {
    expect(() => run(() => again(() => call(nothing), 1e6), { maxTurnsPerInstant: 100 })).toThrow(LivelockError);
  });

  it.each([0, -1, 1.5, NaN, "9"])("%p is no such limit", (limit) => {
    expect(() => new Scheduler({ maxTurnsPerInstant: limit as number })).toThrow("Scheduler: maxTurnsPerInstant: ");
  });
});

describe("D2 maxTime", () => {
  function* ticks(log: number[]): Generator<unknown, void> {
    for (;;) {
      yield* sleep(1);
      log.push(now());
    }
  }

  it.each<readonly [string, (scheduler: Scheduler) => unknown]>([
    ["run", (scheduler) => scheduler.run()],
    ["run({ until })", (scheduler) => scheduler.run({ until: 100 })],
    ["advance", (scheduler) => scheduler.advance(100)],
    [
      "step",
      (scheduler) => {
        while (scheduler.step());
      },
    ],
  ])("is the last instant that %s reaches: what goes on after it is a TimeLimitError", (_, drive) => {
    const log: number[] = [];
    const scheduler = new Scheduler({ maxTime: 3 });
    scheduler.spawn(ticks, log);
    const { name, message } = errorOf(() => drive(scheduler));
    expect([name, log, scheduler.now]).toEqual(["TimeLimitError", [1, 2, 3], 3]);
    expect(message).toMatch(/^The run may last until 3, and its tasks go on at (4|100)\. Raise maxTime/);
    expect(message).toMatch(/\n {2}ticks 1 waits for sleep\(1\)$/);
  });

  it("is no matter for a run that ends at it", () => {
    const scheduler = new Scheduler({ maxTime: 3 });
    const task = scheduler.spawn(() => passes(3));
    scheduler.spawn(function* () {
      yield* sleep(3);
      yield* pass();
    });
    scheduler.run();
    expect([task.result, scheduler.now]).toEqual([3, 3]);
  });

  it("ends a run of a program", () => {
    expect(() => run(() => ticks([]), { maxTime: 10 })).toThrow(TimeLimitError);
  });

  it.each([NaN, "9"])("is not %p", (maxTime) => {
    expect(() => new Scheduler({ maxTime: maxTime as number })).toThrow("Scheduler: maxTime: ");
  });
});
