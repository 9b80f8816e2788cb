import { Condition, Mutex, pass, RwLock, select, Semaphore, sleep } from "rondo";
import type { Setup } from "rondo/testing";
import { ensured, Flow, Room, tidy } from "./parts.js";

export const locks: Record<string, Setup> = {
  "a mutex that three share": (cleanups) => {
    const [mutex, room] = [new Mutex(), new Room(1)];
    const worker = (name: string) =>
      tidy(cleanups, name, function* () {
        using _guard = yield* mutex.lock();
        yield* room.visit();
      });
    return {
      tasks: [worker("a"), worker("b"), worker("c")],
      check: ({ unfinished }) => expect([mutex.locked, room.isEmpty, unfinished]).toEqual([false, true, []]),
    };
  },

  "withLock around cleanups that wait": (cleanups) => {
    const [mutex, room] = [new Mutex(), new Room(1)];
    const worker = (name: string) =>
      tidy(cleanups, name, function* () {
        yield* mutex.withLock(ensured(cleanups, `${name}, inside`, () => room.visit()));
      });
    return {
      tasks: [worker("a"), worker("b"), worker("c")],
      check: ({ unfinished }) => expect([mutex.locked, room.isEmpty, unfinished]).toEqual([false, true, []]),
    };
  },

  "two mutexes, one inside the other, and one who only tries": (cleanups) => {
    const [outer, inner, room] = [new Mutex("outer"), new Mutex("inner"), new Room(1)];
    const worker = (name: string) =>
      tidy(cleanups, name, function* () {
        yield* outer.withLock(function* () {
          using _guard = yield* inner.lock();
          yield* room.visit();
        });
      });
    const tries = tidy(cleanups, "tries", function* () {
      for (let left = 3; left > 0; left--) {
        using guard = inner.tryLock();
        if (guard !== undefined) yield* room.visit(2);
        else yield* pass();
      }
    });
    return {
      tasks: [worker("a"), tries, worker("b")],
      check: ({ unfinished }) =>
        expect([outer.locked, inner.locked, room.isEmpty, unfinished]).toEqual([false, false, true, []]),
    };
  },

  "a mutex that is waited for in a select": (cleanups) => {
    const [mutex, room] = [new Mutex(), new Room(1)];
    const worker = (name: string, ms: number) =>
      tidy(cleanups, name, function* () {
        const got = yield* select({ lock: mutex.lock(), late: sleep(ms) });
        if (got.name === "late") return;
        using _guard = got.value;
        yield* room.visit(3);
      });
    return {
      tasks: [worker("a", 1), worker("b", 2), worker("c", 5), worker("d", 9)],
      check: ({ unfinished }) => expect([mutex.locked, room.isEmpty, unfinished]).toEqual([false, true, []]),
    };
  },

  "a semaphore with big and small requests": (cleanups) => {
    const semaphore = new Semaphore(3);
    const worker = (name: string, count: number) =>
      tidy(cleanups, name, function* () {
        using _guard = yield* semaphore.acquire(count);
        yield* sleep(count);
      });
    return {
      tasks: [worker("two", 2), worker("three", 3), worker("one", 1), worker("another two", 2)],
      check: ({ unfinished }) => expect([semaphore.available, unfinished]).toEqual([3, []]),
    };
  },

  "withPermits, and a select that asks for few or many": (cleanups) => {
    const semaphore = new Semaphore(2);
    const worker = (name: string, count: number) =>
      tidy(cleanups, name, function* () {
        yield* semaphore.withPermits(
          count,
          ensured(cleanups, `${name}, inside`, () => sleeps(2)),
        );
      });
    const chooses = tidy(cleanups, "chooses", function* () {
      const got = yield* select({ both: semaphore.acquire(2), one: semaphore.acquire(), late: sleep(4) });
      if (got.name === "late") return;
      using _guard = got.value;
      yield* sleep(1);
    });
    return {
      tasks: [worker("one", 1), worker("two", 2), chooses, worker("another", 1)],
      check: ({ unfinished }) => expect([semaphore.available, unfinished]).toEqual([2, []]),
    };
  },

  "a lock for readers and writers": (cleanups) => {
    const [lock, room] = [new RwLock(), new Room(1)];
    const reads = (name: string) =>
      tidy(cleanups, name, function* () {
        using _guard = yield* lock.read();
        expect(room.isEmpty).toBe(true);
        yield* sleep(1);
        expect(room.isEmpty).toBe(true);
      });
    const writes = (name: string) =>
      tidy(cleanups, name, function* () {
        yield* lock.withWrite(() => room.visit());
      });
    return {
      tasks: [reads("r1"), writes("w1"), reads("r2"), reads("r3"), writes("w2")],
      check: ({ unfinished }) =>
        expect([lock.readers, lock.writing, room.isEmpty, unfinished]).toEqual([0, false, true, []]),
    };
  },

  "a select that would read or write": (cleanups) => {
    const lock = new RwLock();
    const either = (name: string) =>
      tidy(cleanups, name, function* () {
        const got = yield* select({ write: lock.write(), read: lock.read(), late: sleep(2) });
        if (got.name === "late") return;
        using _guard = got.value;
        yield* sleep(1);
      });
    return {
      tasks: [either("a"), either("b"), either("c"), either("d")],
      check: ({ unfinished }) => expect([lock.readers, lock.writing, unfinished]).toEqual([0, false, []]),
    };
  },

  "a bounded buffer of one lock and two conditions": (cleanups) => {
    const mutex = new Mutex();
    const [notFull, notEmpty] = [new Condition(mutex), new Condition(mutex)];
    const [buffer, flow]: [number[], Flow] = [[], new Flow()];
    const puts = (name: string, ...values: number[]) =>
      tidy(cleanups, name, function* () {
        for (const value of values) {
          yield* mutex.withLock(function* () {
            yield* notFull.waitFor(() => buffer.length < 1);
            buffer.push(value);
            flow.sent.push(value);
            notEmpty.notify();
          });
        }
      });
    const takes = (name: string, count: number) =>
      tidy(cleanups, name, function* () {
        for (let left = count; left > 0; left--) {
          yield* mutex.withLock(function* () {
            yield* notEmpty.waitFor(() => buffer.length > 0);
            flow.received.push(buffer.shift()!);
            notFull.notify();
          });
        }
      });
    return {
      tasks: [takes("t1", 2), puts("p1", 1, 2), takes("t2", 1), puts("p2", 3)],
      check({ unfinished }) {
        flow.check(buffer);
        expect(mutex.locked).toBe(false);
        // No signal was lost: those who wait have reason to.
        const [takers, putters] = ["t", "p"].map((who) => unfinished.filter((line) => line.startsWith(who)));
        if (buffer.length > 0) expect(takers).toEqual([]);
        else expect(putters).toEqual([]);
      },
    };
  },

  "a condition whose waiters find the lock taken when they are notified": (cleanups) => {
    const mutex = new Mutex();
    const [changed, room] = [new Condition(mutex), new Room(1)];
    const waits = (name: string) =>
      tidy(cleanups, name, function* () {
        using _guard = yield* mutex.lock();
        try {
          yield* changed.wait();
        } finally {
          // Whatever has ended the wait: the lock is held here.
          expect(mutex.locked).toBe(true);
          expect(room.isEmpty).toBe(true);
        }
        yield* room.visit();
      });
    const notifies = tidy(cleanups, "notifies", function* () {
      for (let left = 2; left > 0; left--) {
        yield* sleep(1);
        using _guard = yield* mutex.lock();
        changed.notifyAll();
        yield* room.visit(2);
      }
    });
    return {
      tasks: [waits("a"), waits("b"), notifies],
      check: () => expect([mutex.locked, room.isEmpty]).toEqual([false, true]),
    };
  },
};

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}
