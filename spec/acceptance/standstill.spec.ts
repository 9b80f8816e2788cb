import {
  cancel,
  Channel,
  DeadlockError,
  join,
  LivelockError,
  LockAbandonedError,
  Mutex,
  pass,
  receive,
  run,
  Scheduler,
  scope,
  shield,
  sleep,
  spawn,
  spawnWith,
  suspend,
  type Program,
  type Task,
} from "rondo";
import { caughtBy, cleansFor, does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

/** The deadlock in which a program ends. */
function deadlockOf(program: Program): DeadlockError {
  const error = thrownBy(() => run(program));
  expect(error).toBeInstanceOf(DeadlockError);
  return error as DeadlockError;
}

describe("tasks that wait for each other", () => {
  it("by joins: an error that shows the ring, and no silence", () => {
    const error = deadlockOf(function* () {
      const pair: Task[] = [];
      for (const other of [1, 0]) {
        pair.push(
          yield* spawnWith({ name: `joins-${other}` }, function* () {
            yield* sleep(1);
            yield* join(pair[other]!);
          }),
        );
      }
    });
    expect(error.cycle).toHaveLength(2);
    expect(error.cycle.join(" ")).toMatch(/joins-1.*joins-0|joins-0.*joins-1/);
  });

  it("by locks taken in opposite orders", () => {
    const error = deadlockOf(function* () {
      const [a, b] = [new Mutex("a"), new Mutex("b")];
      const both =
        (first: Mutex, second: Mutex): Program =>
        () =>
          does(() =>
            first.withLock(function* () {
              yield* sleep(1);
              yield* second.withLock(() => sleeps(1));
            }),
          );
      yield* spawn(both(a, b));
      yield* spawn(both(b, a));
    });
    expect(error.blocked.join("\n")).toMatch(/Mutex a.*\n.*Mutex b|Mutex b.*\n.*Mutex a/);
    expect(error.cycle).toHaveLength(2);
  });

  it("by rendezvous, of which each wants to send first", () => {
    const error = deadlockOf(function* () {
      const [there, back] = [new Channel<number>(), new Channel<number>()];
      const peer = (out: Channel<number>, into: Channel<number>): Program =>
        function* () {
          yield* out.send(1);
          yield* into.receive();
        };
      yield* spawn(peer(there, back));
      yield* spawn(peer(back, there));
    });
    expect(error.blocked.filter((line) => line.includes("send"))).toHaveLength(2);
  });

  it("by cancels in each other's cleanups", () => {
    const scheduler = new Scheduler();
    const pair: Task[] = [];
    for (const other of [1, 0]) {
      pair.push(
        scheduler.spawn(function* () {
          try {
            yield* sleep(100);
          } finally {
            yield* cancel(pair[other]!);
          }
        }),
      );
    }
    scheduler.advance(1);
    pair[0]!.cancel();
    expect((thrownBy(() => scheduler.run()) as DeadlockError).cycle).toHaveLength(2);
  });
});

describe("a task that waits for what can never be", () => {
  it.each<[string, Program, string]>([
    ["mail that nobody sends", () => does(() => receive()), "receive"],
    ["a channel that nobody knows", () => does(() => new Channel().receive()), "receive"],
    ["its own end", () => does(() => own()), "joins itself"],
  ])("%s", (_what, program, words) => {
    expect(deadlockOf(program).message).toContain(words);
  });

  function* own(): Generator<unknown, unknown> {
    return yield* scope(function* () {
      const me: Task[] = [];
      const task = yield* spawn(function* () {
        yield* pass();
        yield* join(me[0]!);
      });
      me.push(task);
      return yield* task;
    });
  }

  it("is cleaned up before the deadlock is thrown by run", () => {
    const log: string[] = [];
    deadlockOf(function* () {
      yield* spawn(() => cleansFor(5, log, "sibling"));
      try {
        yield* receive();
      } finally {
        log.push("finally");
      }
    });
    expect(log).toEqual(["sibling stayed", "sibling leaves", "sibling is clean", "finally"]);
  });

  it("asks for a lock whose holder waits for it to end: an error at that yield, which can be caught", () => {
    const seen = run(function* () {
      const mutex = new Mutex();
      return yield* mutex.withLock(function* () {
        const child = yield* spawn(function* () {
          yield* pass();
          yield* pass();
          return yield* caughtBy(() => mutex.lock());
        });
        return (yield* child) instanceof DeadlockError;
      });
    });
    expect(seen).toBe(true);
  });
});

describe("what is no deadlock", () => {
  it("is a wait for the outside, a daemon that waits for ever, and a frame loop that has nothing to do", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(() => does(() => receive()));
    expect(() => scheduler.advance(100)).not.toThrow();
    const ended = run(function* () {
      yield* spawnWith({ daemon: true }, () => does(() => receive()));
      return "ended";
    });
    expect(ended).toBe("ended");
    const outside = new Scheduler();
    outside.spawn(() => does(() => suspend(() => {})));
    expect(() => outside.advance(5)).not.toThrow();
  });
});

it("an owner that ends with a lock breaks it for those who wait, and says who it was", () => {
  const seen = run(function* () {
    const mutex = new Mutex("ledger");
    const waiter = yield* spawn(function* () {
      yield* pass();
      yield* pass();
      return yield* caughtBy(() => mutex.lock());
    });
    yield* spawnWith({ name: "careless" }, function* () {
      yield* mutex.lock();
      yield* sleep(5);
    });
    return yield* waiter;
  });
  expect(seen).toBeInstanceOf(LockAbandonedError);
  expect((seen as Error).message).toMatch(/ledger.*careless/);
});

it("tasks that only pass to each other are a livelock, which names them, and their cleanup still runs", () => {
  const log: string[] = [];
  const error = thrownBy(() =>
    run(
      function* () {
        yield* shield(() => sleeps(0));
        try {
          for (;;) yield* pass();
        } finally {
          log.push("finally");
        }
      },
      { maxTurnsPerInstant: 1000 },
    ),
  );
  expect([error instanceof LivelockError, log]).toEqual([true, ["finally"]]);
});
