import { OutsideWaitError, pass, run, runAsync, Scheduler, select, self, sleep, spawn, wait } from "../../lib/index.js";
import { deferred, eventLoop, waitingOn, waitsFor } from "../support/outside.js";

const first = new Error("first");

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
