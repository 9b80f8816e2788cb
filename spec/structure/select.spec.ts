import {
  call,
  cancel,
  Channel,
  interrupt,
  Latch,
  Mutex,
  now,
  receive,
  run,
  Scheduler,
  scope,
  select,
  Semaphore,
  sleep,
  spawn,
  suspend,
} from "rondo";
import { fails } from "../support/actors.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";

describe("select", () => {
  it("answers with the name and the value of the wait that is answered first", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      yield* spawn(() => does(() => channel.send("hello")));
      const first = yield* select({ late: sleep(10), got: channel.receive() });
      const second = yield* select({ late: sleep(10), got: channel.receive() });
      return [first, second, now()];
    });
    expect(seen).toEqual([{ name: "got", value: "hello" }, { name: "late", value: undefined }, 10]);
  });

  it("takes the first listed of those that can be answered at once, and touches none of the others", () => {
    const [a, b] = [new Channel<string>(1), new Channel<string>(1)];
    const lock = new Mutex();
    const seen = run(function* () {
      a.trySend("a");
      b.trySend("b");
      return [yield* select({ b: b.receive(), a: a.receive(), lock: lock.lock() }), a.size, b.size, lock.locked];
    });
    expect(seen).toEqual([{ name: "b", value: "b" }, 1, 0, false]);
  });

  it("waits for all kinds of waits: whichever is answered", () => {
    const waits = (): Record<string, [() => Iterable<unknown, unknown, unknown>, () => void]> => {
      const [channel, closing, full, latch] = [
        new Channel<string>(),
        new Channel(),
        new Channel<string>(),
        new Latch(),
      ];
      let answer: (value: string) => void = () => {};
      return {
        receive: [() => channel.receive(), () => void channel.trySend("received")],
        next: [() => closing.next(), () => closing.close()],
        send: [() => full.send("sent"), () => void full.tryReceive()],
        latch: [() => latch.wait(), () => latch.open()],
        outside: [() => suspend<string>((resolve) => void (answer = resolve)), () => answer("from outside")],
      };
    };
    for (const which of Object.keys(waits())) {
      const answered = run(function* () {
        const each = waits();
        yield* spawn(function* () {
          yield* sleep(3);
          each[which]![1]();
        });
        const listed = Object.fromEntries(Object.entries(each).map(([name, [wait]]) => [name, wait()]));
        const got = yield* select({ ...listed, too: sleep(9) } as Record<string, ReturnType<typeof sleep>>);
        return [got.name, now()];
      });
      expect(answered).toEqual([which, 3]);
    }
  });

  it("takes a task for its join, and throws what that throws", () => {
    const error = new Error("of the task");
    const seen = run(function* () {
      return yield* scope(function* () {
        const task = yield* spawn(sleeps, 2, "result");
        const joined = yield* select({ task, late: sleep(5) });
        const thrown = yield* caughtBy(() =>
          scope(function* () {
            const failing = yield* spawn(fails, error, 1);
            yield* select({ failing, late: sleep(5) });
          }),
        );
        return [joined, thrown];
      });
    });
    expect(seen).toEqual([{ name: "task", value: "result" }, error]);
  });

  it("throws the error of a wait that fails, and leaves nothing of the others", () => {
    const scheduler = new Scheduler();
    const [closed, other] = [new Channel(), new Channel()];
    const task = scheduler.spawn(function* () {
      yield* spawn(function* () {
        yield* sleep(1);
        closed.close(new Error("closed with this"));
      });
      return yield* caughtBy(() => select({ other: other.receive(), closed: closed.receive(), late: sleep(50) }));
    });
    scheduler.advance(1);
    expect([(task.result as Error).message, other.trySend(1), scheduler.leftovers()]).toEqual([
      "closed with this",
      false,
      [],
    ]);
  });

  it("leaves no waiter, timer, permit or value behind: what comes later goes to others", () => {
    const scheduler = new Scheduler();
    const [channel, mutex, semaphore] = [new Channel<string>(), new Mutex(), new Semaphore(1)];
    scheduler.spawn(function* () {
      const held = [yield* mutex.lock(), yield* semaphore.acquire()];
      yield* sleep(2);
      for (const guard of held) guard.release();
    });
    scheduler.advance(0);
    const mine = scheduler.spawn(function* () {
      const waits = { message: receive(), value: channel.receive(), lock: mutex.lock(), permit: semaphore.acquire() };
      const got = yield* select({ ...waits, soon: sleep(1), later: sleep(100) });
      yield* sleep(2);
      return [got.name, yield* receive()];
    });
    scheduler.advance(2);
    expect([channel.trySend("lost?"), mutex.locked, semaphore.available, scheduler.nextWakeTime]).toEqual([
      false,
      false,
      1,
      3,
    ]);
    mine.send("kept");
    scheduler.run();
    expect(mine.result).toEqual(["soon", "kept"]);
  });

  it("does not meet itself: a send and a receive on one channel wait for others", () => {
    const seen = run(function* () {
      const channel = new Channel<number>();
      const got = yield* select({ send: channel.send(1), receive: channel.receive(), late: sleep(5) });
      return [got.name, channel.size];
    });
    expect(seen).toEqual(["late", 0]);
  });

  it("on both sides of a channel meets the other one: exactly one value goes over", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      const either = (name: string): Generator<unknown, unknown> =>
        does(() => select({ send: channel.send(`from ${name}`), receive: channel.receive() }));
      const [a, b] = [yield* spawn(either, "a"), yield* spawn(either, "b")];
      return [yield* a, yield* b];
    });
    expect(seen).toEqual([
      { name: "receive", value: "from b" },
      { name: "send", value: undefined },
    ]);
  });

  it("is withdrawn as a whole by a cancellation and by an interrupt", () => {
    const scheduler = new Scheduler();
    const [channel, latch] = [new Channel<string>(), new Latch()];
    const waits = (): Iterable<unknown, unknown, unknown> =>
      select({ value: channel.receive(), open: latch.wait(), late: sleep(9) });
    const cancelled = scheduler.spawn(() => does(waits));
    const interrupted = scheduler.spawn(() => does(() => call(() => caughtBy(waits))));
    scheduler.advance(1);
    cancelled.cancel();
    interrupted.interrupt("stop");
    scheduler.run();
    expect([cancelled.state, interrupted.result, scheduler.now]).toEqual(["cancelled", "stop", 1]);
    expect([channel.trySend("x"), scheduler.leftovers()]).toEqual([false, []]);
  });

  it("that was answered and cancelled in one turn gives its answer, which is not lost", () => {
    const seen: unknown[] = [];
    run(function* () {
      const channel = new Channel<string>();
      const task = yield* spawn(function* () {
        seen.push(yield* select({ value: channel.receive(), late: sleep(9) }));
        yield* sleep(1);
        seen.push("went on");
      });
      yield* sleep(1);
      channel.trySend("handed over");
      yield* cancel(task);
      seen.push(task.state);
    });
    expect(seen).toEqual([{ name: "value", value: "handed over" }, "cancelled"]);
  });

  it("that was cancelled and would be answered in one turn takes nothing", () => {
    run(function* () {
      const channel = new Channel<string>();
      const task = yield* spawn(() => does(() => select({ value: channel.receive(), late: sleep(9) })));
      yield* sleep(1);
      task.cancel();
      expect(channel.trySend("nobody takes it")).toBe(false);
      expect(yield* interrupt(task, "ignored")).toBe(false);
    });
  });
});
