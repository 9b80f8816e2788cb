import {
  abortSignal,
  all,
  cancel,
  CancelledError,
  each,
  ensure,
  now,
  pass,
  race,
  runAsync,
  Scheduler,
  scope,
  sleep,
  spawn,
  spawnWith,
  timeout,
  toPromise,
  wait,
} from "rondo";
import { stays } from "../support/actors.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";

let log: string[];
let boom: Error;
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => void process.off("unhandledRejection", note));

beforeEach(() => {
  log = [];
  boom = new Error("boom");
  unhandled.length = 0;
});

/** A promise, and how it is settled. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let [resolve, reject]: [(value: T) => void, (error: unknown) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets promises and the event loop have their turns. */
const settle = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

describe("a promise that is waited for", () => {
  it("gives its value or its error at that yield, where it can be caught, and the task goes on", async () => {
    const seen = await runAsync(function* () {
      const one = yield* wait(Promise.resolve(12));
      const caught = yield* caughtBy(() => wait(Promise.reject(boom)));
      return [one, caught, yield* wait(Promise.resolve(55))];
    });
    expect(seen).toEqual([12, boom, 55]);
  });

  it("and settles after its task was cancelled is ignored, and no unhandled rejection", async () => {
    const late = deferred<string>();
    const seen = await runAsync(function* () {
      const task = yield* spawn(function* () {
        try {
          log.push(yield* wait(late.promise));
        } finally {
          log.push("left");
        }
      });
      yield* pass();
      yield* cancel(task);
      return task.state;
    });
    late.reject(boom);
    await settle();
    expect([seen, log, unhandled]).toEqual(["cancelled", ["left"], []]);
  });

  it("in several branches rejects once for all of them: the others are cancelled, and theirs are no unhandled rejections", async () => {
    const promises = [deferred<number>(), deferred<number>(), deferred<number>()];
    const running = runAsync(() =>
      caughtBy(() =>
        all(
          promises.map(
            ({ promise }) =>
              () =>
                does(() => wait(promise)),
          ),
        ),
      ),
    );
    promises[1]!.reject(boom);
    const caught = await running;
    promises[0]!.reject(new Error("later"));
    promises[2]!.reject(new Error("still later"));
    await settle();
    expect([caught, unhandled]).toEqual([boom, []]);
  });

  it("that loses a race may reject afterwards: nobody hears of it", async () => {
    const late = deferred<string>();
    const seen = await runAsync(function* () {
      return yield* race({ late: () => does(() => wait(late.promise)), soon: () => sleeps(1, "soon") });
    });
    late.reject(boom);
    await settle();
    expect([seen, unhandled]).toEqual(["soon", []]);
  });

  it("for too long ends in a time-out, after the cleanup, which may wait for another promise", async () => {
    const seen = await runAsync(function* () {
      return yield* timeout(
        1,
        () =>
          does(() =>
            ensure(
              () => does(() => wait(new Promise(() => {}))),
              () => does(() => wait(Promise.resolve().then(() => void log.push("cleaned up")))),
            ),
          ),
        { else: () => "else" },
      );
    });
    expect([seen, log]).toEqual(["else", ["cleaned up"]]);
  });
});

describe("an async iterable", () => {
  async function* numbers(): AsyncGenerator<number> {
    try {
      for (let n = 1; ; n++) yield await Promise.resolve(n);
    } finally {
      log.push("returned");
    }
  }

  it("is closed where the body throws, before that error goes on", async () => {
    const seen = await runAsync(() =>
      caughtBy(() =>
        each(numbers(), function* (n) {
          log.push(String(n));
          yield* pass();
          if (n === 2) throw boom;
        }),
      ),
    );
    expect([seen, log]).toEqual([boom, ["1", "2", "returned"]]);
  });

  it("is closed where its task is cancelled, and whoever cancels waits for that", async () => {
    await runAsync(function* () {
      const task = yield* spawn(() => does(() => each(numbers(), () => sleeps(1000))));
      yield* sleep(1);
      yield* cancel(task);
      log.push("gone");
    });
    expect(log).toEqual(["returned", "gone"]);
  });
});

describe("an abort signal", () => {
  it("is aborted once when the branch that has it loses, before the race answers", async () => {
    const seen = await runAsync(function* () {
      let aborts = 0;
      const winner = yield* race({
        download: () =>
          does(() =>
            scope(function* () {
              const signal = yield* abortSignal();
              signal.addEventListener("abort", () => aborts++);
              yield* wait(new Promise(() => {}));
            }),
          ),
        stop: () => sleeps(1, "stopped"),
      });
      return [winner, aborts];
    });
    expect(seen).toEqual(["stopped", 1]);
  });

  it("that is aborted ends a run from outside, after its cleanup, with its reason", async () => {
    const controller = new AbortController();
    const running = runAsync(
      function* () {
        yield* ensure(
          () => stays([], ""),
          function* () {
            yield* sleep(1);
            log.push("cleaned up");
          },
        );
      },
      { signal: controller.signal },
    );
    await settle();
    controller.abort(boom);
    await expect(running).rejects.toBe(boom);
    expect(log).toEqual(["cleaned up"]);
  });

  it("that was aborted before lets nothing start", async () => {
    await expect(
      runAsync(
        () => {
          log.push("called");
          return sleeps(1);
        },
        { signal: AbortSignal.abort(boom) },
      ),
    ).rejects.toBe(boom);
    expect(log).toEqual([]);
  });
});

describe("a task as a promise", () => {
  it("is settled as the task ends: with its result, its error, or a CancelledError", async () => {
    const scheduler = new Scheduler();
    const done = scheduler.spawn(sleeps, 1, "result");
    const failed = scheduler.spawnWith({ supervised: true }, function* () {
      yield* sleep(1);
      throw boom;
    });
    const cancelled = scheduler.spawn(stays, [], "");
    const promises = [toPromise(done), toPromise(failed), toPromise(cancelled)];
    scheduler.advance(0);
    cancelled.cancel("no need");
    scheduler.advance(5);
    const outcomes = await Promise.allSettled(promises);
    expect(outcomes[0]).toEqual({ status: "fulfilled", value: "result" });
    expect(outcomes[1]).toEqual({ status: "rejected", reason: boom });
    expect((outcomes[2] as PromiseRejectedResult).reason).toBeInstanceOf(CancelledError);
    expect(unhandled).toEqual([]);
  });
});

it("a virtual clock waits for the outside, and does not run ahead of it", async () => {
  const scheduler = new Scheduler();
  const late = deferred<string>();
  const task = scheduler.spawn(function* () {
    yield* spawnWith({ daemon: true }, () => does(() => sleep(1000)));
    return [yield* wait(late.promise), now()];
  });
  scheduler.advance(5);
  late.resolve("arrived");
  await settle();
  scheduler.advance(0);
  expect(task.result).toEqual(["arrived", 5]);
});
