import { pass, run, runAsync, Scheduler, wait } from "../../lib/index.js";
import { eventLoop, raise, thenable, waitsFor } from "../support/outside.js";

const [first, second] = [new Error("first"), new Error("second")];

// Jest fails a test in which a rejection is not handled; it has to come up before the end of that test.
afterEach(eventLoop);

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

function* logs(log: unknown[], syscall: Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  log.push(yield* syscall);
}
