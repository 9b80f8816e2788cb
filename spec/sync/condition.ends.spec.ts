import {
  Condition,
  ensure,
  LockAbandonedError,
  Mutex,
  pass,
  receive,
  run,
  sleep,
  spawn,
  suspend,
  timeout,
} from "rondo";
import { Players } from "./players.js";

let players: Players;
let mutex: Mutex;
let condition: Condition;

beforeEach(() => {
  players = new Players();
  mutex = new Mutex("m");
  condition = new Condition(mutex);
});

/** Waits with the lock held. */
function* waits(): Generator<unknown, void> {
  yield* mutex.withLock(function* () {
    yield* condition.wait();
  });
}

function* forEver(): Generator<unknown, void> {
  yield* suspend(() => {});
}

describe("a task that waits for a condition, whose lock is lost", () => {
  it("gets an error when it is notified after that", () => {
    let got: unknown;
    players.acts("a", function* () {
      try {
        yield* waits();
      } catch (error) {
        got = error;
      }
    });
    players.acts("loses it", function* () {
      yield* mutex.lock();
    });
    players.settle();
    expect(got).toBeUndefined();
    condition.notify();
    players.settle();
    expect(got).toBeInstanceOf(LockAbandonedError);
    expect(players.scheduler.leftovers()).toEqual(["Mutex m, lost with loses it 2, which has ended"]);
  });

  it("gets an error when it was notified before that", () => {
    let got: unknown;
    players.acts("a", function* () {
      try {
        yield* waits();
      } catch (error) {
        got = error;
      }
    });
    players.acts("loses it", function* () {
      yield* mutex.lock();
      condition.notify();
      yield* pass();
    });
    players.settle();
    expect(got).toBeInstanceOf(LockAbandonedError);
  });
});

describe("a task that is given up while it waits for a condition", () => {
  /** A task whose cleanup is given up after 5, with a child in it that waits for the condition. */
  const giveUp = (): void => {
    players.scheduler.on("error", () => {});
    const parent = players.acts("parent", function* () {
      yield* ensure(
        function* () {},
        function* () {
          yield* spawn(waits);
          yield* forEver();
        },
      );
    });
    players.settle();
    parent.cancel("late", { within: 5 });
  };

  it("leaves the lock as it was", () => {
    giveUp();
    players.scheduler.advance(5);
    players.waits("next", () => mutex.lock());
    expect(players.news()).toEqual(["next got a guard"]);
  });

  it("passes on a notification that it had already, and is out of the way of the lock", () => {
    giveUp();
    players.acts("other", function* () {
      yield* waits();
      players.said.push("other was notified");
    });
    const holder = players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* receive();
    });
    players.settle();
    condition.notify();
    players.scheduler.advance(5);
    holder.send("release");
    expect(players.news()).toEqual(["other was notified"]);
    expect([mutex.locked, players.scheduler.leftovers()]).toEqual([false, []]);
  });

  it("is out of the way of the lock where it was taking that back", () => {
    const gone = players.acts("gone", waits);
    players.settle();
    const holder = players.acts("holder", function* () {
      using _guard = yield* mutex.lock();
      yield* receive();
    });
    players.scheduler.on("error", () => {});
    players.settle();
    gone.cancel("late", { within: 5 });
    players.scheduler.advance(5);
    expect(gone.state).toBe("cancelled");
    players.waits("next", () => mutex.lock());
    holder.send("release");
    expect(players.news()).toEqual(["next got a guard"]);
  });
});

describe("waiting for a condition under a time-out", () => {
  it("gives the lock back to who holds it around the time-out", () => {
    const seen = run(function* () {
      return yield* mutex.withLock(function* () {
        const what = yield* timeout(5, () => once(), { else: () => "late" });
        return [what, mutex.locked];
      });
    });
    expect([seen, mutex.locked]).toEqual([["late", true], false]);

    function* once(): Generator<unknown, string> {
      yield* condition.wait();
      return "notified";
    }
  });
});

describe("a condition between two schedulers", () => {
  it("is notified by a task of one, and wakes a task of the other, which that tells of as outside input", () => {
    const other = new Players();
    other.acts("waits", function* () {
      yield* waits();
      other.said.push("notified");
    });
    other.settle();
    players.calls("notifier", () => condition.notify());
    players.settle();
    expect([other.inputs, other.news()]).toEqual([["notify for waits 1"], ["notified"]]);
  });
});

describe("a bounded buffer of one lock and two conditions", () => {
  it("loses and doubles nothing", () => {
    const [notFull, notEmpty] = [new Condition(mutex, "not full"), new Condition(mutex, "not empty")];
    const buffer: number[] = [];
    const taken: number[] = [];
    function* put(n: number): Generator<unknown, void> {
      yield* mutex.withLock(function* () {
        yield* notFull.waitFor(() => buffer.length < 2);
        buffer.push(n);
        notEmpty.notify();
      });
    }
    function* take(): Generator<unknown, void> {
      yield* mutex.withLock(function* () {
        yield* notEmpty.waitFor(() => buffer.length > 0);
        taken.push(buffer.shift()!);
        notFull.notify();
      });
    }
    run(function* () {
      for (let n = 0; n < 10; n++) {
        yield* spawn(put, n);
        if (n % 3 === 0) yield* sleep(1);
        yield* spawn(take);
      }
    });
    expect(taken.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([buffer, mutex.locked]).toEqual([[], false]);
  });
});
