/**
 * Stacks and queues without locks: Treiber 1986, Michael and Scott 1996, and the work-stealing queue of Cilk (Frigo, Leiserson and
 * Randall 1998), which CHESS was shown with. Each also with the mistake that it is known for. An operation tries a few times.
 */
import assert from "node:assert/strict";
import { Mutex } from "rondo";
import { cell, tracked, type Cell, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

const TRIES = 3;

type Steps<T = void> = Generator<unknown, T, unknown>;

interface Node {
  readonly value: number;
  readonly next: Cell<Node | null>;
}

function node(value: number, next: Node | null = null): Node {
  return Object.freeze({ value, next: cell(next) });
}

function* push(top: Cell<Node | null>, value: number): Steps {
  const fresh = node(value);
  for (let i = 0; i < TRIES; i++) {
    const seen = top.value;
    fresh.next.value = seen;
    yield;
    if (top.compareAndSet(seen, fresh)) return;
    yield;
  }
}

/** `careless`: sets the top without looking whether it is still the one that was seen. */
function* pop(top: Cell<Node | null>, careless = false): Steps<number | undefined> {
  for (let i = 0; i < TRIES; i++) {
    const seen = top.value;
    if (seen === null) return undefined;
    const below = seen.next.value;
    yield;
    if (careless) top.value = below;
    if (careless || top.compareAndSet(seen, below)) return seen.value;
    yield;
  }
  return undefined;
}

function* contents(top: Cell<Node | null>): Generator<number> {
  for (let at = top.value; at !== null; at = at.next.value) yield at.value;
}

/** Whatever was pushed is popped or still there, once. */
function treiber(careless: boolean): ExploreScene {
  const top = cell<Node | null>(node(1));

  return {
    tasks: [() => push(top, 2), () => pop(top, careless), () => pop(top, careless)],
    check({ results }) {
      const all = [...results.filter((value) => value !== undefined), ...contents(top)];
      assert.deepEqual(all.sort(), [1, 2]);
    },
    result: () => [...contents(top)],
  };
}

/** Nodes that are used again: the top that comes back is not the same stack any more. */
function treiberAba(versions: boolean): ExploreScene {
  const next = tracked<Record<string, string | null>>({ A: "B", B: "C", C: null });
  const top = cell("A#0");
  const popped = tracked({ B: false });
  const named = (name: string | null, version: number): string => `${name ?? ""}#${versions ? version : 0}`;
  const nameOf = (text: string): string => text.split("#")[0]!;
  const versionOf = (text: string): number => Number(text.split("#")[1]);

  function* slow() {
    const seen = top.value;
    const below = next[nameOf(seen)]!;
    yield;
    top.compareAndSet(seen, named(below, versionOf(seen) + 1));
  }
  function* quick() {
    if (!top.compareAndSet("A#0", named("B", 1))) return;
    yield;
    if (!top.compareAndSet(named("B", 1), named("C", 2))) return;
    popped.B = true;
    yield;
    const seen = top.value;
    next["A"] = nameOf(seen);
    yield;
    top.compareAndSet(seen, named("A", versionOf(seen) + 1));
  }

  return {
    tasks: [slow, quick],
    check: () => assert.ok(!(popped.B && nameOf(top.value) === "B"), "B is on the stack, and was popped"),
    result: () => top.value,
  };
}

/** The queue of Michael and Scott; `helps`: who finds the tail behind moves it on. */
function michaelScott(careless: boolean): ExploreScene {
  const dummy = node(0);
  const head = cell(dummy);
  const tail = cell(dummy);

  function* enqueue(value: number) {
    const fresh = node(value);
    for (let i = 0; i < TRIES; i++) {
      const seen = tail.value;
      yield;
      const isIn = careless ? setsNext(seen, fresh) : seen.next.compareAndSet(null, fresh);
      yield;
      // Whether this one is in or another one: the tail is moved on.
      if (seen.next.value !== null) tail.compareAndSet(seen, seen.next.value);
      if (isIn) return;
      yield;
    }
  }
  function setsNext(last: Node, fresh: Node): boolean {
    last.next.value = fresh;
    return true;
  }
  function inside(): number[] {
    const values: number[] = [];
    for (let at = head.value.next.value; at !== null; at = at.next.value) values.push(at.value);
    return values;
  }

  return {
    tasks: [() => enqueue(1), () => enqueue(2)],
    check: () => assert.deepEqual(inside().sort(), [1, 2]),
    result: inside,
  };
}

function* dequeue(head: Cell<Node>, careful: boolean): Steps<number | undefined> {
  for (let i = 0; i < TRIES; i++) {
    const seen = head.value;
    yield;
    const first = seen.next.value;
    if (first === null) return undefined;
    yield;
    if (!careful) {
      head.value = first;
      return first.value;
    }
    if (head.compareAndSet(seen, first)) return first.value;
  }
  return undefined;
}

/** Two that dequeue at once. */
function michaelScottOut(careful: boolean): ExploreScene {
  const head = cell(node(0, node(1, node(2))));

  return {
    tasks: [() => dequeue(head, careful), () => dequeue(head, careful)],
    check: ({ results }) => assert.deepEqual([...results].sort(), [1, 2]),
    result: () => head.value.value,
  };
}

/**
 * The queue of Cilk: the owner takes from the tail, thieves from the head, and only the last item is fought for under the lock.
 * `careless`: the owner looks at the head before it lowers the tail.
 */
function workStealing(careless: boolean): ExploreScene {
  const queue = tracked({ head: 0, tail: 2 });
  const items = [10, 20];
  const mutex = new Mutex("thieves");

  function* take(): Steps<number | undefined> {
    const at = queue.tail - 1;
    if (careless) {
      const isThere = queue.head <= at;
      yield;
      queue.tail = at;
      return isThere ? items[at] : undefined;
    }
    queue.tail = at;
    yield;
    if (queue.head <= at) return items[at];
    queue.tail = at + 1;
    using _guard = yield* mutex.lock();
    queue.tail = at;
    yield;
    if (queue.head <= at) return items[at];
    queue.tail = at + 1;
    return undefined;
  }
  function* steal(): Steps<number | undefined> {
    using _guard = yield* mutex.lock();
    const at = queue.head;
    queue.head = at + 1;
    yield;
    if (at + 1 <= queue.tail) return items[at];
    queue.head = at;
    return undefined;
  }
  function* owner() {
    const first = yield* take();
    yield;
    return [first, yield* take()];
  }

  return {
    tasks: [owner, steal],
    check({ results }) {
      const taken = results.flat().filter((item) => item !== undefined);
      assert.equal(new Set(taken).size, taken.length, "an item was taken twice");
    },
    result: () => [queue.head, queue.tail],
  };
}

/** A counter by compare-and-set. */
function casCounter(tasks: number): ExploreScene {
  const count = cell(0);

  function* increments() {
    for (;;) {
      const seen = count.value;
      yield;
      if (count.compareAndSet(seen, seen + 1)) return;
      yield;
    }
  }

  return {
    tasks: Array.from({ length: tasks }, () => increments),
    check: () => assert.equal(count.value, tasks),
    result: () => count.value,
  };
}

/** A sequence lock: the reader looks at the version before and after; `once`: only before. */
function seqLock(once: boolean): ExploreScene {
  const state = tracked({ version: 0, a: 0, b: 0 });

  function* writes() {
    state.version++;
    yield;
    state.a = 1;
    yield;
    state.b = 1;
    yield;
    state.version++;
  }
  function* reads() {
    const before = state.version;
    yield;
    const { a } = state;
    yield;
    const { b } = state;
    yield;
    if (before % 2 === 1 || (!once && state.version !== before)) return;
    assert.equal(a, b, "a torn pair was read");
  }

  return { tasks: [writes, reads], result: () => state.version };
}

export const LOCK_FREE: readonly Published[] = [
  { name: "Treiber's stack", setup: () => treiber(false), fails: [] },
  {
    name: "Treiber's stack, set instead of compare-and-set",
    setup: () => treiber(true),
    fails: ["check"],
    preemptions: 1,
  },
  { name: "Treiber's stack, nodes with versions", setup: () => treiberAba(true), fails: [] },
  { name: "Treiber's stack, ABA", setup: () => treiberAba(false), fails: ["check"], preemptions: 1 },
  { name: "queue of Michael and Scott", setup: () => michaelScott(false), fails: [] },
  { name: "queue of Michael and Scott, set", setup: () => michaelScott(true), fails: ["check"], preemptions: 1 },
  { name: "queue of Michael and Scott, out", setup: () => michaelScottOut(true), fails: [] },
  {
    name: "queue of Michael and Scott, out, set",
    setup: () => michaelScottOut(false),
    fails: ["check"],
    preemptions: 1,
  },
  { name: "work-stealing queue", setup: () => workStealing(false), fails: [] },
  { name: "work-stealing queue, look before claim", setup: () => workStealing(true), fails: ["check"], preemptions: 1 },
  { name: "counter by compare-and-set", setup: () => casCounter(3), fails: [] },
  { name: "sequence lock", setup: () => seqLock(false), fails: [] },
  { name: "sequence lock, one look", setup: () => seqLock(true), fails: ["error"], preemptions: 1 },
];
