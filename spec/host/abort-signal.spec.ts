import {
  abortSignal,
  call,
  CleanupTimeoutError,
  ensure,
  pass,
  race,
  run,
  runAsync,
  Scheduler,
  scope,
  sleep,
  spawn,
  suspend,
  timeout,
  use,
  wait,
  type Program,
} from "../../lib/index.js";
import { eventLoop, waitsFor } from "../support/outside.js";
import { WatchedKernel } from "../support/watched-kernel.js";

afterEach(eventLoop);

/** A promise that is rejected when the signal is aborted, as that of fetch is. */
function fetches(signal: AbortSignal, log: string[] = []): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      log.push("aborted");
      reject(signal.reason as Error);
    });
  });
}

/** Takes a signal, hands it out, and goes on with `then`. */
function takes(out: AbortSignal[], then: Program = () => waitsFor(sleep(100))): Program {
  return function* () {
    out.push(yield* abortSignal());
    yield* call(then);
  };
}

describe("abortSignal", () => {
  it("is answered with a signal that is aborted once, when the task ends", () => {
    const log: string[] = [];
    const signal = run(function* () {
      const mine = yield* abortSignal();
      mine.addEventListener("abort", () => log.push("aborted"));
      yield* sleep(5);
      expect(mine.aborted).toBe(false);
      return mine;
    });
    expect([signal.aborted, log, (signal.reason as Error).name]).toEqual([true, ["aborted"], "AbortError"]);
  });

  const ways: readonly [string, Program, (watched: WatchedKernel) => void][] = [
    ["its normal end", () => waitsFor(sleep(1)), () => {}],
    ["an error", throws, () => {}],
    ["a cancellation", () => waitsFor(sleep(100)), ({ tasks }) => tasks[0]!.cancel()],
    ["an interrupt", () => waitsFor(sleep(100)), ({ tasks }) => tasks[0]!.interrupt("up")],
    ["close of the scheduler", () => waitsFor(sleep(100)), (watched) => watched.close()],
    ["a cleanup that is given up", stuck, ({ tasks }) => tasks[0]!.cancel("now", { within: 5 })],
  ];

  it.each(ways)("is aborted on every way out of its scope: %s", (_, then, end) => {
    const out: AbortSignal[] = [];
    const watched = new WatchedKernel();
    watched.spawn(takes(out, then));
    watched.step();
    watched.step();
    expect(out[0]!.aborted).toBe(false);
    end(watched);
    watched.settle();
    expect([out[0]!.aborted, watched.leftovers()]).toEqual([true, []]);
    expect(watched.thrown.filter((error) => error !== "up" && !(error instanceof CleanupTimeoutError))).toEqual([]);
  });

  it("belongs to the scope, and outlives a frame", () => {
    run(function* () {
      const out: AbortSignal[] = [];
      yield* call(takes(out, () => waitsFor(pass())));
      expect(out[0]!.aborted).toBe(false);
      yield* scope(takes(out, () => waitsFor(pass())));
      expect(out.map((signal) => signal.aborted)).toEqual([false, true]);
      yield* spawn(takes(out, () => waitsFor(sleep(5))));
      yield* sleep(10);
      expect(out.map((signal) => signal.aborted)).toEqual([false, true, true]);
    });
  });

  it("is the same at each call in one scope, so that a loop piles up nothing", () => {
    run(function* () {
      const all = new Set<AbortSignal>();
      for (let i = 0; i < 1000; i++) all.add(yield* abortSignal());
      expect(all.size).toBe(1);
      yield* scope(function* () {
        all.add(yield* abortSignal());
      });
      expect(all.size).toBe(2);
    });
  });

  it("is aborted for the loser of a race, and for what runs out of time", () => {
    const out: AbortSignal[] = [];
    run(function* () {
      yield* race([takes(out), () => waitsFor(sleep(1))]);
      expect(out.map((signal) => signal.aborted)).toEqual([true]);
      yield* timeout(1, takes(out), { else: () => undefined });
      expect(out.map((signal) => signal.aborted)).toEqual([true, true]);
    });
  });

  it("goes in its turn: after what was born later, before what was born earlier", () => {
    const log: string[] = [];
    const logs =
      (what: string): (() => void) =>
      () =>
        void log.push(what);
    run(function* () {
      yield* use(() => "older", logs("older"));
      (yield* abortSignal()).addEventListener("abort", logs("aborted"));
      yield* spawn(() => waitsFor(ensure(() => waitsFor(sleep(1)), logs("child"))));
      yield* use(() => "younger", logs("younger"));
    });
    expect(log).toEqual(["child", "younger", "aborted", "older"]);
  });

  it("in a cleanup is a signal of that cleanup", () => {
    const out: AbortSignal[] = [];
    run(function* () {
      yield* call(takes(out, () => waitsFor(pass())));
      yield* ensure(
        function* () {},
        takes(out, () => waitsFor(pass())),
      );
      expect(out.map((signal) => signal.aborted)).toEqual([false, true]);
    });
  });

  it("describes itself", () => {
    expect(String(abortSignal())).toBe("abortSignal()");
  });
});

describe("wait(fetch(…, { signal: yield* abortSignal() }))", () => {
  function* download(log: string[]): Generator<unknown, string> {
    return yield* wait(fetches(yield* abortSignal(), log));
  }

  it("gives up the request with the task, and the rejection that follows is ignored", async () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(download, log);
    scheduler.advance(0);
    task.cancel("the user left");
    scheduler.advance(0);
    expect([log, task.state]).toEqual([["aborted"], "cancelled"]);
    await eventLoop();
    expect(scheduler.leftovers()).toEqual([]);
  });

  it("does so for the signal of runAsync, too", async () => {
    const log: string[] = [];
    const result = runAsync(() => download(log), { signal: AbortSignal.timeout(5) });
    await expect(result).rejects.toMatchObject({ name: "TimeoutError" });
    expect(log).toEqual(["aborted"]);
  });

  it("leaves a response alone that a frame has fetched and the task goes on reading", async () => {
    const result = runAsync(function* () {
      const signal = yield* call(function* () {
        const mine = yield* abortSignal();
        yield* wait(Promise.resolve("headers"));
        return mine;
      });
      yield* sleep(1);
      return signal.aborted;
    });
    await expect(result).resolves.toBe(false);
  });
});

function* throws(): Generator<unknown, void> {
  yield* sleep(1);
  throw "up";
}

function* stuck(): Generator<unknown, void> {
  try {
    yield* sleep(100);
  } finally {
    yield* suspend(() => {});
  }
}
