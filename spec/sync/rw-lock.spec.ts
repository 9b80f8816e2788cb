import { LockAbandonedError, LockError, receive, run, RwLock, select, type Guard, type Syscall } from "rondo";
import { thrownBy } from "../support/thrown.js";
import { Players } from "./players.js";

let players: Players;
let lock: RwLock;

beforeEach(() => {
  players = new Players();
  lock = new RwLock("rw");
});

/** Holds the lock until it gets a message. */
function holds(name: string, ask: () => Syscall<Guard>): void {
  players.acts(name, function* () {
    using _guard = yield* ask();
    yield* receive();
  });
}

const reads = (name: string): void => holds(name, () => lock.read());
const writes = (name: string): void => holds(name, () => lock.write());

describe("a lock for readers and writers", () => {
  it("is held by many readers together, or by one writer alone", () => {
    reads("r1");
    reads("r2");
    players.settle();
    expect([lock.readers, lock.writing]).toEqual([2, false]);
    writes("w");
    players.tells("r1");
    players.settle();
    expect([lock.readers, lock.writing]).toEqual([1, false]);
    players.tells("r2");
    players.settle();
    expect([lock.readers, lock.writing]).toEqual([0, true]);
  });

  it("lets no reader pass a writer that waits, so that writers do not starve", () => {
    reads("r1");
    writes("w");
    players.waits("r2", () => lock.read());
    expect([players.news(), lock.readers]).toEqual([[], 1]);
    players.tells("r1");
    players.settle();
    expect([players.said, lock.writing]).toEqual([[], true]);
    players.tells("w");
    expect(players.news()).toEqual(["r2 got a guard"]);
  });

  it("lets in together the readers that wait behind a writer, up to the next writer", () => {
    writes("w1");
    for (const name of ["r1", "r2"]) reads(name);
    writes("w2");
    reads("r3");
    players.settle();
    players.tells("w1");
    players.settle();
    expect(lock.readers).toBe(2);
    players.tells("r1");
    players.tells("r2");
    players.settle();
    expect(lock.writing).toBe(true);
    players.tells("w2");
    players.settle();
    expect(lock.readers).toBe(1);
  });

  it("lets in the readers behind a writer that goes away", () => {
    reads("r1");
    writes("w");
    reads("r2");
    players.settle();
    players.cancels("w");
    players.settle();
    expect(lock.readers).toBe(2);
  });

  it("is held around a body for reading or for writing", () => {
    const seen = run(function* () {
      const look = function* (): Generator<unknown, unknown> {
        return [lock.readers, lock.writing];
      };
      return [yield* lock.withRead(look), yield* lock.withWrite(look), yield* look()];
    });
    expect(seen).toEqual([
      [1, false],
      [0, true],
      [0, false],
    ]);
  });

  it("says who holds it, and who waits for it", () => {
    reads("reader");
    writes("writer");
    players.settle();
    expect(players.scheduler.leftovers().slice(1)).toEqual([
      "task writer 2: waits for RwLock rw.write()",
      "held by reader 1: RwLock rw",
    ]);
    expect(String(new RwLock())).toBe("RwLock");
  });

  it("names the holders in the report of a deadlock", () => {
    reads("r1");
    reads("r2");
    writes("w");
    const error = thrownBy(() => players.scheduler.run());
    expect((error as Error).message).toContain("w 3 waits for RwLock rw.write(); could be woken by r1 1, r2 2");
  });
});

describe("a lock for readers and writers that is used against its rules", () => {
  it.each<[string, (lock: RwLock) => [Syscall<Guard>, Syscall<Guard>]]>([
    ["reads and asks to read", (rw) => [rw.read(), rw.read()]],
    ["reads and asks to write", (rw) => [rw.read(), rw.write()]],
    ["writes and asks to read", (rw) => [rw.write(), rw.read()]],
    ["writes and asks to write", (rw) => [rw.write(), rw.write()]],
  ])("throws a LockError in a task that %s", (_what, asks) => {
    const [first, second] = asks(lock);
    const error = thrownBy(() =>
      run(function* () {
        using _guard = yield* first;
        yield* second;
      }),
    );
    expect(error).toBeInstanceOf(LockError);
    expect([lock.readers, lock.writing]).toEqual([0, false]);
  });

  it("throws a LockError where another task releases a guard, or its own releases it twice", () => {
    let guard: Guard | undefined;
    players.acts("reader", function* () {
      guard = yield* lock.read();
      yield* receive();
      guard.release();
      guard.release();
    });
    players.settle();
    players.calls("thief", () => guard?.release());
    expect([players.news(), lock.readers]).toEqual([["thief got LockError"], 1]);
    const errors: unknown[] = [];
    players.scheduler.on("error", (error) => errors.push(error));
    players.tells("reader");
    players.settle();
    expect([errors[0], lock.readers]).toEqual([expect.any(LockError), 0]);
  });
});

describe("a lock for readers and writers whose holder ends without releasing it", () => {
  it("goes on where that was a reader, who has changed nothing", () => {
    players.acts("reader", function* () {
      yield* lock.read();
      yield* receive();
    });
    writes("writer");
    players.settle();
    players.tells("reader");
    players.settle();
    expect([lock.readers, lock.writing]).toEqual([0, true]);
    expect(players.scheduler.leftovers()).toEqual([
      "task writer 2: waits for receive()",
      "held by writer 2: RwLock rw",
    ]);
  });

  it("is lost where that was a writer: those who wait, and who come later, get an error that names it", () => {
    players.acts("writer", function* () {
      yield* lock.write();
      yield* receive();
    });
    players.waits("r", () => lock.read());
    players.waits("w", () => lock.write());
    players.settle();
    players.cancels("writer");
    expect(players.news()).toEqual(["r got LockAbandonedError", "w got LockAbandonedError"]);
    const late = thrownBy(() =>
      run(function* () {
        yield* lock.read();
      }),
    );
    expect(late).toBeInstanceOf(LockAbandonedError);
    expect((late as Error).message).toContain("held by writer 1 for writing when that ended");
    expect([lock.writing, lock.readers]).toEqual([false, 0]);
    expect(players.scheduler.leftovers()).toEqual(["RwLock rw, lost with writer 1, which has ended"]);
  });

  it("is lost for those, too, who wait behind one that asked for it twice in a select", () => {
    players.acts("writer", function* () {
      yield* lock.write();
      yield* receive();
    });
    players.settle();
    players.waits("both", () => select({ write: lock.write(), read: lock.read() }));
    players.waits("w", () => lock.write());
    players.settle();
    players.cancels("writer");
    expect(players.news()).toEqual(["both got LockAbandonedError", "w got LockAbandonedError"]);
    expect([lock.writing, lock.readers]).toEqual([false, 0]);
  });
});
