import {
  cancel,
  Channel,
  ChannelClosedError,
  Mutex,
  pass,
  receive,
  run,
  select,
  sleep,
  spawn,
  suspend,
  timeout,
} from "rondo";
import { caughtBy, does } from "../support/small-programs.js";

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
        using _held = got.value;
        log.push("has it");
        yield* sleep(10);
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
