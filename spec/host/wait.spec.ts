import fc from "fast-check";
import {
  cancel,
  OutsideWaitError,
  pass,
  run,
  runAsync,
  Scheduler,
  select,
  self,
  sleep,
  spawn,
  timeout,
  wait,
} from "../../lib/index.js";
import { eventLoop, raise, waitingOn, waitsFor } from "../support/outside.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const [first, second] = [new Error("first"), new Error("second")];

/** A promise that is settled by hand. */
function deferred<T = string>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((...verbs) => ([resolve, reject] = verbs));
  return { promise, resolve, reject };
}

/** Something with a `then`, which is called with the two functions of whoever waits. */
function thenable<T = unknown>(
  then: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): PromiseLike<T> {
  return { then } as PromiseLike<T>;
}

// Jest fails a test in which a rejection is not handled; it has to come up before the end of that test.
afterEach(eventLoop);

describe("wait", () => {
  it("is answered with what a promise is fulfilled with", async () => {
    const { promise, resolve } = deferred();
    setImmediate(resolve, "value");
    await expect(runAsync(() => waitsFor(wait(promise)))).resolves.toBe("value");
    await expect(runAsync(() => waitsFor(wait(promise)))).resolves.toBe("value");
  });

  it("throws the reason of a rejection at the yield, where it can be caught", async () => {
    const result = runAsync(function* () {
      try {
        return yield* wait(Promise.reject(first));
      } catch (error) {
        yield* pass();
        return ["caught", error];
      }
    });
    await expect(result).resolves.toEqual(["caught", first]);
  });

  it("lets other tasks go on meanwhile", async () => {
    const log: string[] = [];
    const { promise, resolve } = deferred();
    await runAsync(function* () {
      yield* spawn(function* () {
        yield* pass();
        log.push("other");
        resolve("now");
      });
      log.push(yield* wait(promise));
    });
    expect(log).toEqual(["other", "now"]);
  });

  it("may be kept, and yielded again: a promise that has settled answers again", async () => {
    const kept = wait(Promise.resolve(1));
    await expect(
      runAsync(function* () {
        return [yield* kept, yield* kept, yield* yield* spawn(() => waitsFor(kept))];
      }),
    ).resolves.toEqual([1, 1, 1]);
  });

  it("says in words what it waits for", () => {
    class Query extends Promise<unknown> {}
    expect(String(wait(new Query(() => {})))).toBe("wait(Query {})");
    expect(waitingOn(wait(deferred().promise)).task.waitingFor).toBe("wait(Promise {})");
  });

  it("can be an alternative of a select", async () => {
    const { promise, resolve } = deferred();
    const slow = new Promise(() => {});
    setImmediate(resolve, "now");
    await expect(
      runAsync(() => waitsFor(select({ slow: wait(slow), quick: wait(promise), late: sleep(1e6) }))),
    ).resolves.toEqual({ name: "quick", value: "now" });
    await expect(runAsync(() => waitsFor(select({ slow: wait(slow), late: sleep(1) })))).resolves.toEqual({
      name: "late",
      value: undefined,
    });
  });

  it("is an outside wait: run cannot end it, and says what can", () => {
    const never = new Promise(() => {});
    expect(() => run(() => waitsFor(wait(never)))).toThrow(OutsideWaitError);
    expect(() => run(() => waitsFor(wait(never)))).toThrow(/Use runAsync:\n.*waits for wait\(Promise \{\}\)/);
  });

  it("goes on in a frame loop, when the promise has settled in between", async () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => waitsFor(wait(Promise.resolve("value"))));
    scheduler.advance(16);
    expect(task.state).toBe("waiting");
    await eventLoop();
    scheduler.advance(16);
    expect(task.result).toBe("value");
  });
});

describe("an argument of wait that is no promise", () => {
  it.each<[string, () => unknown, string]>([
    ["a number", () => 5, "wait: 5 is not a promise."],
    ["undefined", () => undefined, "wait: undefined is not a promise."],
    ["an object", () => ({ then: "soon" }), 'wait: { then: "soon" } is not a promise.'],
    ["a function", () => eventLoop, "wait: function eventLoop is not a promise. Call it: wait(eventLoop())."],
    ["a syscall", () => sleep(5), "is not a promise. Write yield* sleep(5)."],
    ["a task", () => self(), "wait: task main 1 is not a promise. Write yield* task to wait for its end."],
    ["a generator", () => waitsFor(pass()), "Run its function as a frame: yield* call(program)."],
  ])("is a TypeError at the call: %s", (_, make, message) => {
    const attempt = (): void => {
      const value = make() as PromiseLike<unknown>;
      expect(() => wait(value)).toThrow(TypeError);
      expect(() => wait(value)).toThrow(message);
    };
    run(function* main() {
      attempt();
    });
  });
});

describe("a thenable", () => {
  it("that answers at once answers in the same turn, without the outside", () => {
    expect(run(() => waitsFor(wait(thenable((resolve) => resolve("at once")))))).toBe("at once");
    expect(() => run(() => waitsFor(wait(thenable((_, reject) => reject(first)))))).toThrow(first);
  });

  it.each<[string, PromiseLike<unknown>]>([
    [
      "twice",
      thenable((resolve) => {
        resolve("first");
        resolve("second");
      }),
    ],
    [
      "and then with an error",
      thenable((resolve, reject) => {
        resolve("first");
        reject(second);
      }),
    ],
    [
      "and then throws",
      thenable((resolve) => {
        resolve("first");
        raise(second);
      }),
    ],
    [
      "with a promise, and then with a value",
      thenable((resolve) => {
        resolve(Promise.resolve("first"));
        resolve("second");
      }),
    ],
    [
      "with a promise, and then throws",
      thenable((resolve) => {
        resolve(Promise.resolve("first"));
        raise(second);
      }),
    ],
    ["with a thenable", thenable((resolve) => resolve(thenable((inner) => inner("first"))))],
    ["with a promise that comes to it later", thenable((resolve) => resolve(Promise.resolve().then(() => "first")))],
  ])("that answers %s is taken at its first word", async (_, promise) => {
    await expect(runAsync(() => waitsFor(wait(promise)))).resolves.toBe("first");
  });

  it.each<[string, PromiseLike<unknown>]>([
    ["that throws from then", thenable(() => raise(first))],
    [
      "that is rejected, and then throws",
      thenable((_, reject) => {
        reject(first);
        raise(second);
      }),
    ],
    [
      "that is rejected, and then answers",
      thenable((resolve, reject) => {
        reject(first);
        resolve("value");
      }),
    ],
    [
      "whose then cannot be read",
      {
        get then(): never {
          throw first;
        },
      },
    ],
    ["that answers with a promise that is rejected", thenable((resolve) => resolve(Promise.reject(first)))],
    [
      "that answers with one whose then cannot be read",
      thenable((resolve) => resolve(Object.defineProperty({}, "then", { get: () => raise(first) }))),
    ],
  ])("%s throws at the yield", async (_, promise) => {
    await expect(
      runAsync(function* () {
        const waits = wait(promise);
        try {
          return yield* waits;
        } catch (error) {
          return ["caught", error];
        }
      }),
    ).resolves.toEqual(["caught", first]);
  });

  it("is asked for its then once, and called when it is waited for, not before", () => {
    const calls: string[] = [];
    const lazy = {
      get then() {
        calls.push("get then");
        return (resolve: (value: number) => void) => {
          calls.push("call then");
          resolve(calls.length);
        };
      },
    } as unknown as PromiseLike<number>;
    const waits = wait(lazy);
    expect(calls).toEqual(["get then"]);
    expect(run(() => waitsFor(waits))).toBe(2);
    expect(calls).toEqual(["get then", "call then"]);
  });

  it("that is a function is one, too", () => {
    const callable = Object.assign(
      () => {},
      thenable((resolve) => resolve("value")),
    );
    expect(run(() => waitsFor(wait(callable)))).toBe("value");
  });

  it("is answered in the turn of another task, and that goes on after the one that it woke (T4)", () => {
    const log: unknown[] = [];
    let answer: (value: string) => void = () => {};
    const scheduler = new Scheduler();
    scheduler.spawn(() => logs(log, wait(thenable<string>((resolve) => void (answer = resolve)))));
    scheduler.spawn(function* () {
      answer("answer");
      yield* pass();
      log.push("goes on");
    });
    scheduler.run();
    expect(log).toEqual(["answer", "goes on"]);
  });
});

describe("a promise that settles after its wait was withdrawn", () => {
  type Settle = "resolve" | "reject";

  it.each<Settle>(["resolve", "reject"])("by a cancellation is ignored: %s", async (verb) => {
    const late = deferred();
    const { task, watched, log } = waitingOn(wait(late.promise));
    task.cancel();
    watched.settle();
    const { length } = watched.events;
    late[verb]("late");
    await eventLoop();
    expect([task.state, log, watched.events.length, watched.leftovers()]).toEqual(["cancelled", [], length, []]);
  });

  it.each<Settle>(["resolve", "reject"])("by an interrupt is ignored: %s", async (verb) => {
    const late = deferred();
    const { task, watched, log } = waitingOn(wait(late.promise));
    task.interrupt(first);
    late[verb]("late");
    await eventLoop();
    watched.settle();
    expect([log, watched.thrown]).toEqual([[first, "went on"], []]);
  });

  it.each<Settle>(["resolve", "reject"])("in a run that has ended is ignored: %s", async (verb) => {
    const late = deferred();
    await runAsync(function* () {
      const child = yield* spawn(() => waitsFor(wait(late.promise)));
      yield* sleep(1);
      yield* cancel(child);
    });
    late[verb]("late");
    await eventLoop();
  });

  it.each<[string, (promise: Promise<unknown>) => Iterable<unknown, unknown, unknown>]>([
    ["lost in a select", (promise) => select({ wait: wait(promise), late: sleep(1) })],
    ["was never begun in a select", (promise) => select({ first: pass0(), wait: wait(promise) })],
    ["ran out of time", (promise) => timeout(1, () => waitsFor(wait(promise)), { else: () => "else" })],
  ])("and %s brings no unhandled rejection", async (_, make) => {
    const late = deferred();
    await runAsync(() => waitsFor(make(late.promise)));
    late.reject(second);
    await eventLoop();
  });

  it("was never waited for because a cancellation was pending brings no unhandled rejection", async () => {
    const watched = new WatchedKernel();
    const task = watched.spawn(function* () {
      self().cancel();
      yield* wait(Promise.reject(second));
    });
    watched.settle();
    await eventLoop();
    expect([task.state, watched.thrown]).toEqual(["cancelled", []]);
  });
});

describe("an answer of a promise and a cancellation at once", () => {
  it("whichever comes first counts, and nothing is left", async () => {
    const acts = ["resolve", "reject", "cancel", "interrupt", "step", "event loop"] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...acts), { maxLength: 6 }), async (order) => {
        const { promise, resolve, reject } = deferred();
        const { task, watched, log } = waitingOn(wait(promise));
        for (const act of order) {
          if (act === "resolve") resolve("value");
          else if (act === "reject") reject(first);
          else if (act === "cancel") task.cancel();
          else if (act === "interrupt") task.interrupt(second);
          else if (act === "step") watched.step();
          else await eventLoop();
        }
        await eventLoop();
        watched.settle();
        const settled = order.some((act) => act === "resolve" || act === "reject");
        const ended = order.some((act) => act === "cancel" || act === "interrupt");
        expect([task.state === "waiting", watched.kernel.outside.size]).toEqual(
          settled || ended ? [false, 0] : [true, 1],
        );
        expect(log.filter((entry) => entry !== "went on").length).toBeLessThanOrEqual(1);
        watched.close();
        expect([watched.leftovers(), watched.thrown.filter((error) => error !== second)]).toEqual([[], []]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("virtual time", () => {
  it("does not run ahead of a promise that is waited for", async () => {
    const { promise, resolve } = deferred();
    setTimeout(resolve, 5, "value");
    const result = runAsync(
      function* () {
        const sleeper = yield* spawn(() => waitsFor(sleep(1000)));
        const value = yield* wait(promise);
        const state = sleeper.state;
        yield* sleeper;
        return [value, state];
      },
      { time: "virtual" },
    );
    await expect(result).resolves.toEqual(["value", "waiting"]);
  });
});

function* logs(log: unknown[], syscall: Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  log.push(yield* syscall);
}

/** A wait that is answered at once. */
function pass0() {
  return wait(thenable((resolve) => resolve("at once")));
}
