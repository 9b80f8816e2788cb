import { Latch, Mutex, pass, run, select, sleep } from "rondo";
import { Players } from "./players.js";

let players: Players;
let mutex: Mutex;

beforeEach(() => {
  players = new Players();
  mutex = new Mutex("m");
});

describe("withLock", () => {
  it("holds the lock around a body, and answers what that returns", () => {
    const seen = run(function* () {
      const locked = yield* mutex.withLock(function* () {
        yield* pass();
        return mutex.locked;
      });
      return [locked, mutex.locked];
    });
    expect(seen).toEqual([true, false]);
  });

  it("releases the lock when the body throws, or cannot even be started", () => {
    const boom = new Error("boom");
    run(function* () {
      const bodies = [
        function* () {
          throw boom;
        },
        () => {
          throw boom;
        },
      ];
      for (const body of bodies) {
        let thrown: unknown;
        try {
          yield* mutex.withLock(body);
        } catch (error) {
          thrown = error;
        }
        expect([thrown, mutex.locked]).toEqual([boom, false]);
      }
    });
  });

  it("releases the lock after the cleanup of a body that is cancelled", () => {
    const log: string[] = [];
    const holder = players.acts("holder", function* () {
      yield* mutex.withLock(function* () {
        try {
          yield* sleep(100);
        } finally {
          yield* sleep(1);
          log.push(`cleaned up, locked: ${mutex.locked}`);
        }
      });
    });
    players.waits("next", () => mutex.lock());
    players.settle();
    holder.cancel();
    players.scheduler.advance(1);
    expect([log, players.said]).toEqual([["cleaned up, locked: true"], ["next got a guard"]]);
  });

  it("does not run the body of a task that is cancelled while it waits", () => {
    players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* sleep(5);
    });
    let ran = false;
    const waits = players.acts("waits", function* () {
      yield* mutex.withLock(function* () {
        ran = true;
      });
    });
    players.settle();
    waits.cancel();
    players.scheduler.advance(5);
    expect([ran, waits.state, mutex.locked]).toEqual([false, "cancelled", false]);
  });

  it("gives the lock back that was on its way when the task was cancelled", () => {
    players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* sleep(5);
    });
    const next = players.acts("next", function* () {
      yield* mutex.withLock(function* () {
        yield* sleep(100);
      });
    });
    players.settle();
    players.scheduler.step();
    // The holder has released, and the lock is next's, which has not gone on yet.
    expect(mutex.locked).toBe(true);
    next.cancel();
    players.settle();
    expect([next.state, mutex.locked]).toEqual(["cancelled", false]);
  });
});

describe("a task that gave up waiting for a mutex", () => {
  it("is given nothing when it waits for something else", () => {
    players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* sleep(5);
    });
    players.acts("gives up", function* () {
      try {
        yield* mutex.lock();
      } catch {
        yield* sleep(10);
        players.said.push("slept");
      }
    });
    players.settle();
    players.interrupts("gives up");
    players.scheduler.advance(5);
    expect([players.said, mutex.locked]).toEqual([[], false]);
    players.scheduler.advance(5);
    expect(players.said).toEqual(["slept"]);
  });
});

describe("a mutex under select", () => {
  it("is held by the task where it is chosen", () => {
    run(function* () {
      const got = yield* select({ lock: mutex.lock(), late: sleep(1) });
      expect(got.name).toBe("lock");
      expect(mutex.locked).toBe(true);
      if (got.name === "lock") got.value.release();
    });
    expect(mutex.locked).toBe(false);
  });

  it("is waited for no more where something else is chosen", () => {
    const open = new Latch();
    const holder = players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* sleep(5);
    });
    players.waits("a", () => select({ lock: mutex.lock(), open: open.wait() }));
    players.settle();
    open.open();
    players.scheduler.advance(5);
    expect([players.said, holder.state, mutex.locked]).toEqual([['a got {"name":"open"}'], "done", false]);
  });

  it("fails the select of a task that has it already", () => {
    players.acts("a", function* () {
      using _guard = yield* mutex.lock();
      try {
        yield* select({ lock: mutex.lock(), late: sleep(1) });
      } catch (error) {
        players.said.push((error as Error).name);
      }
    });
    expect(players.news()).toEqual(["LockError"]);
  });
});

describe("a mutex between two schedulers", () => {
  it("goes from a task of one to a task of the other, as outside input of that", () => {
    const other = new Players();
    const holder = players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* sleep(5);
    });
    players.settle();
    other.waits("waits", () => mutex.lock());
    expect(other.news()).toEqual([]);
    players.scheduler.advance(5);
    expect([holder.state, other.inputs]).toEqual(["done", ["release for waits 1"]]);
    expect(other.news()).toEqual(["waits got a guard"]);
  });
});
