import type * as rondo from "rondo";
import { call, emit, join, pass, receive, Scheduler, self, send, sleep, spawn, type Task } from "rondo";
import { recordEvents } from "../support/record.js";
import { thrownBy } from "../support/thrown.js";

/** A second copy of Rondo, as two versions in one dependency tree would be. */
let other: typeof rondo;
beforeAll(async () => {
  await jest.isolateModulesAsync(async () => {
    other = await import("rondo");
  });
  expect(other.sleep).not.toBe(sleep);
});

function* countTo(last: number): Generator<number, void> {
  for (let n = 1; n <= last; n++) yield n;
}
async function* ticks(): AsyncGenerator<number> {
  yield await Promise.resolve(1);
}
const rejected = Promise.reject(new Error("handled below"));
rejected.catch(() => {});

const mistakes: readonly (readonly [string, () => unknown, RegExp])[] = [
  ["a promise", () => Promise.resolve(1), /^yield Promise \{\}: a promise was yielded.*yield\* wait\(promise\)/],
  ["a rejected promise", () => rejected, /a promise was yielded/],
  ["what an async function returns", () => (async () => {})(), /a promise was yielded/],
  [
    "an object with a then of its own",
    () => ({ n: 1, then: () => {} }),
    /^yield \{ n: 1, then: .*: a promise was yielded/,
  ],
  ["a task", () => self(), /^yield task main 1: a task was yielded.*yield\* task, or yield\* join\(task\)/],
  [
    "a generator function",
    () => countTo,
    /^yield countTo: .* not called.*yield\* call\(countTo\), or yield countTo\(\)/,
  ],
  ["a generator function without a name", () => (() => function* () {})(), /^yield anonymous: .* not called/],
  ["a generator method", () => ({ *rows() {} }).rows, /^yield rows: .* not called/],
  ["an async generator", () => ticks(), /^yield .*: an async generator.*Write function\* instead of async/],
  ["an async generator function", () => ticks, /^yield ticks: .*async.*function\*/],
  [
    "a syscall of another copy",
    () => other.sleep(5),
    /^yield .*sleep\(5\).*another copy of Rondo.* Import both from the same/,
  ],
  ["a task of another copy", () => new other.Scheduler().spawn(countTo, 1), /^yield .*another copy of Rondo/],
];

describe.each(mistakes)("Y5 %s that is yielded", (_, make, message) => {
  it("is a TypeError at that yield, which shows the value and names the fix", () => {
    const scheduler = new Scheduler();
    const emissions = recordEvents(scheduler, "emission");
    const task = scheduler.spawn(function* main() {
      self().send("mail");
      try {
        yield make();
      } catch (error) {
        return { error, unread: self().unread };
      }
      return "it was taken for something else";
    });
    scheduler.run();
    expect(task.result).toEqual({ error: expect.any(TypeError) as unknown, unread: 1 });
    expect((task.result as { error: TypeError }).error.message).toMatch(message);
    expect(emissions).toEqual([]);
  });

  it("is thrown into the innermost frame, can be caught there, and the task goes on", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* main() {
      yield* call(function* () {
        for (let i = 0; i < 2; i++) {
          try {
            yield make();
          } catch {
            log.push("caught");
          } finally {
            log.push("finally");
          }
          yield* sleep(1);
        }
      });
      log.push("over");
    });
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["caught", "finally", "caught", "finally", "over"], 2]);
  });

  it("fails the task where it is not caught", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* main() {
      yield make();
    });
    const error = thrownBy(() => scheduler.run());
    expect([error instanceof TypeError, error === task.error, task.state]).toEqual([true, true, "failed"]);
    expect(scheduler.leftovers()).toEqual([]);
  });

  it("is no mistake where it is meant: emit(value) emits it", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("emission", (value) => heard.push(value));
    let value: unknown;
    scheduler.spawn(function* main() {
      yield* emit((value = make()));
    });
    scheduler.run();
    expect(heard[0] === value).toBe(true);
  });
});

describe("Y5 another copy of Rondo", () => {
  it.each<readonly [string, () => Iterable<unknown, unknown>]>([
    ["sleep", () => other.sleep(5)],
    ["pass", () => other.pass()],
    ["receive", () => other.receive()],
    ["call", () => other.call(countTo, 3)],
    ["spawn", () => other.spawn(countTo, 3)],
    ["join", () => other.join(new other.Scheduler().spawn(countTo, 1))],
    ["a task", () => new other.Scheduler().spawn(countTo, 1)],
  ])("%s of it is refused by yield* as it is by yield", (_, make) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const errors: unknown[] = [];
      for (const step of [() => make(), () => [make()]]) {
        try {
          yield* step();
        } catch (error) {
          errors.push(error);
        }
        yield* pass();
      }
      return errors.filter((error) => error instanceof TypeError).length;
    });
    scheduler.run();
    expect(task.result).toBe(2);
  });

  it("has tasks that this one cannot reach: each syscall says so where it is made", () => {
    const stranger = new other.Scheduler().spawn(countTo, 1) as unknown as Task;
    for (const [name, reach] of Object.entries({ join, send: (task: Task) => send(task, 1) })) {
      const error = thrownBy(() => reach(stranger)) as Error;
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(new RegExp(`^${name}: .* is not a task.*yield\\* spawn`));
    }
  });

  it("runs beside this one, and inside its turns, as long as each has its own", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const inner = new other.Scheduler();
      const stranger = inner.spawn(function* () {
        yield* other.sleep(3);
        return [other.now(), yield* other.receive()];
      });
      stranger.send("across");
      yield* spawn(countTo, 2);
      inner.run();
      self().send("mine");
      return [stranger.result, yield* receive()];
    });
    scheduler.run();
    expect(task.result).toEqual([[3, "across"], "mine"]);
  });
});
