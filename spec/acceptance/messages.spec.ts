import { Broadcast, cancel, Channel, ChannelClosedError, now, pass, run, sleep, spawn, type Task } from "rondo";
import { caughtBy, does, sleeps } from "../support/small-programs.js";

let log: unknown[];

beforeEach(() => {
  log = [];
});

describe("a channel without a buffer", () => {
  it("lets a sender go on only when its value is taken", () => {
    run(function* () {
      const channel = new Channel<string>();
      yield* spawn(function* () {
        yield* channel.send("a");
        log.push(`sent at ${now()}`);
      });
      yield* sleep(5);
      log.push(yield* channel.receive());
    });
    expect(log).toEqual(["sent at 5", "a"]);
  });

  it("serves senders and receivers in the order in which they came", () => {
    run(function* () {
      const channel = new Channel<number>();
      for (const n of [1, 2, 3]) yield* spawn(() => does(() => channel.send(n)));
      for (let i = 0; i < 3; i++) log.push(yield* channel.receive());
      for (const n of [4, 5, 6]) {
        yield* spawn(function* () {
          log.push(`${n} gets ${yield* channel.receive()}`);
        });
      }
      for (const n of [7, 8, 9]) yield* channel.send(n);
    });
    expect(log).toEqual([1, 2, 3, "4 gets 7", "5 gets 8", "6 gets 9"]);
  });

  it("gives a value to one of two receivers, and the other one waits on", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      const [a, b] = [
        yield* spawn(() => does(() => channel.receive())),
        yield* spawn(() => does(() => channel.receive())),
      ];
      yield* channel.send("x");
      yield* pass();
      const states = [a.state, b.state];
      yield* cancel(b);
      return [...states, a.result];
    });
    expect(seen).toEqual(["done", "waiting", "x"]);
  });

  it("cannot be robbed: a value that was handed to a waiting receiver is not there for a later one", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      const first = yield* spawn(() => does(() => channel.receive()));
      yield* pass();
      channel.trySend("x");
      const stolen = channel.tryReceive();
      return [stolen, yield* first];
    });
    expect(seen).toEqual([undefined, "x"]);
  });
});

describe("a channel that is closed", () => {
  it("gives what it holds first, then ends; its waiting senders are told, and their values are not delivered", () => {
    const seen = run(function* () {
      const channel = new Channel<number>(1);
      yield* channel.send(1);
      const sender = yield* spawn(() => caughtBy(() => channel.send(2)));
      yield* pass();
      channel.close();
      const told = yield* sender;
      return [told instanceof ChannelClosedError, yield* channel.next(), yield* channel.next()];
    });
    expect(seen).toEqual([true, { done: false, value: 1 }, { done: true, value: undefined }]);
  });

  it("with an error gives that error, the same one, to each waiting and later receiver", () => {
    const boom = new Error("boom");
    const seen = run(function* () {
      const channel = new Channel<number>();
      const waiting = yield* spawn(() => caughtBy(() => channel.receive()));
      yield* pass();
      channel.close(boom);
      return [yield* waiting, yield* caughtBy(() => channel.receive()), yield* caughtBy(() => channel.next())];
    });
    expect(seen).toEqual([boom, boom, boom]);
  });

  it("twice is closed once, with the first error", () => {
    const seen = run(function* () {
      const channel = new Channel<number>();
      channel.close("first");
      channel.close("second");
      return yield* caughtBy(() => channel.receive());
    });
    expect(seen).toBe("first");
  });

  it("by one producer ends all consumers, each of which has got its share", () => {
    const seen = run(function* () {
      const channel = new Channel<number>();
      const got: number[] = [];
      for (let i = 0; i < 3; i++) {
        yield* spawn(function* () {
          for (let n = yield* channel.next(); !n.done; n = yield* channel.next()) {
            got.push(n.value);
            yield* sleep(i);
          }
          log.push("ended");
        });
      }
      for (let n = 0; n < 20; n++) yield* channel.send(n);
      channel.close();
      yield* sleep(10);
      return got.toSorted((a, b) => a - b);
    });
    expect([seen.length, new Set(seen).size, log]).toEqual([20, 20, ["ended", "ended", "ended"]]);
  });
});

describe("a full channel", () => {
  it("gives a freed place to the longest waiting sender, before any that comes later", () => {
    const seen = run(function* () {
      const channel = new Channel<string>(1);
      channel.trySend("first");
      yield* spawn(() => does(() => channel.send("waiting")));
      yield* pass();
      const got = [channel.tryReceive()?.value];
      got.push(channel.trySend("late") ? "late was taken" : "late was refused");
      return [...got, channel.tryReceive()?.value];
    });
    expect(seen).toEqual(["first", "late was refused", "waiting"]);
  });

  it("drops the newest, the oldest, or all but the last, as it is told", () => {
    const kept = (["drop-newest", "drop-oldest", "conflate"] as const).map((overflow) =>
      run(function* () {
        const channel = new Channel<number>(2, overflow);
        for (let n = 1; n <= 5; n++) yield* channel.send(n);
        channel.close();
        const got: number[] = [];
        for (let n = yield* channel.next(); !n.done; n = yield* channel.next()) got.push(n.value);
        return got;
      }),
    );
    expect(kept).toEqual([[1, 2], [4, 5], [5]]);
  });

  it("has ten thousand senders waiting, of whom every other one is cancelled, and delivers the rest in order", () => {
    const seen = run(function* () {
      const channel = new Channel<number>();
      const senders: Task[] = [];
      for (let n = 0; n < 10_000; n++) senders.push(yield* spawn(() => does(() => channel.send(n))));
      for (let n = 0; n < 10_000; n += 2) senders[n]!.cancel();
      let inOrder = true;
      for (let n = 1; n < 10_000; n += 2) inOrder &&= (yield* channel.receive()) === n;
      return [inOrder, channel.tryReceive()];
    });
    expect(seen).toEqual([true, undefined]);
  });
});

it("a broadcast gives each listener each value from its beginning on", () => {
  const seen = run(function* () {
    const news = new Broadcast<number>();
    const early = news.subscribe();
    news.send(1);
    const late = news.subscribe();
    news.send(2);
    news.close();
    const got: number[][] = [];
    for (const channel of [early, late]) {
      const heard: number[] = [];
      for (let n = yield* channel.next(); !n.done; n = yield* channel.next()) heard.push(n.value);
      got.push(heard);
    }
    yield* sleeps(0);
    return got;
  });
  expect(seen).toEqual([[1, 2], [2]]);
});
