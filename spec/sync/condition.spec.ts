import { Condition, Mutex, receive, run, sleep, spawn } from "rondo";
import { errorOf } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;
let mutex: Mutex;
let condition: Condition;

beforeEach(() => {
  players = new Players();
  mutex = new Mutex("m");
  condition = new Condition(mutex, "c");
});

/** Waits with the lock held, says what came of it and whether it has the lock, and releases that. */
function waits(name: string): ReturnType<Players["acts"]> {
  return players.acts(name, function* () {
    const guard = yield* mutex.lock();
    let what = "was cancelled";
    try {
      yield* condition.wait();
      what = "was notified";
    } catch (error) {
      what = `got ${(error as Error).message}`;
    } finally {
      players.said.push(`${name} ${what}, lock held: ${isHeld()}`);
      guard.release();
    }
  });
}

/** Whether the task whose turn it is has the lock: nobody else could be told that it has. */
function isHeld(): boolean {
  return players.scheduler.leftovers().some((line) => line.startsWith("held by") && line.endsWith("Mutex m"));
}

/** Holds the lock until it gets a message. */
function holds(name: string): void {
  players.acts(name, function* () {
    using _guard = yield* mutex.lock();
    yield* receive();
  });
}

describe("waiting for a condition", () => {
  it("gives the lock back for as long, and takes it again before it goes on", () => {
    waits("a");
    players.settle();
    expect(mutex.locked).toBe(false);
    holds("holder");
    players.settle();
    condition.notify();
    expect([players.news(), players.scheduler.tree()]).toEqual([
      [],
      "a 1: waits for Condition c.wait()\nholder 2: waits for receive()",
    ]);
    players.tells("holder");
    expect(players.news()).toEqual(["a was notified, lock held: true"]);
    expect([mutex.locked, players.scheduler.leftovers()]).toEqual([false, []]);
  });

  it("ends for the longest waiting, for so many of them, or for all", () => {
    for (const name of ["a", "b", "c", "d", "e"]) waits(name);
    players.settle();
    condition.notify();
    expect(players.news()).toEqual(["a was notified, lock held: true"]);
    condition.notify(2);
    expect(players.news()).toHaveLength(2);
    condition.notifyAll();
    expect(players.news()).toEqual(["d was notified, lock held: true", "e was notified, lock held: true"]);
  });

  it("is not ended by a notification that came before it", () => {
    condition.notify();
    condition.notifyAll();
    waits("a");
    expect(players.news()).toEqual([]);
  });

  it("asks that the lock be held", () => {
    players.waits("a", () => condition.wait());
    holds("holder");
    players.waits("b", () => condition.wait());
    expect(players.news()).toEqual(["a got LockError", "b got LockError"]);
    expect(String(new Condition(mutex))).toBe("Condition of Mutex m");
  });

  it("says in the report of a deadlock who has the lock that it needs back", () => {
    waits("a");
    players.settle();
    holds("holder");
    players.settle();
    condition.notify();
    expect(() => players.scheduler.run()).toThrow("a 1 waits for Condition c.wait(); could be woken by holder 2");
  });

  it("refuses to notify a number that is no whole number from 1 up", () => {
    expect(errorOf(() => condition.notify(0)).message).toBe("Condition.notify: 0 is not a whole number from 1 up.");
  });
});

describe("waitFor", () => {
  it("asks with the lock held, before the first wait and after each, until it is true", () => {
    const asked: boolean[] = [];
    let items = 0;
    run(function* () {
      const consumer = yield* spawn(function* () {
        yield* mutex.withLock(function* () {
          yield* condition.waitFor(() => {
            asked.push(mutex.locked);
            return items >= 2;
          });
        });
      });
      while (!consumer.done) {
        yield* sleep(1);
        items++;
        condition.notifyAll();
      }
    });
    expect(asked).toEqual([true, true, true]);
  });

  it("does not wait where it is true already", () => {
    run(function* () {
      using _guard = yield* mutex.lock();
      yield* condition.waitFor(() => true);
    });
  });

  it("throws what the question throws, with the lock held", () => {
    const seen = run(function* () {
      using _guard = yield* mutex.lock();
      try {
        yield* condition.waitFor(() => {
          throw new Error("boom");
        });
      } catch (error) {
        return [(error as Error).message, mutex.locked];
      }
      return [];
    });
    expect(seen).toEqual(["boom", true]);
    expect(errorOf(() => condition.waitFor(1 as never)).name).toBe("TypeError");
  });
});

describe.each<[string, (name: string) => void, string]>([
  ["is cancelled", (name) => players.cancels(name), "was cancelled"],
  ["is interrupted", (name) => players.interrupts(name), "got interrupted"],
])("a task that %s while it waits for a condition", (_how, disturb, said) => {
  it("has the lock when it goes on, at once where that is free", () => {
    waits("a");
    players.settle();
    disturb("a");
    expect(players.news()).toEqual([`a ${said}, lock held: true`]);
    expect([mutex.locked, players.scheduler.leftovers()]).toEqual([false, []]);
  });

  it("waits for the lock first where somebody else holds it", () => {
    waits("a");
    players.settle();
    holds("holder");
    disturb("a");
    expect(players.news()).toEqual([]);
    players.tells("holder");
    expect(players.news()).toEqual([`a ${said}, lock held: true`]);
  });

  it("takes no notification with it", () => {
    waits("a");
    waits("b");
    players.settle();
    disturb("a");
    players.calls("notifier", () => condition.notify());
    expect(players.news().sort()).toEqual([
      `a ${said}, lock held: true`,
      "b was notified, lock held: true",
      "notifier got undefined",
    ]);
  });

  it("passes a notification on that it had already, while it waits to have the lock back", () => {
    waits("a");
    waits("b");
    players.settle();
    holds("holder");
    players.settle();
    condition.notify();
    disturb("a");
    expect(players.news()).toEqual([]);
    players.tells("holder");
    expect(players.news()).toEqual([`a ${said}, lock held: true`, "b was notified, lock held: true"]);
  });

  it("goes on without the lock where that is lost meanwhile", () => {
    waits("a");
    players.settle();
    players.acts("loses it", function* () {
      yield* mutex.lock();
      yield* receive();
    });
    disturb("a");
    players.settle();
    players.tells("loses it");
    expect(players.news()).toEqual([`a ${said}, lock held: false`]);
  });
});
