import {
  all,
  cancel,
  DeadlockError,
  join,
  Mutex,
  pass,
  race,
  run,
  RwLock,
  Scheduler,
  scope,
  select,
  settled,
  sleep,
  spawn,
  type Guard,
  type Program,
  type Syscall,
} from "rondo";

const mutex = new Mutex("m");
const rwLock = new RwLock("rw");

/** How a parent may hold a lock, and a child ask for it. */
const locks: [string, () => Syscall<Guard>, () => Syscall<Guard>][] = [
  ["a mutex", () => mutex.lock(), () => mutex.lock()],
  ["a lock that is held for reading, for writing", () => rwLock.read(), () => rwLock.write()],
  ["a lock that is held for writing, for reading", () => rwLock.write(), () => rwLock.read()],
];

function* sleeps(): Generator<unknown, void> {
  yield* sleep(100);
}

/** How a parent may wait for the end of a child. */
const waits: [string, (child: Program) => Generator<unknown, unknown>][] = [
  [
    "joins it",
    function* (child) {
      yield* join(yield* spawn(child));
    },
  ],
  [
    "joins another, which joins it",
    function* (child) {
      const asks = yield* spawn(child);
      yield* join(
        yield* spawn(function* () {
          yield* asks;
        }),
      );
    },
  ],
  [
    "joins another, of which it is a child",
    function* (child) {
      yield* join(
        yield* spawn(function* () {
          yield* join(yield* spawn(child));
        }),
      );
    },
  ],
  [
    "is at the end of a scope",
    function* (child) {
      yield* scope(function* () {
        yield* spawn(child);
      });
    },
  ],
  [
    "waits for a group",
    function* (child) {
      yield* all([child]);
    },
  ],
  [
    "waits for a group of which others have not ended",
    function* (child) {
      yield* all([child, sleeps]);
    },
  ],
  [
    "waits for all of a group to settle",
    function* (child) {
      yield* settled([sleeps, child]);
    },
  ],
  [
    "cancels it, and it asks in its cleanup",
    function* (child) {
      const cleansUp = yield* spawn(function* () {
        try {
          yield* sleep(100);
        } finally {
          yield* scope(child);
        }
      });
      yield* pass();
      yield* cancel(cleansUp);
    },
  ],
];

describe.each(locks)("D1 a task that asks for %s", (_lock, hold, ask) => {
  it.each(waits)("whose holder %s gets a DeadlockError at that yield", (_how, waitFor) => {
    let got: unknown;
    run(function* () {
      using _guard = yield* hold();
      yield* waitFor(function* () {
        yield* pass();
        yield* pass();
        try {
          yield* ask();
        } catch (error) {
          got = error;
        }
      });
    });
    expect(got).toBeInstanceOf(DeadlockError);
    const { message, blocked, cycle } = got as DeadlockError;
    expect(message).toContain("whose holder anonymous 1 waits for it to end: that can never be");
    expect([blocked.length, cycle.length, cycle[1]]).toEqual([2, 2, "anonymous 1"]);
  });

  it("whose holder waits for something else waits, too", () => {
    let got = false;
    run(function* () {
      const child = yield* spawn(function* () {
        yield* pass();
        using _guard = yield* ask();
        got = true;
      });
      const guard = yield* hold();
      yield* select({ end: join(child), late: sleep(1) });
      guard.release();
    });
    expect(got).toBe(true);
  });
});

describe("D1 a branch of a race that asks for a lock which the racer holds", () => {
  it("waits, since another may win", () => {
    const winner = run(function* () {
      using _guard = yield* mutex.lock();
      return yield* race([
        function* asks() {
          yield* pass();
          using _too = yield* mutex.lock();
          return "the one that asks";
        },
        function* wins() {
          yield* sleep(1);
          return "the other";
        },
      ]);
    });
    expect(winner).toBe("the other");
  });

  it("gets a DeadlockError where it is the only one", () => {
    const got = run(function* () {
      using _guard = yield* mutex.lock();
      return yield* race([
        function* asks() {
          yield* pass();
          try {
            yield* mutex.lock();
          } catch (error) {
            return error;
          }
          return undefined;
        },
      ]);
    });
    expect(got).toBeInstanceOf(DeadlockError);
  });
});

describe("D1 a task that asks for a lock for reading", () => {
  it("which others read, one of whom waits for its end, gets it, where nobody waits to write", () => {
    const seen = run(function* () {
      using _guard = yield* rwLock.read();
      const child = yield* spawn(function* () {
        using _too = yield* rwLock.read();
        return rwLock.readers;
      });
      return yield* child;
    });
    expect(seen).toBe(2);
  });

  it("gets a DeadlockError where it would stand behind one who waits to write", () => {
    const scheduler = new Scheduler();
    let got: unknown;
    scheduler.spawn(function* reader() {
      using _guard = yield* rwLock.read();
      yield* pass();
      const child = yield* spawn(function* () {
        yield* pass();
        try {
          yield* rwLock.read();
        } catch (error) {
          got = error;
        }
      });
      yield* child;
    });
    scheduler.spawn(function* writer() {
      using _guard = yield* rwLock.write();
    });
    scheduler.run();
    expect(got).toBeInstanceOf(DeadlockError);
    expect([rwLock.readers, rwLock.writing]).toEqual([0, false]);
  });
});
