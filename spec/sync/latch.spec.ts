import { Latch, select, sleep } from "rondo";
import { errorOf } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;

beforeEach(() => {
  players = new Players();
});

describe("a latch", () => {
  it("lets all go on when it is opened, in the order in which they came, and stays open", () => {
    const latch = new Latch();
    for (const name of ["a", "b"]) players.waits(name, () => latch.wait());
    expect([players.news(), latch.isOpen]).toEqual([[], false]);
    players.calls("opener", () => latch.open());
    players.waits("late", () => latch.wait());
    expect(players.news()).toEqual([
      "opener got undefined",
      "a got undefined",
      "b got undefined",
      "late got undefined",
    ]);
    expect(latch.isOpen).toBe(true);
    latch.open();
    expect(latch.isOpen).toBe(true);
  });

  it("with a count opens after as many count-downs, and not below zero", () => {
    const latch = new Latch(3);
    players.waits("a", () => latch.wait());
    players.settle();
    latch.countDown();
    latch.countDown(1);
    expect([players.news(), latch.isOpen]).toEqual([[], false]);
    latch.countDown(5);
    expect([players.news(), latch.isOpen]).toEqual([["a got undefined"], true]);
    latch.countDown();
    expect(latch.isOpen).toBe(true);
  });

  it("with a count of zero is open", () => {
    players.waits("a", () => new Latch(0).wait());
    expect([new Latch(0).isOpen, players.news()]).toEqual([true, ["a got undefined"]]);
  });

  it("forgets those who go away, and an alternative that was not chosen", () => {
    const latch = new Latch(1, "ready");
    players.waits("a", () => latch.wait());
    players.waits("b", () => select({ open: latch.wait(), late: sleep(1) }));
    players.settle();
    expect(players.scheduler.tree()).toContain("a 1: waits for Latch ready.wait()");
    players.cancels("a");
    players.scheduler.advance(1);
    expect(players.said).toEqual(["a was cancelled", 'b got {"name":"late"}']);
    latch.open();
    expect([players.news().length, players.inputs, players.scheduler.leftovers()]).toEqual([2, [], []]);
  });

  it("answers nobody who gave up and waits for something else", () => {
    const latch = new Latch();
    players.acts("a", function* () {
      try {
        yield* latch.wait();
      } catch {
        yield* sleep(10);
        players.said.push("slept");
      }
    });
    players.settle();
    players.interrupts("a");
    players.settle();
    latch.open();
    expect(players.news()).toEqual([]);
  });

  it("that is opened from outside is one input for each scheduler in which somebody waits", () => {
    const latch = new Latch();
    const other = new Players();
    for (const each of [players, other]) {
      for (const name of ["a", "b"]) each.waits(name, () => latch.wait());
      each.settle();
    }
    latch.open();
    expect([players.inputs, other.inputs]).toEqual([["open for a 1"], ["open for a 1"]]);
    expect([players.news().length, other.news().length]).toEqual([2, 2]);
  });

  it("refuses a count that is no whole number", () => {
    expect(errorOf(() => new Latch(-1)).message).toBe("Latch: count: -1 is not a whole number from 0 up.");
    expect(errorOf(() => new Latch().countDown(0)).message).toBe("Latch.countDown: 0 is not a whole number from 1 up.");
  });
});
