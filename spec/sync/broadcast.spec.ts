import { Broadcast, run } from "rondo";
import { Players } from "./players.js";

let players: Players;
let prices: Broadcast<number>;

beforeEach(() => {
  players = new Players();
  prices = new Broadcast<number>();
});

describe("a broadcast", () => {
  it("sends each value to all who listen at the time", () => {
    const early = prices.subscribe();
    prices.send(1);
    const late = prices.subscribe();
    prices.send(2);
    expect([early.tryReceive(), early.tryReceive(), late.tryReceive()]).toEqual([
      { value: 1 },
      { value: 2 },
      { value: 2 },
    ]);
    expect([early.size, late.size, prices.size]).toEqual([0, 0, 2]);
  });

  it("wakes all who wait, in the order in which they began to listen", () => {
    for (const name of ["a", "b"]) {
      const mine = prices.subscribe();
      players.waits(name, () => mine.receive());
    }
    players.calls("sender", () => prices.send(42));
    expect(players.news()).toEqual(["sender got undefined", "a got 42", "b got 42"]);
  });

  it("waits for nobody: what a slow listener has no room for is dropped by its own rule", () => {
    const all = prices.subscribe();
    const latest = prices.subscribe(undefined, "conflate");
    const window = prices.subscribe(2);
    const first = prices.subscribe(2, "drop-newest");
    for (const price of [1, 2, 3]) prices.send(price);
    const kept = [all, latest, window, first].map((each) =>
      Array.from({ length: each.size }, () => each.tryReceive()?.value),
    );
    expect(kept).toEqual([[1, 2, 3], [3], [2, 3], [1, 2]]);
  });

  it("has no listener any more whose channel was closed", () => {
    const [gone, stays] = [prices.subscribe(), prices.subscribe()];
    prices.send(1);
    gone.close();
    expect(prices.size).toBe(1);
    prices.send(2);
    expect([gone.size, stays.size, prices.size]).toEqual([1, 2, 1]);
  });

  it("that is closed closes the channels of all who listen, with its error", () => {
    const reason = new Error("the market is closed");
    const mine = prices.subscribe();
    prices.send(1);
    prices.close(reason);
    players.waits("a", () => mine.next());
    players.waits("b", () => mine.next());
    expect(players.news()).toEqual(['a got {"done":false,"value":1}', "b got the market is closed"]);
    expect(prices.size).toBe(0);
    prices.send(2);
    expect(mine.size).toBe(0);
  });

  it("ends loops of listeners that are told of the end", () => {
    const heard = run(function* () {
      const mine = prices.subscribe();
      for (const price of [1, 2, 3]) prices.send(price);
      prices.close();
      const all: number[] = [];
      for (let got = yield* mine.next(); !got.done; got = yield* mine.next()) all.push(got.value);
      return all;
    });
    expect(heard).toEqual([1, 2, 3]);
  });
});
