import {
  call,
  CleanupTimeoutError,
  each,
  ensure,
  pass,
  runAsync,
  Scheduler,
  self,
  sleep,
  spawn,
  suppressed,
  type Task,
} from "../../lib/index.js";
import { eventLoop, Outside, waitsFor } from "../support/outside.js";
import { scripted, type Return } from "../support/scripted-iterator.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const [first, second] = [new Error("first"), new Error("second")];

afterEach(eventLoop);

/** Counts up to `n`, and writes down when it ends, and how. */
async function* counts(n: number, log: unknown[] = []): AsyncGenerator<number, string> {
  try {
    for (let i = 1; i <= n; i++) yield await Promise.resolve(i);
    log.push("ran out");
    return "result";
  } finally {
    await Promise.resolve();
    log.push("closed");
  }
}

describe("each, on every way out, closes the iterator and waits for that", () => {
  /** Items that come by hand; closing takes 5, and is written down. */
  function byHand(log: unknown[]) {
    const outside = new Outside<IteratorResult<number>>();
    const thenable = (begin: (resolve: (value: unknown) => void) => void): unknown => ({ then: begin });
    const items = {
      [Symbol.asyncIterator]: () => ({
        next: () => thenable((resolve) => void (outside.resolve = resolve)),
        return: () => {
          log.push("closing");
          return thenable((resolve) => {
            outside.resolve = () => {
              log.push("closed");
              resolve({ done: true });
            };
          });
        },
      }),
    } as unknown as AsyncIterable<number>;
    const give = (value: number): void => outside.resolve({ done: false, value });
    return { items, give, closed: () => give(0) };
  }

  function scene(where: "in next()" | "in the body") {
    const log: unknown[] = [];
    const { items, give, closed } = byHand(log);
    const watched = new WatchedKernel();
    const task = watched.spawn(function* () {
      try {
        yield* each(items, function* () {
          yield* ensure(
            function* () {
              yield* sleep(100);
            },
            function* () {
              yield* sleep(2);
              log.push("body cleaned up");
            },
          );
        });
      } catch (error) {
        log.push(error);
        yield* pass();
        log.push("went on");
      } finally {
        log.push("outer finally");
      }
    });
    watched.step();
    if (where === "in the body") {
      give(1);
      watched.step();
    }
    const settle = (): void => watched.settle();
    return { log, watched, task, closed, settle };
  }

  it.each<[string, "in next()" | "in the body", (task: Task) => void, unknown[]]>([
    ["a cancellation", "in next()", (task) => task.cancel(), ["closing", "closed", "outer finally"]],
    [
      "a cancellation",
      "in the body",
      (task) => task.cancel(),
      ["body cleaned up", "closing", "closed", "outer finally"],
    ],
    ["an interrupt", "in next()", (task) => void task.interrupt(first), ["closing", "closed", first, "outer finally"]],
    [
      "an interrupt",
      "in the body",
      (task) => void task.interrupt(first),
      ["body cleaned up", "closing", "closed", first, "outer finally"],
    ],
  ])("by %s %s", (_way, where, end, expected) => {
    const { log, watched, task, closed, settle } = scene(where);
    end(task);
    settle();
    expect([task.done, log.includes("closed"), watched.kernel.outside.size]).toEqual([false, false, 1]);
    task.interrupt(second);
    task.cancel();
    closed();
    settle();
    expect([task.done, watched.thrown, watched.leftovers()]).toEqual([true, [], []]);
    // The cancellation that came while it was closing takes effect at the next wait.
    expect(log).toEqual(expected);
  });

  it("by close, which gives up a return() that waits for the outside", () => {
    const { log, watched, task } = scene("in next()");
    watched.close();
    expect([task.state, log]).toEqual(["cancelled", ["closing"]]);
    expect(watched.thrown).toEqual([expect.any(CleanupTimeoutError)]);
    expect(watched.leftovers()).toEqual([]);
  });

  it("by closeAsync, which waits for it", async () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(() => waitsFor(each(counts(9, log), () => waitsFor(sleep(1000)))));
    scheduler.advance(0);
    await eventLoop();
    scheduler.advance(1);
    await scheduler.closeAsync();
    expect([log, scheduler.leftovers()]).toEqual([["closed"], []]);
  });

  it("by within, which does not", () => {
    const { log, watched, task } = scene("in next()");
    task.cancel("now", { within: 5 });
    watched.settle();
    expect([task.state, log, watched.thrown]).toEqual(["cancelled", ["closing"], [expect.any(CleanupTimeoutError)]]);
  });

  it.each<Return>(["throws", "rejects", "no object"])(
    "keeps under the error of the body what return() brings: %s",
    async (how) => {
      const items = scripted({ isSync: false, nexts: ["value"], return: how }, []);
      const result = runAsync(function* () {
        yield* each(items, function* () {
          throw new Error("of the body", { cause: how });
        });
      });
      const error: unknown = await result.catch((caught: unknown) => caught);
      expect([error, suppressed(error).length]).toEqual([new Error("of the body"), 1]);
    },
  );

  it("ends the task with the error of a return() that fails in a cancellation (C9)", async () => {
    const items = scripted({ isSync: false, nexts: ["value"], return: "rejects" }, []);
    const result = runAsync(function* () {
      self().cancel();
      yield* each(items, () => waitsFor(sleep(1)));
    });
    await expect(result).rejects.toThrow("return rejects");
  });

  it("lets an interrupt that the body catches go no further", async () => {
    const log: unknown[] = [];
    await runAsync(function* () {
      const reader = yield* spawn(function* () {
        yield* each([1, 2], function* (n) {
          try {
            yield* sleep(10);
          } catch (error) {
            log.push(n, error);
          }
        });
      });
      yield* pass();
      reader.interrupt(first);
    });
    expect(log).toEqual([1, first]);
  });

  it("ignores what comes of a next() that was pending, also where that is a rejection", async () => {
    let reject: (error: unknown) => void = () => {};
    const items = { [Symbol.asyncIterator]: () => ({ next: () => new Promise((_, no) => void (reject = no)) }) };
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => waitsFor(each(items as AsyncIterable<unknown>, logs)));
    scheduler.advance(0);
    task.cancel();
    scheduler.advance(0);
    expect(task.state).toBe("cancelled");
    reject(second);
    await eventLoop();
  });

  it("closes the outer of two that are nested after the inner one", async () => {
    const log: unknown[] = [];
    const named = (name: string): AsyncIterable<number> =>
      counts(2, { push: (what: string) => log.push(name + what) } as never);
    const result = runAsync(function* () {
      yield* each(named("outer "), function* () {
        yield* each(named("inner "), function* () {
          yield* call(function* () {
            throw first;
          });
        });
      });
    });
    await expect(result).rejects.toBe(first);
    expect(log).toEqual(["inner closed", "outer closed"]);
  });
});

function* logs(_item: unknown): Generator<unknown, void> {}
