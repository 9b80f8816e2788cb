import type { EventEmitter } from "node:events";
import {
  call,
  DeadlockError,
  on,
  OutsideWaitError,
  OverflowError,
  pass,
  run,
  runAsync,
  select,
  sleep,
  spawn,
  suspend,
  type Program,
  type Subscription,
} from "../../lib/index.js";
import { waitsFor } from "../support/outside.js";
import { node } from "../support/emitters.js";
import { WatchedKernel } from "../support/watched-kernel.js";

describe("a subscription whose events nobody reads", () => {
  function* floods(options: Parameters<typeof on>[2], events: number): Generator<unknown, unknown> {
    const { emitter, emit } = node();
    const subscription = yield* on<number>(emitter, "x", options);
    for (let n = 1; n <= events; n++) emit("x", n);
    const { size, dropped } = subscription;
    const read: unknown[] = [];
    for (let left = size; left > 0; left--) read.push(yield* subscription.next());
    return { read, dropped, emitter, subscription };
  }

  it.each([
    ["drop-oldest", [3, 4]],
    ["drop-newest", [1, 2]],
  ] as const)("keeps as many as its capacity says, by the rule %s", (overflow, read) => {
    expect(run(() => floods({ capacity: 2, overflow }, 4))).toMatchObject({ read, dropped: 2 });
  });

  it("keeps 1024 where nothing is said, and fails at one more: those kept are read first", () => {
    const log: unknown[] = [];
    run(function* () {
      const { read, emitter, subscription } = (yield* floods({}, 1030)) as {
        read: number[];
        emitter: EventEmitter;
        subscription: Subscription;
      };
      log.push(read.length, read.at(-1), emitter.listenerCount("x"));
      for (let i = 0; i < 2; i++) {
        try {
          yield* subscription.next();
        } catch (error) {
          log.push(error instanceof OverflowError, String(error));
        }
      }
    });
    const words =
      'OverflowError: on("x"): more than 1024 came in before they were read. Read them faster, raise capacity, or let some ' +
      'go: overflow: "drop-oldest" or "drop-newest".';
    expect(log).toEqual([1024, 1024, 0, true, words, true, words]);
  });

  it("loses nothing of what is within its capacity, and nothing at all while somebody waits", () => {
    expect(run(() => floods({ capacity: 4 }, 4))).toMatchObject({ read: [1, 2, 3, 4], dropped: 0 });
    expect(run(() => floods({ capacity: Infinity }, 5000))).toMatchObject({ dropped: 0 });
  });

  it.each<[string, object, string]>([
    ["capacity", { capacity: 0 }, "on: capacity: 0 is not a whole number from 1 up."],
    ["capacity", { capacity: "2" }, 'on: capacity: "2" is not a number.'],
    ["overflow", { overflow: "block" }, 'on: overflow: "block" is none of drop-oldest, drop-newest, fail.'],
  ])("refuses a wrong %s at the call", (_, options, message) => {
    expect(() => on(node().emitter, "x", options)).toThrow(message);
  });
});

describe("a subscription and D1", () => {
  it("is no outside wait: virtual time goes on, and a deadlock is one, in run and in runAsync", async () => {
    const { emitter } = node();
    const reads: Program = function* () {
      const events = yield* on(emitter, "x");
      yield* sleep(1000);
      yield* events.next();
    };
    expect(() => run(reads)).toThrow(DeadlockError);
    expect(() => run(reads)).toThrow(/waits for on\("x"\)\.next\(\)/);
    await expect(runAsync(reads, { time: "virtual" })).rejects.toThrow(DeadlockError);
    expect(emitter.listenerCount("x")).toBe(0);
  });

  it("runs ahead in virtual time while a task waits for an event", async () => {
    const { emitter, emit } = node();
    const result = runAsync(
      function* () {
        const events = yield* on(emitter, "x");
        const reader = yield* spawn(() => waitsFor(events.next()));
        yield* sleep(1000);
        emit("x", "late");
        return yield* reader;
      },
      { time: "virtual" },
    );
    await expect(result).resolves.toBe("late");
  });

  it("is an outside wait with { outside: true }, while a task waits for an event, and no longer", async () => {
    const { emitter, emit } = node();
    const watched = new WatchedKernel();
    const task = watched.spawn(function* () {
      const events = yield* on(emitter, "x", { outside: true });
      yield* pass();
      yield* select({ event: events.next(), other: suspend<string>((resolve) => resolve("at once")) });
      return yield* events.next();
    });
    for (const open of [0, 0, 0, 1]) {
      watched.step();
      expect(watched.kernel.outside.size).toBe(open);
    }
    emit("x", 1);
    expect(watched.kernel.outside.size).toBe(0);
    watched.settle();
    expect([task.result, watched.thrown]).toEqual([1, []]);

    const reads = () =>
      call(function* () {
        const events = yield* on(emitter, "x", { outside: true });
        return yield* events.next();
      });
    expect(() => run(() => waitsFor(reads()))).toThrow(OutsideWaitError);
    setImmediate(emit, "x", "from outside");
    await expect(runAsync(() => waitsFor(reads()))).resolves.toBe("from outside");
  });
});
