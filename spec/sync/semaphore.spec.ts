import { Latch, LockError, receive, run, select, Semaphore, sleep, suspend, timeout, type Guard } from "rondo";
import { errorOf, thrownBy } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;

beforeEach(() => {
  players = new Players();
});

/** Holds permits until it gets a message. */
function* holds(semaphore: Semaphore, count = 1): Generator<unknown, void> {
  using _guard = yield* semaphore.acquire(count);
  yield* receive();
}

describe("a semaphore", () => {
  it("hands out permits, several at a time, in the order of asking", () => {
    const semaphore = new Semaphore(3);
    players.acts("two", () => holds(semaphore, 2));
    players.waits("one", () => semaphore.acquire());
    players.waits("another", () => semaphore.acquire());
    expect([players.news(), semaphore.available, semaphore.permits]).toEqual([["one got a guard"], 0, 3]);
    players.tells("two");
    expect([players.news(), semaphore.available]).toEqual([["another got a guard"], 1]);
  });

  it("lets no small request pass a big one that came before it", () => {
    const semaphore = new Semaphore(2);
    players.acts("holder", () => holds(semaphore));
    players.waits("big", () => semaphore.acquire(2));
    players.waits("small", () => semaphore.acquire());
    players.calls("thief", () => semaphore.tryAcquire());
    expect([players.news(), semaphore.available]).toEqual([["thief got undefined"], 1]);
    players.tells("holder");
    expect(players.news()).toEqual(["big got a guard"]);
  });

  it("lets the small requests in when the big one goes away", () => {
    const semaphore = new Semaphore(2);
    players.acts("holder", () => holds(semaphore));
    players.waits("big", () => semaphore.acquire(2));
    players.waits("small", () => semaphore.acquire());
    players.settle();
    players.cancels("big");
    expect(players.news()).toEqual(["small got a guard", "big was cancelled"]);
  });

  it("gives a permit to the longest waiting at once, which no later comer can rob of it", () => {
    const semaphore = new Semaphore(1);
    players.acts("holder", () => holds(semaphore));
    players.waits("next", () => semaphore.acquire());
    players.settle();
    players.calls("releaser", () => semaphore.release());
    players.calls("thief", () => semaphore.tryAcquire());
    expect(players.news()).toEqual(["releaser got undefined", "thief got undefined", "next got a guard"]);
  });

  it("takes permits back from any task, and from outside of any turn", () => {
    const semaphore = new Semaphore(2);
    let guard: Guard | undefined;
    run(function* () {
      yield* semaphore.acquire();
      guard = yield* semaphore.acquire();
    });
    guard?.release();
    expect(semaphore.available).toBe(1);
    semaphore.release();
    expect(semaphore.available).toBe(2);
  });

  it("can be tried outside of any turn: nobody holds what is taken there", () => {
    const semaphore = new Semaphore(2);
    const guard = semaphore.tryAcquire(2);
    expect([semaphore.tryAcquire(), semaphore.available]).toEqual([undefined, 0]);
    guard?.release();
    expect(semaphore.available).toBe(2);
  });

  it("holds permits around a body, and takes them back when that throws", () => {
    const semaphore = new Semaphore(3);
    const boom = new Error("boom");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* semaphore.withPermits(2, function* () {
          players.said.push(`${semaphore.available} free`);
          throw boom;
        });
      }),
    );
    expect([thrown, players.said, semaphore.available]).toEqual([boom, ["1 free"], 3]);
  });
});

describe("a semaphore that is used against its rules", () => {
  it("refuses a request for more permits than there are, at once", () => {
    const semaphore = new Semaphore(2, "s");
    const message = "Semaphore s: acquire(3) asks for more permits than there are in all.";
    expect(errorOf(() => semaphore.acquire(3))).toMatchObject({ name: "RangeError", message });
    expect(errorOf(() => semaphore.tryAcquire(3))).toMatchObject({ name: "RangeError" });
    expect(errorOf(() => new Semaphore(Infinity).acquire(Infinity))).toMatchObject({ name: "RangeError" });
  });

  it.each([0, -1, 0.5, Number.NaN])("refuses %p permits", (count) => {
    const semaphore = new Semaphore(2);
    expect(errorOf(() => new Semaphore(count)).name).toBe("RangeError");
    expect(errorOf(() => semaphore.acquire(count)).name).toBe("RangeError");
    expect(errorOf(() => semaphore.release(count)).name).toBe("RangeError");
  });

  it("takes back no more permits than there are in all", () => {
    const semaphore = new Semaphore(2);
    expect(errorOf(() => semaphore.release()).message).toContain("release(1) would make 3 free permits of 2");
    const guard = semaphore.tryAcquire();
    semaphore.release();
    expect(thrownBy(() => guard?.release())).toBeInstanceOf(LockError);
    expect(semaphore.available).toBe(2);
  });

  it("takes a guard back once; dispose does nothing after that", () => {
    const semaphore = new Semaphore(2);
    const [guard] = [semaphore.tryAcquire(), semaphore.tryAcquire()];
    guard?.release();
    guard?.[Symbol.dispose]();
    expect(errorOf(() => guard?.release()).message).toBe(
      "Semaphore(2): this guard has been released already. Release it once.",
    );
    expect(semaphore.available).toBe(1);
  });
});

describe("permits that are out", () => {
  const left = (): string[] => players.scheduler.leftovers().filter((line) => !line.startsWith("task "));

  it("are told with the tasks that took them", () => {
    const semaphore = new Semaphore(5, "s");
    players.acts("two", () => holds(semaphore, 2));
    players.acts("one", () => holds(semaphore));
    players.settle();
    expect(left()).toEqual(["held by two 1: 2 permits of Semaphore s", "held by one 2: 1 permit of Semaphore s"]);
    players.tells("two");
    players.settle();
    expect(left()).toEqual(["held by one 2: 1 permit of Semaphore s"]);
  });

  it("break nothing when the task that took them ends, and are told until somebody gives them back", () => {
    const semaphore = new Semaphore(2);
    players.acts("takes", function* () {
      yield* semaphore.acquire(2);
    });
    players.settle();
    expect(left()).toEqual(["2 permits of Semaphore(2), taken by takes 1, which has ended"]);
    semaphore.release();
    expect(left()).toEqual(["1 permit of Semaphore(2), taken by takes 1, which has ended"]);
    semaphore.release();
    expect([left(), semaphore.available]).toEqual([[], 2]);
  });

  it("and are given back without a guard are put down to the task that does it, or to whoever took some first", () => {
    const semaphore = new Semaphore(4);
    players.acts("first", () => holds(semaphore));
    const second = players.acts("second", function* () {
      yield* semaphore.acquire(2);
      yield* receive();
      semaphore.release();
      yield* receive();
    });
    players.settle();
    second.send("give one back");
    players.settle();
    expect(left()).toEqual(["held by first 1: 1 permit of Semaphore(4)", "held by second 2: 1 permit of Semaphore(4)"]);
    semaphore.release(2);
    expect([left(), semaphore.available]).toEqual([[], 4]);
  });

  it("and were taken outside of any turn are nobody's", () => {
    const semaphore = new Semaphore(2);
    const guard = semaphore.tryAcquire();
    players.acts("holder", () => holds(semaphore));
    players.settle();
    guard?.release();
    expect(left()).toEqual(["held by holder 1: 1 permit of Semaphore(2)"]);
  });
});

describe("a semaphore under select", () => {
  it("answers the alternative for which it has enough", () => {
    const semaphore = new Semaphore(2);
    players.acts("holder", () => holds(semaphore));
    players.settle();
    players.waits("a", () => select({ two: semaphore.acquire(2), one: semaphore.acquire() }, { else: "none" }));
    expect(players.news()[0]).toContain('"name":"one"');
  });

  it("passes over a select that is being answered otherwise, whatever its disposers do meanwhile", () => {
    const [semaphore, latch] = [new Semaphore(1), new Latch()];
    const holder = semaphore.tryAcquire();
    players.waits("a", () => {
      const never = suspend(() => () => holder?.release());
      return select({ open: latch.wait(), never, permit: semaphore.acquire() });
    });
    players.settle();
    latch.open();
    expect([players.news(), semaphore.available]).toEqual([['a got {"name":"open"}'], 1]);
  });

  it("serves the next when a big request of a select goes away", () => {
    const [semaphore, latch] = [new Semaphore(2), new Latch()];
    players.acts("holder", () => holds(semaphore));
    players.waits("a", () => select({ two: semaphore.acquire(2), open: latch.wait() }));
    players.waits("b", () => semaphore.acquire());
    players.settle();
    latch.open();
    expect(players.news()).toEqual(['a got {"name":"open"}', "b got a guard"]);
    expect(players.inputs).toEqual(["open for a 2"]);
  });

  it("is served by a time-out that withdraws a request, which is no outside input", () => {
    const semaphore = new Semaphore(2);
    players.acts("holder", () => holds(semaphore));
    players.acts("big", function* () {
      yield* timeout(5, () => holds(semaphore, 2), { else: () => undefined });
    });
    players.acts("small", function* () {
      yield* sleep(1);
      yield* semaphore.acquire();
      players.said.push("small");
    });
    players.settle();
    players.scheduler.advance(10);
    expect([players.said, players.inputs]).toEqual([["small"], []]);
  });
});
