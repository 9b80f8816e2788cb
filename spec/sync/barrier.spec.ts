import { Barrier, BrokenBarrierError, sleep, timeout } from "rondo";
import { errorOf } from "../support/thrown.js";
import { Players, show } from "./players.js";

let players: Players;
let barrier: Barrier;

beforeEach(() => {
  players = new Players();
  barrier = new Barrier(3, "phase");
});

const comes = (...names: string[]): void => names.forEach((name) => void players.waits(name, () => barrier.wait()));

describe("a barrier", () => {
  it("lets all go on when the last has come, in the order in which they came, with their numbers", () => {
    comes("a", "b");
    expect([players.news(), barrier.waitingCount, barrier.generation]).toEqual([[], 2, 0]);
    comes("c");
    expect(players.news()).toEqual(["a got 0", "b got 1", "c got 2"]);
    expect([barrier.waitingCount, barrier.generation, barrier.parties]).toEqual([0, 1, 3]);
  });

  it("is used again and again: who comes next belongs to the next generation", () => {
    comes("a", "b", "c", "d", "e");
    expect(players.news()).toEqual(["a got 0", "b got 1", "c got 2"]);
    comes("f");
    expect([players.news(), barrier.generation]).toEqual([["d got 0", "e got 1", "f got 2"], 2]);
  });

  it("keeps a party that comes round twice out of the generation that it has passed", () => {
    const rounds: string[] = [];
    for (const name of ["a", "b", "c"]) {
      players.acts(name, function* () {
        for (let round = 0; round < 3; round++) {
          rounds.push(`${name}${round}`);
          yield* barrier.wait();
        }
      });
    }
    players.settle();
    expect(rounds).toEqual(["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"]);
    expect(barrier.generation).toBe(3);
  });

  it("of one party lets it go on at once", () => {
    const alone = new Barrier(1);
    players.waits("a", () => alone.wait());
    expect([players.news(), alone.generation]).toEqual([["a got 0"], 1]);
  });

  it("refuses a number of parties that is no whole number from 1 up", () => {
    expect(errorOf(() => new Barrier(0)).message).toBe("Barrier: parties: 0 is not a whole number from 1 up.");
    expect(String(new Barrier(2))).toBe("Barrier(2)");
  });
});

describe("a barrier from which a party goes away", () => {
  it.each<[string, (name: string) => void, string]>([
    ["is cancelled", (name) => players.cancels(name), "was cancelled"],
    ["is interrupted", (name) => players.interrupts(name), "got interrupted"],
  ])("is broken for all when it %s, also for who comes later", (_how, goes, said) => {
    comes("a", "b");
    players.settle();
    goes("a");
    comes("late");
    expect(players.news()).toEqual(["b got BrokenBarrierError", `a ${said}`, "late got BrokenBarrierError"]);
    expect([barrier.isBroken, barrier.waitingCount]).toEqual([true, 0]);
  });

  it("says who has gone, and what to do", () => {
    let thrown: unknown;
    players.acts("b", function* () {
      try {
        yield* barrier.wait();
      } catch (error) {
        thrown = error;
      }
    });
    comes("a");
    players.settle();
    players.cancels("a");
    players.settle();
    expect(thrown).toBeInstanceOf(BrokenBarrierError);
    expect(show((thrown as Error).message)).toBe(
      "Barrier phase is broken: a 2 went away while it waited there. Call reset() to use it again.",
    );
  });

  it("is broken by a time-out, which is no outside input", () => {
    players.acts("a", function* () {
      const waits = function* (): Generator<unknown, unknown> {
        return yield* barrier.wait();
      };
      yield* timeout(5, waits, { else: () => undefined });
    });
    comes("b");
    players.scheduler.advance(5);
    expect([players.said, players.inputs]).toEqual([["b got BrokenBarrierError"], []]);
  });

  it("is not broken by a party that was let go on already", () => {
    const after = players.acts("a", function* () {
      yield* barrier.wait();
      yield* sleep(10);
    });
    comes("b", "c");
    players.settle();
    after.cancel();
    players.settle();
    expect([barrier.isBroken, players.said]).toEqual([false, ["b got 1", "c got 2"]]);
  });

  it("can be used again after a reset", () => {
    comes("a");
    players.settle();
    players.cancels("a");
    players.news();
    barrier.reset();
    expect(barrier.isBroken).toBe(false);
    comes("b", "c", "d");
    expect(players.news()).toEqual(["b got 0", "c got 1", "d got 2"]);
  });
});

describe("a barrier that is reset while some wait", () => {
  it("tells them that it was broken, and is whole for those who come", () => {
    comes("a", "b");
    players.settle();
    barrier.reset();
    expect(players.inputs).toEqual(["reset for a 1"]);
    expect(players.news()).toEqual(["a got BrokenBarrierError", "b got BrokenBarrierError"]);
    comes("c", "d", "e");
    expect([players.news(), barrier.isBroken]).toEqual([["c got 0", "d got 1", "e got 2"], false]);
  });
});
