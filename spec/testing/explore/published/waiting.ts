/**
 * Programs that wait: bounded buffers as Coyote and CHESS show them, with a condition or two; barriers, latches, readers and
 * writers; pings that cross; and what time does to them.
 */
import assert from "node:assert/strict";
import {
  all,
  Barrier,
  Channel,
  Condition,
  Latch,
  Mutex,
  RwLock,
  select,
  Semaphore,
  sleep,
  spawn,
  timeout,
} from "rondo";
import { cell, tracked, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

/** A buffer under a lock; who puts or takes wakes one, or all, of one condition. */
function boundedBuffer(producers: number, consumers: number, wakes: "one" | "all"): ExploreScene {
  const buffer = tracked({ items: 0 });
  const mutex = new Mutex();
  const changed = new Condition(mutex);

  function* changes(by: number, isReady: () => boolean) {
    using _guard = yield* mutex.lock();
    yield* changed.waitFor(isReady);
    buffer.items += by;
    if (wakes === "one") changed.notify();
    else changed.notifyAll();
  }
  const puts = () => changes(1, () => buffer.items === 0);
  const takes = () => changes(-1, () => buffer.items === 1);

  return {
    tasks: [...Array.from({ length: producers }, () => puts), ...Array.from({ length: consumers }, () => takes)],
    result: () => buffer.items,
  };
}

/** Semaphores for the room and the items, in the order of the textbook, or with the lock outermost. */
function semaphoreBuffer(order: "right" | "lock first"): ExploreScene {
  const room = new Semaphore(1, "room");
  const items = new Semaphore(1, "items");
  const mutex = new Mutex();

  function* moves(from: Semaphore, to: Semaphore) {
    if (order === "right") {
      yield* from.acquire();
      (yield* mutex.lock()).release();
    } else {
      const guard = yield* mutex.lock();
      yield* from.acquire();
      guard.release();
    }
    to.release();
  }
  function* begins() {
    items.tryAcquire(); // nothing is there at first
    yield* all([() => moves(items, room), () => moves(room, items)]);
    items.release();
  }

  return { tasks: [begins] };
}

/** Channels of room 0: two that send to each other before they receive. */
function crossing(capacity: number): ExploreScene {
  const there = new Channel<string>(capacity);
  const back = new Channel<string>(capacity);

  function* peer(mine: Channel<string>, theirs: Channel<string>) {
    yield* theirs.send("ping");
    return yield* mine.receive();
  }

  return { tasks: [() => peer(there, back), () => peer(back, there)] };
}

/** A worker pool that is closed: by the last of those who send, or by the first. */
function closing(by: "last" | "first"): ExploreScene {
  const work = new Channel<number>(2);
  const left = cell(2);
  const sum = cell(0);

  function* sender(value: number) {
    yield* work.send(value);
    if (left.update((n) => n - 1) === 1 || by === "first") work.close();
  }
  function* worker() {
    for (let got = yield* work.next(); !got.done; got = yield* work.next()) sum.value += got.value;
  }

  return {
    tasks: [() => sender(1), () => sender(2), worker],
    check: () => assert.equal(sum.value, 3),
    result: () => sum.value,
  };
}

/** Those who wait for a latch, and one who opens it before all is ready. */
function latch(counts: number): ExploreScene {
  const ready = new Latch(counts);
  const state = tracked({ a: 0, b: 0 });

  function* prepares(part: "a" | "b") {
    state[part] = 1;
    yield;
    ready.countDown();
  }
  function* waits() {
    yield* ready.wait();
    assert.equal(state.a + state.b, 2);
  }

  return { tasks: [() => prepares("a"), () => prepares("b"), waits] };
}

/** Two phases, with a barrier between them or without. */
function phases(met: boolean): ExploreScene {
  const barrier = new Barrier(2);
  const parts = tracked([0, 0]);

  function* worker(me: number) {
    parts[me] = 1;
    if (met) yield* barrier.wait();
    else yield;
    return parts[1 - me];
  }

  return {
    tasks: [() => worker(0), () => worker(1)],
    check: ({ results }) => assert.deepEqual(results, [1, 1]),
  };
}

/** A reader that wants to write, and does not give its reading up; two of them wait for each other. */
function upgrade(gives: boolean): ExploreScene {
  const lock = new RwLock();
  const other = new Mutex();
  const table = tracked({ size: 0 });

  function* grows() {
    const reading = yield* lock.read();
    const { size } = table;
    yield;
    if (gives) reading.release();
    const guard = yield* other.lock();
    table.size = Math.max(table.size, size + 1);
    if (!gives) reading.release();
    const writing = yield* lock.write();
    guard.release();
    writing.release();
  }

  return { tasks: [grows, grows], result: () => table.size };
}

/** A parent that gives up too early on one of its children, and reads what that has not written yet. */
function forkJoin(joined: boolean): ExploreScene {
  const parts = tracked([0, 0]);

  function* child(me: number) {
    yield;
    parts[me] = me + 1;
  }
  function* parent() {
    const first = yield* spawn(child, 0);
    const second = yield* spawn(child, 1);
    yield* first;
    if (joined) yield* second;
    return parts[0]! + parts[1]!;
  }

  return { tasks: [parent], check: ({ results }) => assert.equal(results[0], 3) };
}

/** A request that is tried again when it is slow: the server does it twice. */
function retried(known: boolean): ExploreScene {
  const requests = new Channel<number>(Infinity);
  const done = new Channel<"done">(Infinity);
  const server = tracked({ done: 0, last: 0 });

  function* client() {
    yield* requests.send(1);
    const { name } = yield* select({ done: done.receive(), late: sleep(10) });
    if (name === "late") yield* requests.send(1);
    requests.close();
  }
  function* serves() {
    for (let got = yield* requests.next(); !got.done; got = yield* requests.next()) {
      if (!known || server.last !== got.value) server.done++;
      server.last = got.value;
      yield* done.send("done");
    }
  }

  return { tasks: [client, serves], check: () => assert.equal(server.done, 1), result: () => server.done };
}

/** Sleeping instead of waiting: long enough, if nobody is slow. */
function sleepsInstead(waits: boolean): ExploreScene {
  const ready = new Latch();
  const state = tracked({ value: 0 });

  function* prepares() {
    yield* sleep(5);
    state.value = 1;
    ready.open();
  }
  function* uses() {
    if (waits) yield* ready.wait();
    else yield* sleep(10);
    assert.equal(state.value, 1);
  }

  return { tasks: [prepares, uses] };
}

/** What was begun before a time-out is left half done; `whole`: it is done in one step. */
function timesOut(whole: boolean): ExploreScene {
  const pair = tracked({ a: 0, b: 0 });

  function* work() {
    yield;
    pair.a = 1;
    if (!whole) yield* sleep(1);
    pair.b = 1;
  }
  function* client() {
    yield* timeout(5, work, { else: () => undefined });
  }

  return { tasks: [client], check: () => assert.equal(pair.a, pair.b), result: () => pair.a };
}

export const WAITING: readonly Published[] = [
  { name: "bounded buffer, 1 and 2", setup: () => boundedBuffer(1, 1, "one"), fails: [] },
  {
    name: "bounded buffer, 2 and 2, wakes one",
    setup: () => boundedBuffer(2, 2, "one"),
    fails: ["deadlock"],
    preemptions: 1,
  },
  { name: "bounded buffer, 2 and 2, wakes all", setup: () => boundedBuffer(2, 2, "all"), fails: [] },
  { name: "semaphores before the lock", setup: () => semaphoreBuffer("right"), fails: [] },
  {
    name: "the lock before semaphores",
    setup: () => semaphoreBuffer("lock first"),
    fails: ["deadlock"],
    preemptions: 0,
  },
  { name: "pings that cross, with room", setup: () => crossing(1), fails: [] },
  { name: "pings that cross, without room", setup: () => crossing(0), fails: ["deadlock"], preemptions: 0 },
  { name: "closed by the last sender", setup: () => closing("last"), fails: [] },
  { name: "closed by the first sender", setup: () => closing("first"), fails: ["error"], preemptions: 0 },
  { name: "a latch for both", setup: () => latch(2), fails: [] },
  { name: "a latch for one", setup: () => latch(1), fails: ["error"], preemptions: 0 },
  { name: "phases with a barrier", setup: () => phases(true), fails: [] },
  { name: "phases without one", setup: () => phases(false), fails: ["check"], preemptions: 0 },
  { name: "read, give back, write", setup: () => upgrade(true), fails: [] },
  { name: "read, and write in spite of it", setup: () => upgrade(false), fails: ["deadlock"], preemptions: 1 },
  { name: "fork and join both", setup: () => forkJoin(true), fails: [] },
  { name: "fork and join one", setup: () => forkJoin(false), fails: ["check"], preemptions: 0 },
];

/** In these it is time that matters: `"any"` or `"free"`, and never `"quiescent"`. */
export const TIMED: readonly Published[] = [
  { name: "a request that is known again", setup: () => retried(true), fails: [] },
  { name: "a request that is tried again", setup: () => retried(false), fails: ["check"], preemptions: 0 },
  { name: "a latch", setup: () => sleepsInstead(true), fails: [] },
  { name: "a sleep instead of a latch", setup: () => sleepsInstead(false), fails: ["error"], preemptions: 0 },
  { name: "a step that is whole", setup: () => timesOut(true), fails: [] },
  { name: "a time-out in between", setup: () => timesOut(false), fails: ["check"], preemptions: 0 },
];
