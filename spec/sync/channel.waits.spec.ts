import { Channel, Latch, run, Scheduler, select, sleep, spawn, suspend, timeout, type Task } from "rondo";
import { errorOf } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;

beforeEach(() => {
  players = new Players();
});

describe("a wait at a channel that is given up", () => {
  it("has sent nothing", () => {
    const left = run(function* () {
      const channel = new Channel<string>();
      const sends = function* (): Generator<unknown, void> {
        yield* channel.send("a");
      };
      yield* timeout(1, sends, { else: () => undefined });
      return channel.tryReceive();
    });
    expect(left).toBeUndefined();
  });

  it("takes nothing, so that the next who waits gets the value", () => {
    const channel = new Channel<string>();
    players.waits("first", () => channel.receive());
    players.waits("second", () => channel.receive());
    players.settle();
    players.cancels("first");
    players.calls("sender", () => channel.trySend("a"));
    expect(players.news()).toEqual(["sender got true", "first was cancelled", "second got a"]);
  });

  it("is over for good: a task that waits elsewhere by then is handed nothing", () => {
    const [channel, buffered] = [new Channel<string>(), new Channel<string>(1)];
    const givesUp = (name: string, wait: () => Iterable<unknown>): Task =>
      players.acts(name, function* () {
        try {
          yield* wait();
        } catch {
          yield* sleep(100);
        }
      });
    buffered.trySend("full");
    givesUp("receiver", () => channel.receive());
    givesUp("sender", () => buffered.send("given up"));
    players.settle();
    players.interrupts("receiver");
    players.interrupts("sender");
    players.settle();
    expect([channel.trySend("a"), buffered.tryReceive(), buffered.tryReceive()]).toEqual([
      false,
      { value: "full" },
      undefined,
    ]);
  });

  it("is no more of a wait when the value is on its way: the task gets it, and then goes", () => {
    const channel = new Channel<string>();
    const got: string[] = [];
    const task = players.acts("receiver", function* () {
      got.push(yield* channel.receive());
      yield* sleep(1);
      got.push("never");
    });
    players.settle();
    channel.trySend("a");
    task.cancel();
    players.settle();
    expect([got, task.state]).toEqual([["a"], "cancelled"]);
  });
});

describe("a channel under select", () => {
  it("takes part with both its ends, which do not serve each other", () => {
    const channel = new Channel<string>();
    const both = (value: string) => select({ out: channel.send(value), in: channel.receive() });
    players.waits("a", () => both("from a"));
    expect(players.news()).toEqual([]);
    players.waits("b", () => both("from b"));
    players.waits("c", () => both("from c"));
    expect(players.news()).toEqual(['a got {"name":"in","value":"from b"}', 'b got {"name":"out"}']);
    expect(players.scheduler.tree()).toContain('c 3: waits for select(out: Channel(0).send("from c")');
  });

  it("holds nothing of a select that chose something else", () => {
    const [one, other] = [new Channel<string>(), new Channel<string>()];
    players.waits("a", () => select({ one: one.receive(), send: other.send("x"), late: sleep(5) }));
    players.settle();
    players.scheduler.advance(5);
    expect(players.said).toEqual(['a got {"name":"late"}']);
    expect([one.trySend("lost?"), other.tryReceive(), players.scheduler.leftovers()]).toEqual([false, undefined, []]);
  });

  it("is asked for nothing where there is nothing to have at once, and there is an else", () => {
    const channel = new Channel<string>();
    players.waits("a", () => select({ in: channel.receive(), out: channel.send("x") }, { else: "nothing" }));
    expect(players.news()).toEqual(['a got {"name":"else","value":"nothing"}']);
    expect([channel.trySend("x"), channel.tryReceive()]).toEqual([false, undefined]);
  });

  it("tells of its end like anywhere else", () => {
    const channel = new Channel<string>();
    players.waits("a", () => select({ next: channel.next(), late: sleep(5) }));
    players.waits("b", () => select({ receive: channel.receive(), late: sleep(5) }));
    players.settle();
    channel.close();
    expect(players.news()).toEqual(['a got {"name":"next","value":{"done":true}}', "b got ChannelClosedError"]);
    expect(players.scheduler.leftovers()).toEqual([]);
  });

  it("gives no value to a select that is being answered otherwise, whatever its disposers do meanwhile", () => {
    const [channel, latch] = [new Channel<string>(1), new Latch()];
    const disposer = (): void => void channel.trySend("kept");
    players.waits("a", () => select({ open: latch.wait(), never: suspend(() => disposer), in: channel.receive() }));
    players.settle();
    latch.open();
    expect(players.news()).toEqual(['a got {"name":"open"}']);
    expect(channel.tryReceive()).toEqual({ value: "kept" });
  });
});

describe("a plain call at a channel that is made outside of any turn", () => {
  it("is one outside input, however many it wakes", () => {
    const channel = new Channel<string>();
    for (const name of ["a", "b", "c"]) players.waits(name, () => channel.next());
    players.settle();
    channel.trySend("x");
    channel.close();
    expect(players.inputs).toEqual(["send for a 1", "close for b 2"]);
    expect(players.news()).toHaveLength(3);
  });

  it("is outside input, too, where it is made in a turn of another scheduler", () => {
    const channel = new Channel<string>();
    players.waits("a", () => channel.receive());
    players.settle();
    const other = new Scheduler();
    other.spawn(function* () {
      yield* channel.send("from the other one");
    });
    other.run();
    expect(players.inputs).toEqual(["send for a 1"]);
    expect(players.news()).toEqual(["a got from the other one"]);
  });

  it("is none where it is made in a turn", () => {
    const channel = new Channel<string>();
    players.waits("a", () => channel.receive());
    players.calls("b", () => channel.trySend("x"));
    players.settle();
    expect(players.inputs).toEqual([]);
  });
});

describe("what a channel is made with", () => {
  it.each<[unknown, unknown, string, string]>([
    [-1, "block", "RangeError", "Channel: capacity: -1 is not a whole number from 0 up."],
    [1.5, "block", "RangeError", "Channel: capacity: 1.5 is not a whole number from 0 up."],
    ["1", "block", "TypeError", 'Channel: capacity: "1" is not a number.'],
    [0, "drop-oldest", "RangeError", 'Channel: "drop-oldest" needs room for one value at least.'],
    [0, "conflate", "RangeError", 'Channel: "conflate" needs room for one value at least.'],
    [1, "drop", "TypeError", 'Channel: overflow: "drop" is none of block, drop-newest, drop-oldest, conflate.'],
  ])("is checked: %p, %p", (capacity, overflow, name, message) => {
    const make = (): unknown => new Channel(capacity as number, overflow as "block");
    expect(errorOf(make)).toMatchObject({ name, message });
  });
});

describe("tasks that hand values on through channels in a row", () => {
  it("lose none and keep their order", () => {
    const stages = 5;
    const got = run(function* () {
      const row = Array.from({ length: stages }, (_, n) => new Channel<number>(n % 3));
      const tasks: Task[] = [];
      for (let stage = 1; stage < stages; stage++) tasks.push(yield* spawn(passOn, row[stage - 1]!, row[stage]!));
      yield* spawn(function* () {
        for (let n = 0; n < 20; n++) yield* row[0]!.send(n);
        row[0]!.close();
      });
      const all: number[] = [];
      const last = row[stages - 1]!;
      for (let next = yield* last.next(); !next.done; next = yield* last.next()) all.push(next.value);
      return all;
    });
    expect(got).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
});

function* passOn(from: Channel<number>, to: Channel<number>): Generator<unknown, void> {
  for (let next = yield* from.next(); !next.done; next = yield* from.next()) yield* to.send(next.value);
  to.close();
}
