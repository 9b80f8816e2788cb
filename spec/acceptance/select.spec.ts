import {
  ask,
  cancel,
  Channel,
  ChannelClosedError,
  ensure,
  join,
  Latch,
  Mutex,
  now,
  pass,
  receive,
  run,
  Scheduler,
  select,
  Semaphore,
  shield,
  sleep,
  spawn,
  suspend,
  suppressed,
  timeout,
  type Ask,
  type Task,
} from "rondo";
import { fails, stays } from "../support/actors.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("a select that is woken", () => {
  it("and cancelled in one turn gives its answer first, then ends", () => {
    run(function* () {
      const channel = new Channel<string>();
      const task = yield* spawn(function* () {
        const got = yield* select({ value: channel.receive(), never: suspend(() => {}) });
        log.push(`got ${String(got.value)}`);
        yield* pass();
        log.push("went on");
      });
      yield* pass();
      channel.trySend("it");
      yield* cancel(task);
      log.push(task.state);
    });
    expect(log).toEqual(["got it", "cancelled"]);
  });

  it("by two alternatives in one turn takes the first, and the second's value goes to the next who asks", () => {
    const seen = run(function* () {
      const [a, b] = [new Channel<string>(1), new Channel<string>(1)];
      const task = yield* spawn(() => does(() => select({ a: a.receive(), b: b.receive() })));
      yield* pass();
      b.trySend("to b");
      a.trySend("to a");
      return [yield* task, a.tryReceive(), b.tryReceive()];
    });
    expect(seen).toEqual([{ name: "b", value: "to b" }, { value: "to a" }, undefined]);
  });

  it("by a lock and cancelled in one turn has the lock, and gives it back in its finally", () => {
    const seen = run(function* () {
      const mutex = new Mutex();
      const guard = yield* mutex.lock();
      const task = yield* spawn(function* () {
        const got = yield* select({ lock: mutex.lock(), late: sleep(10) });
        if (got.name !== "lock") return;
        using held = got.value;
        log.push("has it");
        yield* sleep(10);
        void held;
      });
      yield* pass();
      guard.release();
      yield* cancel(task);
      return mutex.locked;
    });
    expect([seen, log]).toEqual([false, ["has it"]]);
  });

  it("by a time-out around it in the instant of its own answer keeps the answer", () => {
    const seen = run(function* () {
      return yield* timeout(5, () => does(() => select({ soon: sleep(5), never: receive() })), { else: () => "else" });
    });
    expect(seen).toEqual({ name: "soon", value: undefined });
  });
});

describe("a select over channels", () => {
  it("takes what is buffered, the first listed first, again and again", () => {
    const seen = run(function* () {
      const [a, b] = [new Channel<number>(Infinity), new Channel<number>(Infinity)];
      for (const n of [1, 2]) a.trySend(n);
      for (const n of [3, 4]) b.trySend(n);
      const got: unknown[] = [];
      for (let i = 0; i < 4; i++) got.push((yield* select({ a: a.receive(), b: b.receive() })).value);
      return got;
    });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it("throws at the end of a closed one, and is told of it by next()", () => {
    const seen = run(function* () {
      const channel = new Channel<number>(1);
      channel.trySend(1);
      channel.close();
      const last = yield* select({ n: channel.next(), late: sleep(1) });
      const end = yield* select({ n: channel.next(), late: sleep(1) });
      const thrown = yield* caughtBy(() => select({ n: channel.receive(), late: sleep(1) }));
      return [last.value, end.value, thrown instanceof ChannelClosedError];
    });
    expect(seen).toEqual([{ done: false, value: 1 }, { done: true, value: undefined }, true]);
  });

  it("that lost to another leaves its place in the queue: no value goes to it, none is doubled", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      yield* spawn(() => does(() => select({ value: channel.receive(), soon: sleep(1) })));
      const second = yield* spawn(() => does(() => channel.receive()));
      yield* sleep(2);
      yield* channel.send("for the second");
      return yield* second;
    });
    expect(seen).toBe("for the second");
  });

  it("sends exactly one of two values, to exactly one receiver", () => {
    const seen = run(function* () {
      const [a, b] = [new Channel<string>(), new Channel<string>()];
      const receivers = [yield* spawn(() => does(() => b.receive())), yield* spawn(() => does(() => a.receive()))];
      yield* pass();
      const got = yield* select({ a: a.send("to a"), b: b.send("to b") });
      yield* pass();
      for (const task of receivers) task.cancel();
      return [got.name, receivers.map((task) => task.result)];
    });
    expect(seen).toEqual(["a", [undefined, "to a"]]);
  });

  it("ten thousand rounds over four channels lose and double nothing", () => {
    const seen = run(function* () {
      const channels = Array.from({ length: 4 }, () => new Channel<number>());
      const [a, b, c, d] = channels as [Channel<number>, Channel<number>, Channel<number>, Channel<number>];
      for (const [i, channel] of channels.entries()) {
        yield* spawn(function* () {
          for (let n = i; n < 10_000; n += 4) yield* channel.send(n);
        });
      }
      let sum = 0;
      for (let n = 0; n < 10_000; n++) {
        sum += (yield* select({ a: a.receive(), b: b.receive(), c: c.receive(), d: d.receive() }, { fair: true }))
          .value;
      }
      return sum;
    });
    expect(seen).toBe((10_000 * 9999) / 2);
  });
});

describe("a select over other waits", () => {
  it("a join that fails is thrown, where the task is of another scope; the other alternatives are gone", () => {
    const scheduler = new Scheduler();
    const boom = new Error("boom");
    const failing = scheduler.spawn(fails, boom, 2);
    const chooser = scheduler.spawn(() => caughtBy(() => select({ end: join(failing), late: sleep(100) })));
    scheduler.run();
    expect([chooser.result, scheduler.now]).toEqual([boom, 2]);
  });

  it("permits for a big request that loses are not kept, and no longer stand before small ones", () => {
    const seen = run(function* () {
      const semaphore = new Semaphore(3);
      const one = yield* semaphore.acquire();
      const big = yield* spawn(() => does(() => select({ all: semaphore.acquire(3), soon: sleep(2) })));
      const small = yield* spawn(function* () {
        yield* sleep(1);
        yield* semaphore.acquire();
        return now();
      });
      yield* big;
      one.release();
      return [yield* small, semaphore.available];
    });
    expect(seen).toEqual([2, 2]);
  });

  it("mail that comes for a select that has lost stays in the mailbox, in order", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        const got = yield* select({ wanted: receive({ match: (m) => m === "wanted" }), soon: sleep(1) });
        yield* sleep(1);
        return [got.name, yield* receive(), yield* receive()];
      });
      yield* pass();
      task.send("a");
      yield* sleep(1);
      task.send("wanted");
      return yield* task;
    });
    expect(seen).toEqual(["soon", "a", "wanted"]);
  });

  it("a question that has lost can still be seen by whoever was asked, and its reply goes nowhere", () => {
    const seen = run(function* () {
      const server: Task = yield* spawn(function* () {
        yield* sleep(5);
        const question = yield* receive<Ask<string, string>>();
        const { open } = question;
        question.reply("too late");
        return open;
      });
      const got = yield* select({ reply: ask(server, "quick?"), late: sleep(1) });
      yield* sleep(10);
      return [got.name, yield* server];
    });
    expect(seen).toEqual(["late", false]);
  });

  it("a latch that is open answers at once, before anything is asked from outside", () => {
    const seen = run(function* () {
      const outside = suspend(() => void log.push("started"));
      return [(yield* select({ open: new Latch(0).wait(), outside })).name, ...log];
    });
    expect(seen).toEqual(["open"]);
  });
});

describe("a disposer in a select", () => {
  it("runs once where its alternative loses, wins, or is withdrawn", () => {
    const scheduler = new Scheduler();
    const counts: Record<string, number> = {};
    const outside = (name: string, answers: boolean): ReturnType<typeof suspend> =>
      suspend((resolve) => {
        counts[name] ??= 0;
        if (answers) resolve();
        return () => counts[name]!++;
      });
    scheduler.spawn(() => does(() => select({ loses: outside("loses", false), wins: outside("wins", true) })));
    const task = scheduler.spawn(() => does(() => select({ w: outside("withdrawn", false), late: sleep(9) })));
    scheduler.advance(1);
    task.cancel();
    scheduler.advance(10);
    expect(counts).toEqual({ loses: 1, wins: 1, withdrawn: 1 });
  });

  it("that throws where it loses takes nothing from the winner: it is reported", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown) => heard.push(thrown));
    const boom = new Error("in the disposer");
    const loses = suspend(() => () => {
      throw boom;
    });
    const task = scheduler.spawn(() => does(() => select({ loses, soon: sleep(1) })));
    scheduler.run();
    expect([task.result?.name, heard]).toEqual(["soon", [boom]]);
  });

  it("that throws while the select is cancelled ends the task failed with that", () => {
    const boom = new Error("in the disposer");
    const second = new Error("in the next one");
    const throws = (error: Error): ReturnType<typeof suspend> =>
      suspend(() => () => {
        throw error;
      });
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => select({ a: throws(boom), b: throws(second), late: sleep(9) })));
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(boom);
    expect([task.state, suppressed(boom)]).toEqual(["failed", [second]]);
  });

  it("of one whose start throws is thrown by the select, and the earlier alternatives are disposed of", () => {
    const boom = new Error("no start");
    const seen = run(() =>
      caughtBy(() =>
        select({
          first: suspend(() => () => void log.push("disposed")),
          second: suspend(() => {
            throw boom;
          }),
          third: suspend(() => void log.push("never")),
        }),
      ),
    );
    expect([seen, log]).toEqual([boom, ["disposed"]]);
  });
});

it("a select in a shield, and in a cleanup, waits through a cancellation", () => {
  const scheduler = new Scheduler();
  const [one, two] = [new Channel<string>(), new Channel<string>()];
  const task = scheduler.spawn(() =>
    does(() =>
      ensure(
        function* () {
          const got = yield* shield(() => does(() => select({ one: one.receive(), late: sleep(100) })));
          log.push(got.name);
          yield* stays([], "");
        },
        function* () {
          log.push((yield* select({ two: two.receive(), late: sleep(5) })).name);
        },
      ),
    ),
  );
  scheduler.advance(1);
  task.cancel();
  scheduler.advance(1);
  one.trySend("1");
  scheduler.run();
  expect([log, task.state, scheduler.now]).toEqual([["one", "late"], "cancelled", 7]);
  expect(run(() => sleeps(0))).toBe("slept");
});
