import { Channel, ChannelClosedError, run, Scheduler, spawn } from "rondo";
import { thrownBy } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;

beforeEach(() => {
  players = new Players();
});

/** As many players as there are values, each of which sends one. */
function send(channel: Channel<string>, ...values: string[]): void {
  for (const value of values) players.waits(`${value}'s sender`, () => channel.send(value));
}

describe("a channel", () => {
  it("without room lets a sender wait until its value is taken", () => {
    const channel = new Channel<string>();
    send(channel, "a");
    expect(players.news()).toEqual([]);
    players.waits("receiver", () => channel.receive());
    expect(players.news()).toEqual(["a's sender got undefined", "receiver got a"]);
  });

  it("with room takes as many values, and lets the next sender wait", () => {
    const channel = new Channel<string>(2);
    send(channel, "a", "b", "c");
    expect(players.news()).toEqual(["a's sender got undefined", "b's sender got undefined"]);
    expect([channel.size, channel.capacity]).toEqual([2, 2]);
    expect(players.scheduler.tree()).toBe(`c's sender 3: waits for Channel(2).send("c")`);
  });

  it("without a limit never lets a sender wait", () => {
    const channel = new Channel<number>(Infinity);
    const sent = run(function* () {
      for (let n = 0; n < 1000; n++) yield* channel.send(n);
      return channel.size;
    });
    expect(sent).toBe(1000);
  });

  it("hands a value to the longest waiting receiver, which no later comer can rob of it", () => {
    const channel = new Channel<string>(1);
    players.waits("first", () => channel.receive());
    players.waits("second", () => channel.receive());
    players.settle();
    // In one and the same instant: first has been handed the value, and has not gone on yet.
    players.calls("sender", () => channel.trySend("a"));
    players.calls("thief", () => channel.tryReceive());
    players.waits("late", () => channel.receive());
    expect(players.news()).toEqual(["sender got true", "thief got undefined", "first got a"]);
  });

  it("gives a freed place to the longest waiting sender, which no later comer can rob of it", () => {
    const channel = new Channel<string>(1);
    send(channel, "a", "b");
    players.news();
    players.calls("receiver", () => channel.tryReceive()?.value);
    players.calls("thief", () => channel.trySend("c"));
    expect(players.news()).toEqual(["receiver got a", "thief got false", "b's sender got undefined"]);
    expect(channel.tryReceive()).toEqual({ value: "b" });
  });

  it("hands undefined on like any value", () => {
    const channel = new Channel<undefined>(1);
    expect(channel.trySend(undefined)).toBe(true);
    expect(channel.tryReceive()).toEqual({ value: undefined });
    players.waits("receiver", () => channel.next());
    players.settle();
    channel.trySend(undefined);
    expect(players.news()).toEqual(['receiver got {"done":false}']);
  });

  it("is fine with ten thousand waiting senders, every other of which goes away", () => {
    const channel = new Channel<number>();
    const scheduler = new Scheduler();
    const tasks = Array.from({ length: 10_000 }, (_, n) =>
      scheduler.spawn(function* () {
        yield* channel.send(n);
      }),
    );
    scheduler.advance(0);
    tasks.forEach((task, n) => {
      if (n % 2 === 1) task.cancel();
    });
    const got = Array.from({ length: 5_000 }, () => channel.tryReceive()?.value);
    expect(got).toEqual(Array.from({ length: 5_000 }, (_, n) => 2 * n));
    scheduler.advance(0);
    expect([channel.tryReceive(), scheduler.leftovers()]).toEqual([undefined, []]);
  });
});

describe("a channel that drops values", () => {
  /** What is left of the values 1 to 4 that nobody receives. */
  const left = (channel: Channel<number>): number[] => {
    for (const n of [1, 2, 3, 4]) expect(channel.trySend(n)).toBe(true);
    return Array.from({ length: channel.size }, () => channel.tryReceive()!.value);
  };

  it("drops the newest, the oldest, or all but the latest", () => {
    expect(left(new Channel(2, "drop-newest"))).toEqual([1, 2]);
    expect(left(new Channel(2, "drop-oldest"))).toEqual([3, 4]);
    expect(left(new Channel(undefined, "conflate"))).toEqual([4]);
    expect(left(new Channel(3, "conflate"))).toEqual([4]);
  });

  it("has room for one where nothing is said", () => {
    expect(new Channel(undefined, "drop-oldest").capacity).toBe(1);
    expect(String(new Channel(undefined, "drop-newest"))).toBe('Channel(1, "drop-newest")');
  });

  it("never lets a sender wait", () => {
    const channel = new Channel<string>(1, "drop-newest");
    send(channel, "a", "b", "c");
    expect(players.news()).toHaveLength(3);
  });
});

describe("a channel that is closed", () => {
  const reason = new Error("the disk is full");

  it("lets receivers have first what it holds, and then tells them of the end", () => {
    const channel = new Channel<string>(2);
    send(channel, "a", "b");
    players.settle();
    channel.close();
    expect([channel.closed, channel.size]).toEqual([true, 2]);
    for (const name of ["r1", "r2", "r3"]) players.waits(name, () => channel.next());
    players.waits("r4", () => channel.receive());
    expect(players.news().slice(2)).toEqual([
      'r1 got {"done":false,"value":"a"}',
      'r2 got {"done":false,"value":"b"}',
      'r3 got {"done":true}',
      "r4 got ChannelClosedError",
    ]);
  });

  it("with an error throws that very error in receivers, once what it holds is taken", () => {
    const channel = new Channel<string>(1);
    channel.trySend("a");
    channel.close(reason);
    players.waits("r1", () => channel.next());
    players.waits("r2", () => channel.next());
    players.waits("r3", () => channel.receive());
    expect(players.news().slice(1)).toEqual(["r2 got the disk is full", "r3 got the disk is full"]);
    expect(channel.tryReceive()).toBeUndefined();
  });

  it("tells all who wait, in the order in which they came", () => {
    const channel = new Channel<string>();
    players.waits("r1", () => channel.next());
    players.waits("r2", () => channel.receive());
    players.settle();
    channel.close();
    expect(players.news()).toEqual(['r1 got {"done":true}', "r2 got ChannelClosedError"]);
  });

  it("throws an error in those who wait to send, which says why it was closed, and drops their values", () => {
    const channel = new Channel<string>();
    let thrown: unknown;
    players.acts("sender", function* () {
      try {
        yield* channel.send("a");
      } catch (error) {
        thrown = error;
      }
    });
    players.settle();
    channel.close(reason);
    players.settle();
    expect(thrown).toBeInstanceOf(ChannelClosedError);
    expect(thrown).toMatchObject({
      cause: reason,
      message: "Channel(0) was closed with Error: the disk is full, and takes no more values.",
    });
    expect(channel.tryReceive()).toBeUndefined();
  });

  it("takes no more values, from whomever", () => {
    const channel = new Channel<string>(1);
    channel.close();
    send(channel, "a");
    expect(players.news()).toEqual(["a's sender got ChannelClosedError"]);
    expect(thrownBy(() => channel.trySend("b"))).toBeInstanceOf(ChannelClosedError);
  });

  it("stays as it was closed first", () => {
    const channel = new Channel<string>();
    channel.close(reason);
    channel.close(new Error("another"));
    players.waits("receiver", () => channel.receive());
    expect(players.news()).toEqual(["receiver got the disk is full"]);
  });

  it("ends a loop over next()", () => {
    const total = run(function* () {
      const channel = new Channel<number>(1);
      yield* spawn(function* () {
        for (const n of [1, 2, 3]) yield* channel.send(n);
        channel.close();
      });
      let sum = 0;
      for (let got = yield* channel.next(); !got.done; got = yield* channel.next()) sum += got.value;
      return sum;
    });
    expect(total).toBe(6);
  });
});
