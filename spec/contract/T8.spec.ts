import { call, cancel, now, pass, receive, runAsync, Scheduler, sleep, spawn, suspend } from "rondo";

/** Passes until something has come, which only the event loop can bring. */
function* passUntil(come: () => boolean): Generator<unknown, "came"> {
  while (!come()) yield* pass();
  return "came";
}

/** Counts, each time the event loop comes round, how often `counted` was called since. */
function perRoundOfTheLoop(): { counted: () => unknown; rounds: number[]; stop: () => void } {
  const rounds: number[] = [];
  let count = 0;
  const look = (): void => {
    rounds.push(count);
    count = 0;
    immediate = setImmediate(look);
  };
  let immediate = setImmediate(look);
  return { counted: () => count++, rounds, stop: () => clearImmediate(immediate) };
}

describe("T8 A real-time host lets the event loop run after so many turns", () => {
  it.each([
    ["an immediate", (come: () => void): unknown => setImmediate(come)],
    ["a timer", (come: () => void): unknown => setTimeout(come, 1)],
    ["a promise", (come: () => void): unknown => void Promise.resolve().then(come)],
    ["a timer set by a timer", (come: () => void): unknown => setTimeout(() => setTimeout(come, 0), 0)],
  ])("%s comes while a task only passes", async (_, later) => {
    let came = false;
    later(() => {
      came = true;
    });
    await expect(runAsync(() => passUntil(() => came))).resolves.toBe("came");
  });

  it("so that what comes in reaches a task beside one that only passes", async () => {
    let over = false;
    const result = runAsync(function* () {
      yield* spawn(() => passUntil(() => over));
      const answer = yield* suspend<string>((resolve) => void setTimeout(() => resolve("outside"), 1));
      over = true;
      return answer;
    });
    await expect(result).resolves.toBe("outside");
  });

  it("so that a sleeper, a time-out and the bound of a cleanup come beside a task that only passes", async () => {
    const log: string[] = [];
    const result = runAsync(function* () {
      const passer = yield* spawn(() => passUntil(() => false));
      yield* sleep(2);
      log.push("slept");
      try {
        yield* receive({ timeout: 2 });
      } catch {
        log.push("timed out");
      }
      const slow = yield* spawn(() => cleansUpFor(1e6));
      yield* pass();
      try {
        yield* cancel(slow, { within: 2 });
      } catch {
        log.push("bounded");
      }
      passer.cancel();
      return "over";
    });
    await expect(result).resolves.toBe("over");
    expect(log).toEqual(["slept", "timed out", "bounded"]);
  });

  it("so that the clock goes on, never back and never past `until`, though a task is always ready", async () => {
    let hostTime = 500;
    const read = jest.spyOn(performance, "now").mockImplementation(() => hostTime);
    const seen: number[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* passer() {
      for (;;) {
        hostTime += 0.25;
        seen.push(now());
        yield* pass();
      }
    });
    const late = scheduler.spawn(() => sleeps(20));
    try {
      await scheduler.runAsync({ until: 20, turnsPerSlice: 7 });
    } finally {
      read.mockRestore();
    }
    expect([scheduler.now, late.state]).toEqual([20, "waiting"]);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(new Set(seen).size).toBeGreaterThan(5);
  });

  it("so that two real-time hosts go on side by side", async () => {
    const turns = [0, 0];
    const host = (mine: 0 | 1): Promise<string> =>
      runAsync(function* () {
        for (turns[mine] = 1; turns[1 - mine]! < 1000; turns[mine]++) yield* pass();
        turns[mine] += 1000;
        return "done";
      });
    await expect(Promise.all([host(0), host(1)])).resolves.toEqual(["done", "done"]);
  });

  it.each([1, 7, 100])(
    "after %d turns, where turnsPerSlice says so, whichever tasks had them",
    async (turnsPerSlice) => {
      const { counted, rounds, stop } = perRoundOfTheLoop();
      function* passes(turns: number): Generator<unknown, void> {
        for (let i = 0; i < turns; i++) {
          counted();
          yield* pass();
        }
        counted();
      }
      const turns = 10 * turnsPerSlice;
      await runAsync(
        function* () {
          counted();
          for (let i = 0; i < 3; i++) {
            yield* spawn(passes, turns);
            counted();
          }
        },
        { turnsPerSlice },
      );
      stop();
      expect(rounds.slice(0, 30)).toEqual(new Array(30).fill(turnsPerSlice));
    },
  );

  it("and not before, where it is left out: 10 000 turns in a row", async () => {
    const { counted, rounds, stop } = perRoundOfTheLoop();
    await runAsync(function* () {
      for (let i = 0; i < 25_000; i++) {
        counted();
        yield* pass();
      }
    });
    stop();
    expect(rounds.slice(0, 2)).toEqual([10_000, 10_000]);
  });

  it("and does not count the entries of frames, which are no turns", async () => {
    const { counted, rounds, stop } = perRoundOfTheLoop();
    await runAsync(
      function* () {
        for (let i = 0; i < 50; i++) {
          counted();
          for (let j = 0; j < 5; j++) yield* call(function* () {});
          yield* pass();
        }
      },
      { turnsPerSlice: 10 },
    );
    stop();
    expect(rounds.slice(0, 5)).toEqual([10, 10, 10, 10, 10]);
  });

  it("and runs the same turns in the same order as in one go", async () => {
    const log: string[] = [];
    function* says(name: string, turns: number): Generator<unknown, void> {
      for (let i = 0; i < turns; i++) {
        log.push(name);
        yield* pass();
      }
    }
    const drive = async (turnsPerSlice: number): Promise<string> => {
      const scheduler = new Scheduler();
      for (const [turns, name] of ["a", "b", "c"].entries()) scheduler.spawn(says, name, 20 * (turns + 1));
      await scheduler.runAsync({ turnsPerSlice });
      return log.splice(0).join("");
    };
    const inOneGo = await drive(Infinity);
    expect(inOneGo.length).toBe(120);
    for (const turns of [1, 2, 3, 50]) await expect(drive(turns)).resolves.toBe(inOneGo);
  });

  it.each([0, -1, 1.5, NaN, "3"])("%p is no number of turns: the program is not begun", async (turnsPerSlice) => {
    const begun = jest.fn();
    const result = runAsync(() => begun() as never, { turnsPerSlice: turnsPerSlice as number });
    await expect(result).rejects.toThrow("runAsync: turnsPerSlice: ");
    expect(begun).not.toHaveBeenCalled();
  });
});

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}

function* cleansUpFor(ms: number): Generator<unknown, void> {
  try {
    yield* sleep(ms);
  } finally {
    yield* sleep(ms);
  }
}
