import { ensure, LockAbandonedError, LockError, Mutex, receive, run, spawn, suspend, type Guard } from "rondo";
import { thrownBy } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;
let mutex: Mutex;

beforeEach(() => {
  players = new Players();
  mutex = new Mutex("m");
});

function* forEver(): Generator<unknown, void> {
  yield* suspend(() => {});
}

/** Holds the lock until it gets a message, then releases it. */
function* holds(): Generator<unknown, void> {
  const guard = yield* mutex.lock();
  try {
    yield* receive();
  } finally {
    guard.release();
  }
}

describe("a mutex", () => {
  it("is held by one task at a time, and goes to the longest waiting", () => {
    const holder = players.acts("holder", holds);
    players.waits("first", () => mutex.lock());
    players.waits("second", () => mutex.lock());
    players.settle();
    expect([mutex.locked, players.news()]).toEqual([true, []]);
    players.cancels("first");
    holder.send("release");
    expect(players.news()).toEqual(["first was cancelled", "second got a guard"]);
  });

  it("cannot be stolen between its release and the turn of whom it goes to", () => {
    const [holder] = [players.acts("holder", holds), players.waits("next", () => mutex.lock())];
    players.settle();
    holder.send("release");
    players.calls("thief", () => mutex.tryLock());
    expect(players.news()).toEqual(["thief got undefined", "next got a guard"]);
  });

  it("is released by using, at the end of the block", () => {
    run(function* () {
      {
        using guard = yield* mutex.lock();
        expect([mutex.locked, "release" in guard]).toEqual([true, true]);
      }
      expect(mutex.locked).toBe(false);
    });
  });

  it("can be tried in a turn: the guard, or undefined where somebody has it", () => {
    run(function* () {
      const guard = mutex.tryLock();
      expect([guard === undefined, mutex.tryLock()]).toEqual([false, undefined]);
      guard?.release();
    });
    expect(thrownBy(() => mutex.tryLock())).toBeInstanceOf(LockError);
  });

  it("says who holds it, and who waits for it", () => {
    players.acts("holder", holds);
    players.waits("waits", () => mutex.lock());
    players.settle();
    expect(players.scheduler.leftovers()).toEqual([
      "task holder 1: waits for receive()",
      "task waits 2: waits for Mutex m.lock()",
      "held by holder 1: Mutex m",
    ]);
    expect(String(new Mutex())).toBe("Mutex");
  });

  it("leaves nothing behind when it is released", () => {
    const holder = players.acts("holder", holds);
    players.settle();
    holder.cancel();
    players.settle();
    expect([mutex.locked, players.scheduler.leftovers()]).toEqual([false, []]);
  });
});

describe("a mutex that is used against its rules", () => {
  /** What a task gets that holds the lock and does something. */
  const holding = (act: (guard: Guard) => Generator<unknown, void>): unknown =>
    thrownBy(() =>
      run(function* () {
        yield* act(yield* mutex.lock());
      }),
    );

  it("throws a LockError in a task that asks for what it has", () => {
    const error = holding(function* () {
      yield* mutex.lock();
    });
    expect(error).toBeInstanceOf(LockError);
    expect((error as Error).message).toContain("is held by anonymous 1 itself, and is not re-entrant");
  });

  it("throws a LockError where a guard is released twice, but not by dispose", () => {
    const error = holding(function* (guard) {
      guard.release();
      guard[Symbol.dispose]();
      expect(mutex.locked).toBe(false);
      guard.release();
    });
    expect(error).toMatchObject({ name: "LockError", message: expect.stringContaining("already") as string });
  });

  it("throws a LockError where another task releases it, which changes nothing", () => {
    const error = holding(function* (guard) {
      const thief = yield* spawn(function* () {
        expect(thrownBy(() => guard[Symbol.dispose]())).toBeInstanceOf(LockError);
        guard.release();
      });
      yield* thief;
    });
    expect(error).toBeInstanceOf(LockError);
    expect((error as Error).message).toContain("is held by anonymous 1, and was released by anonymous 1.1");
  });

  it("throws a LockError where it is released outside of any turn", () => {
    let guard: Guard | undefined;
    players.acts("holder", function* () {
      guard = yield* mutex.lock();
      yield* receive();
    });
    players.settle();
    expect(thrownBy(() => guard?.release())).toMatchObject({ name: "LockError" });
    expect(mutex.locked).toBe(true);
  });
});

describe("a mutex whose holder ends without releasing it", () => {
  it.each<[string, () => void]>([
    ["returns", () => players.tells("holder")],
    ["is cancelled", () => players.cancels("holder")],
  ])("is lost when it %s: those who wait, and who come later, get an error that names the holder", (_how, end) => {
    players.acts("holder", function* () {
      yield* mutex.lock();
      yield* receive();
    });
    players.waits("waits", () => mutex.lock());
    players.settle();
    end();
    expect(players.news()).toEqual(["waits got LockAbandonedError"]);
    const late = thrownBy(() => run(holds));
    expect(late).toBeInstanceOf(LockAbandonedError);
    expect((late as Error).message).toContain("Mutex m was held by holder 1 when that ended, and is lost");
    expect(mutex.locked).toBe(false);
    expect(players.scheduler.leftovers()).toEqual(["Mutex m, lost with holder 1, which has ended"]);
  });

  it("is lost to tryLock, too", () => {
    run(function* () {
      yield* mutex.lock();
    });
    players.calls("late", () => mutex.tryLock());
    expect(players.news()).toEqual(["late got LockAbandonedError"]);
  });

  it("is lost with a holder that is abandoned in the middle of its cleanup, which is no outside input", () => {
    const holder = players.acts("holder", function* () {
      const guard = yield* mutex.lock();
      yield* ensure(forEver, function* () {
        yield* forEver();
        guard.release();
      });
    });
    players.waits("waits", () => mutex.lock());
    players.scheduler.on("error", () => {});
    players.settle();
    holder.cancel("late", { within: 5 });
    players.scheduler.advance(5);
    expect(players.said).toEqual(["waits got LockAbandonedError"]);
    expect(players.inputs).toEqual(["cancel holder 1"]);
  });
});
