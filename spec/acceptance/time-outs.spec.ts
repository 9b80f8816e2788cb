import {
  all,
  ask,
  Channel,
  Mutex,
  now,
  pass,
  receive,
  run,
  Scheduler,
  scope,
  sleep,
  spawn,
  timeout,
  TimeoutError,
  use,
  type Ask,
} from "rondo";
import { caughtBy, does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("time-outs inside each other", () => {
  it("the outer one ends the inner one, whose catch sees nothing, and is thrown outside", () => {
    const seen = run(function* () {
      try {
        yield* timeout(3, function* () {
          try {
            yield* timeout(20, () => sleeps(100));
          } catch {
            log.push("inner catch");
          }
          yield* sleep(1);
          log.push("went on");
        });
      } catch (thrown) {
        return [(thrown as Error).message.includes("timeout(3)"), now()];
      }
      return [];
    });
    expect([seen, log]).toEqual([[true, 3], []]);
  });

  it("the inner one, not caught, goes through the outer one as the inner's error", () => {
    const thrown = thrownBy(() => run(() => does(() => timeout(10, () => does(() => timeout(1, () => sleeps(5)))))));
    expect((thrown as Error).message).toContain("timeout(1)");
  });

  it("three deep, each shorter than the one inside: only the outermost is thrown", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() =>
        timeout(1, () => does(() => timeout(15, () => does(() => timeout(10, () => sleeps(5)))))),
      );
      return [(thrown as Error).message.includes("timeout(1)"), now()];
    });
    expect(seen).toEqual([true, 1]);
  });

  it("both in one instant: the outer one", () => {
    const seen = run(function* () {
      return yield* timeout(5, () => does(() => timeout(5, () => sleeps(9), { else: () => "inner" })), {
        else: () => "outer",
      });
    });
    expect(seen).toBe("outer");
  });
});

describe("what was made in time", () => {
  it("is not lost where the body ends in the very instant of the time-out", () => {
    const seen = run(function* () {
      const opened: string[] = [];
      const socket = yield* timeout(
        5,
        function* () {
          yield* sleep(5);
          opened.push("socket");
          return "socket";
        },
        { else: () => "none" },
      );
      return [socket, opened];
    });
    expect(seen).toEqual(["socket", ["socket"]]);
  });

  it("is released where the body goes on waiting: use it inside", () => {
    const seen = run(function* () {
      const got = yield* timeout(
        5,
        function* () {
          yield* use(
            () => "socket",
            () => void log.push("closed"),
          );
          yield* sleep(10);
          return "served";
        },
        { else: () => "late" },
      );
      return [got, ...log];
    });
    expect(seen).toEqual(["late", "closed"]);
  });

  it("a lock that is granted in the instant of the time-out is held, or free, and never lost", () => {
    for (const limit of [4, 5, 6]) {
      const locked = run(function* () {
        const mutex = new Mutex();
        yield* spawn(() => does(() => mutex.withLock(() => sleeps(5))));
        yield* pass();
        yield* timeout(limit, () => does(() => mutex.withLock(() => sleeps(10))), { else: () => "late" });
        yield* sleep(20);
        return mutex.locked;
      });
      expect(locked).toBe(false);
    }
  });
});

describe("a receive with a time-out", () => {
  it("throws when nothing comes, takes what comes in the last instant, and leaves later mail where it is", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const none = yield* caughtBy(() => receive({ timeout: 5 }));
      const some = yield* receive({ timeout: 5 });
      const matched = yield* caughtBy(() => receive({ timeout: 5, match: (m) => m === "wanted" }));
      return [none instanceof TimeoutError, some, matched instanceof TimeoutError, yield* receive()];
    });
    scheduler.advance(9);
    task.send("some");
    scheduler.advance(1);
    task.send("other");
    scheduler.run();
    expect(task.result).toEqual([true, "some", true, "other"]);
  });

  it("an ask that took too long gets no late reply: the next ask gets its own", () => {
    const seen = run(function* () {
      const server = yield* spawn(function* () {
        for (const delay of [10, 1]) {
          const question = yield* receive<Ask<string, string>>();
          yield* sleep(delay);
          question.reply(`re: ${question.message}`);
        }
      });
      const first = yield* timeout(5, () => does(() => ask<string>(server, "first")), { else: () => "too late" });
      return [first, yield* ask<string>(server, "second"), now()];
    });
    expect(seen).toEqual(["too late", "re: second", 11]);
  });
});

it("a channel that is drained under a deadline loses no value: what was not received is still there", () => {
  const seen = run(function* () {
    const channel = new Channel<number>(Infinity);
    yield* spawn(() => does(() => all([1, 2, 3, 4].map((n) => () => does(() => sends(channel, n))))));
    const got: number[] = [];
    yield* timeout(
      5,
      function* () {
        for (;;) got.push(yield* channel.receive());
      },
      { else: () => undefined },
    );
    yield* scope(() => sleeps(10));
    while (channel.size > 0) got.push(yield* channel.receive());
    return got;
  });
  expect(seen).toEqual([1, 2, 3, 4]);
});

function* sends(channel: Channel<number>, n: number): Generator<unknown, void> {
  yield* sleep(n * 2);
  yield* channel.send(n);
}
