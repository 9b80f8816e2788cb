import { ensure, runAsync, Scheduler, shield, sleep, spawn, suspend } from "rondo";
import { outcome } from "../support/outcome.js";

const reason = new Error("the user left");

/** A signal, and how many listen to it. */
function watchedSignal(): { abort: () => void; signal: AbortSignal; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  const [add, remove] = [jest.spyOn(signal, "addEventListener"), jest.spyOn(signal, "removeEventListener")];
  return {
    abort: () => controller.abort(reason),
    signal,
    listeners: () => add.mock.calls.length - remove.mock.calls.length,
  };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe("an AbortSignal of runAsync", () => {
  it("that is aborted already starts nothing: the promise is rejected with its reason", async () => {
    const begun = jest.fn();
    const { abort, signal, listeners } = watchedSignal();
    abort();
    await expect(runAsync(() => begun() as never, { signal })).rejects.toBe(reason);
    expect([begun.mock.calls.length, listeners()]).toEqual([0, 0]);
  });

  it("aborted later, cancels the program, waits for its cleanup, and then rejects with its reason", async () => {
    const log: string[] = [];
    const { abort, signal, listeners } = watchedSignal();
    const result = outcome(runAsync(() => family(log), { signal }));
    await jest.advanceTimersByTimeAsync(10);
    expect([log, listeners()]).toEqual([[], 1]);
    abort();
    await jest.advanceTimersByTimeAsync(39);
    expect([log, result.state]).toEqual([["child", "body"], "pending"]);
    await jest.advanceTimersByTimeAsync(1);
    expect([log, result.state, listeners()]).toEqual([["child", "body", "cleanup"], { error: reason }, 0]);
  });

  it("does so in virtual time, too", async () => {
    const log: string[] = [];
    const { abort, signal, listeners } = watchedSignal();
    const result = outcome(runAsync(() => family(log), { signal, time: "virtual" }));
    await jest.advanceTimersByTimeAsync(1);
    abort();
    await jest.advanceTimersByTimeAsync(5);
    expect([log, result.state, listeners()]).toEqual([["child", "body", "cleanup"], { error: reason }, 0]);
  });

  it("may be aborted in a turn of the program itself, which ends at its next wait", async () => {
    const log: string[] = [];
    const { abort, signal } = watchedSignal();
    const result = outcome(
      runAsync(
        function* () {
          abort();
          log.push("goes on");
          yield;
          log.push("is not reached");
        },
        { signal },
      ),
    );
    await jest.advanceTimersByTimeAsync(1);
    expect([log, result.state]).toEqual([["goes on"], { error: reason }]);
  });

  it("changes nothing for a program that ends all the same, or has ended", async () => {
    const { abort, signal, listeners } = watchedSignal();
    const shielded = runAsync(
      function* () {
        return yield* shield(function* () {
          yield* sleep(20);
          return "done";
        });
      },
      { signal },
    );
    const result = outcome(shielded);
    await jest.advanceTimersByTimeAsync(10);
    abort();
    await jest.advanceTimersByTimeAsync(10);
    expect([result.state, listeners()]).toEqual([{ value: "done" }, 0]);
  });

  it("gives way to an error of the cleanup", async () => {
    const error = new Error("no cleanup");
    const { abort, signal } = watchedSignal();
    const result = outcome(
      runAsync(
        function* () {
          try {
            yield* sleep(50);
          } finally {
            throw error;
          }
        },
        { signal },
      ),
    );
    await jest.advanceTimersByTimeAsync(10);
    abort();
    await jest.advanceTimersByTimeAsync(1);
    expect(result.state).toEqual({ error });
  });

  it("is not listened to any more after a run that ends by itself, well or badly", async () => {
    const { signal, listeners } = watchedSignal();
    await runAsync(function* () {}, { signal });
    await expect(
      runAsync(
        function* () {
          throw reason;
        },
        { signal },
      ),
    ).rejects.toBe(reason);
    expect(listeners()).toBe(0);
  });
});

describe("an AbortSignal of scheduler.runAsync", () => {
  it("cancels all roots, waits for their cleanup, and rejects with its reason", async () => {
    const scheduler = new Scheduler();
    const log: string[] = [];
    const roots = [scheduler.spawn(family, log), scheduler.spawn(family, log)];
    const { abort, signal, listeners } = watchedSignal();
    const result = outcome(scheduler.runAsync({ signal }));
    await jest.advanceTimersByTimeAsync(10);
    abort();
    await jest.advanceTimersByTimeAsync(100);
    expect([result.state, listeners()]).toEqual([{ error: reason }, 0]);
    expect(roots.map((root) => root.state)).toEqual(["cancelled", "cancelled"]);
    expect([log.length, scheduler.leftovers()]).toEqual([6, []]);
  });

  it("that is aborted already starts nothing, and leaves the scheduler as it is", async () => {
    const scheduler = new Scheduler();
    const root = scheduler.spawn(family, []);
    const { abort, signal } = watchedSignal();
    abort();
    await expect(scheduler.runAsync({ signal })).rejects.toBe(reason);
    expect([root.state, scheduler.step()]).toEqual(["ready", true]);
  });
});

/** Waits for the outside, with a child that does so, too, and with a cleanup that takes 40 ms. */
function* family(log: string[]): Generator<unknown, void> {
  yield* spawn(() => logsItsEnd(log, "child"));
  yield* ensure(
    () => logsItsEnd(log, "body"),
    function* () {
      yield* sleep(40);
      log.push("cleanup");
    },
  );
}

function* logsItsEnd(log: string[], name: string): Generator<unknown, void> {
  try {
    yield* suspend(() => {});
  } finally {
    log.push(name);
  }
}
