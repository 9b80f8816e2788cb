/**
 * The small programs that model checkers for threads are measured with: the "CS" and "pthread" programs of SCTBench, which
 * were handed down from Inspect and from the ESBMC papers. An access of a shared variable is a step, as there.
 */
import assert from "node:assert/strict";
import { Condition, Mutex } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

/** A sum that is wrong as soon as both have done their part. */
function account(): ExploreScene {
  const state = tracked({ x: 1, y: 2, balance: 10, depositDone: false, withdrawDone: false });
  const mutex = new Mutex();

  function* deposit() {
    using _guard = yield* mutex.lock();
    state.balance += state.y;
    yield;
    state.depositDone = true;
  }
  function* withdraw() {
    using _guard = yield* mutex.lock();
    state.balance -= state.x;
    yield;
    state.withdrawDone = true;
  }
  function* checkResult() {
    using _guard = yield* mutex.lock();
    if (state.depositDone && state.withdrawDone) assert.equal(state.balance, 10 - state.y - state.x);
  }

  return { tasks: [deposit, withdraw, checkResult], result: () => state.balance };
}

/** Two locks in two orders, with a third that guards nothing. */
function carter01(): ExploreScene {
  const state = tracked({ a: 0, b: 0 });
  const m = new Mutex("m");
  const l = new Mutex("l");

  function* enters(count: "a" | "b", last: () => Generator<unknown, void, unknown>) {
    const guard = yield* m.lock();
    state[count]++;
    if (state[count] === 1) {
      const inner = yield* l.lock();
      guard.release();
      yield;
      yield* last();
      inner.release();
    } else guard.release();
  }
  function* nothing() {}
  function* backwards() {
    (yield* m.lock()).release();
  }

  return { tasks: [() => enters("a", nothing), () => enters("b", backwards)], result: () => [state.a, state.b] };
}

/** Two that count up under one lock, and a third that wants the sum not to be reached. */
function lazy01(): ExploreScene {
  const state = tracked({ data: 0 });
  const mutex = new Mutex();

  function* adds(n: number) {
    const guard = yield* mutex.lock();
    state.data += n;
    yield;
    guard.release();
  }
  function* checks() {
    const guard = yield* mutex.lock();
    assert.ok(state.data < 3, "the sum is reached");
    guard.release();
  }

  return { tasks: [() => adds(1), () => adds(2), checks], result: () => state.data };
}

/** Two phases, each begun by a signal of the other task, with locks that are handed on. */
function phase01(): ExploreScene {
  const x = new Mutex("x");
  const y = new Mutex("y");

  function* both() {
    const outer = yield* x.lock();
    const inner = yield* y.lock();
    inner.release();
    yield;
    outer.release();
  }

  return { tasks: [both, both] };
}

/** One waits until the other one has put something in; each looks again when it is woken. */
function sync01(): ExploreScene {
  const state = tracked({ items: 0 });
  const mutex = new Mutex();
  const empty = new Condition(mutex, "empty");
  const full = new Condition(mutex, "full");

  function* puts() {
    const guard = yield* mutex.lock();
    while (state.items > 0) yield* empty.wait();
    state.items++;
    yield;
    full.notify();
    guard.release();
  }
  function* takes() {
    const guard = yield* mutex.lock();
    while (state.items === 0) yield* full.wait();
    state.items--;
    yield;
    empty.notify();
    guard.release();
  }

  return { tasks: [puts, takes], check: () => assert.equal(state.items, 0), result: () => state.items };
}

/** The same where the box is full at first: and `if` where there should be `while`. */
function sync02(): ExploreScene {
  const state = tracked({ items: 1 });
  const mutex = new Mutex();
  const empty = new Condition(mutex, "empty");
  const full = new Condition(mutex, "full");

  function* puts() {
    const guard = yield* mutex.lock();
    if (state.items > 0) yield* empty.wait();
    state.items++;
    yield;
    full.notify();
    guard.release();
  }
  function* takes() {
    const guard = yield* mutex.lock();
    if (state.items === 0) yield* full.wait();
    state.items--;
    yield;
    empty.notify();
    guard.release();
  }

  return { tasks: [puts, takes], check: () => assert.equal(state.items, 1), result: () => state.items };
}

/** Two tasks change two variables in opposite orders, each under its lock; the sums do not depend on it. */
function stateful01(): ExploreScene {
  const state = tracked({ one: 10, other: 10 });
  const first = new Mutex("first");
  const second = new Mutex("second");

  function* under(mutex: Mutex, change: () => void) {
    const guard = yield* mutex.lock();
    change();
    yield;
    guard.release();
    yield;
  }
  function* a() {
    yield* under(first, () => state.one++);
    yield* under(second, () => state.other++);
  }
  function* b() {
    yield* under(first, () => (state.one += 5));
    yield* under(second, () => (state.other -= 6));
  }

  return {
    tasks: [a, b],
    check: () => assert.deepEqual([state.one, state.other], [16, 5]),
    result: () => [state.one, state.other],
  };
}

/** The same with a doubling instead of a sum: now the order shows. */
function stateful02(): ExploreScene {
  const state = tracked({ one: 10, other: 10 });
  const first = new Mutex("first");
  const second = new Mutex("second");

  function* under(mutex: Mutex, change: () => void) {
    const guard = yield* mutex.lock();
    change();
    yield;
    guard.release();
    yield;
  }
  function* a() {
    yield* under(first, () => state.one++);
    yield* under(second, () => state.other++);
  }
  function* b() {
    yield* under(first, () => (state.one *= 2));
    yield* under(second, () => (state.other *= 2));
  }

  return {
    tasks: [a, b],
    check: () => assert.deepEqual([state.one, state.other], [22, 22]),
    result: () => [state.one, state.other],
  };
}

/** Two locks, taken in two orders. */
function deadlock01(): ExploreScene {
  const state = tracked({ count: 1 });
  const a = new Mutex("a");
  const b = new Mutex("b");

  function* takes(first: Mutex, second: Mutex, step: number) {
    const outer = yield* first.lock();
    const inner = yield* second.lock();
    state.count += step;
    yield;
    inner.release();
    yield;
    outer.release();
  }

  return { tasks: [() => takes(a, b, 1), () => takes(b, a, -1)], result: () => state.count };
}

/** n tasks set a and b, one looks at both. */
function reorder(n: number): ExploreScene {
  const state = tracked({ a: 0, b: 0 });

  function* sets() {
    state.a = 1;
    yield;
    state.b = -1;
  }
  function* checks() {
    const { a } = state;
    yield;
    const { b } = state;
    assert.ok((a === 0 && b === 0) || (a === 1 && b === -1), `${a} and ${b}`);
  }

  return { tasks: [...Array.from({ length: n }, () => sets), checks], result: () => [state.a, state.b] };
}

/** The second value is written under another lock, when the first is out already. */
function twostage(n: number): ExploreScene {
  const state = tracked({ first: 0, second: 0 });
  const one = new Mutex("one");
  const two = new Mutex("two");

  function* writer() {
    const guard = yield* one.lock();
    state.first = 1;
    guard.release();
    yield; // were the request part of the step that releases, nobody could come in between
    const other = yield* two.lock();
    state.second = state.first + 1;
    other.release();
  }
  function* reader() {
    const guard = yield* one.lock();
    const { first } = state;
    guard.release();
    if (first === 0) return;
    const other = yield* two.lock();
    const { second } = state;
    other.release();
    assert.equal(second, first + 1);
  }

  return { tasks: [...Array.from({ length: n }, () => writer), reader], result: () => [state.first, state.second] };
}

/** One task holds another lock than the n others, though they all change one variable. */
function wronglock(n: number): ExploreScene {
  const state = tracked({ data: 0 });
  const data = new Mutex("data");
  const wrong = new Mutex("wrong");

  function* changes() {
    const guard = yield* data.lock();
    const before = state.data;
    yield;
    state.data++;
    yield;
    assert.equal(state.data, before + 1);
    guard.release();
  }
  function* interferes() {
    const guard = yield* wrong.lock();
    state.data++;
    guard.release();
  }

  return { tasks: [changes, ...Array.from({ length: n }, () => interferes)], result: () => state.data };
}

/** A ring: each of four copies the one before it, in any order. The last is one of few values. */
function tokenRing(): ExploreScene {
  const x = tracked([1, 2, 3, 4]);
  const mutex = new Mutex();
  const copies = (to: number, from: number) =>
    function* () {
      const guard = yield* mutex.lock();
      x[to] = (x[from]! + 1) % 4;
      guard.release();
    };

  return { tasks: [copies(0, 3), copies(1, 0), copies(2, 1)], result: () => [...x] };
}

/** Two tasks push into a ring buffer and take out of it; without a lock the positions are lost. */
function circularBuffer(locked: boolean): ExploreScene {
  const ring = tracked({ slots: [0, 0], write: 0, read: 0, size: 0 });
  const mutex = new Mutex();

  function* guarded(body: () => Generator<unknown, void, unknown>) {
    if (!locked) yield* body();
    else {
      const guard = yield* mutex.lock();
      yield* body();
      guard.release();
    }
  }
  function* put(value: number) {
    const at = ring.write;
    yield;
    ring.slots[at] = value;
    ring.write = (at + 1) % 2;
    yield;
    ring.size++;
  }

  return {
    tasks: [() => guarded(() => put(1)), () => guarded(() => put(2))],
    check: () => assert.equal(ring.slots[0]! + ring.slots[1]!, 3, "a value is lost"),
    result: () => [...ring.slots, ring.size],
  };
}

/** A FIFO queue under a lock; what is taken out is what was put in, in that order. */
function queue(locked: boolean): ExploreScene {
  const line = tracked({ items: [0, 0], head: 0, tail: 0 });
  const mutex = new Mutex();

  function* enqueues() {
    for (const value of [1, 2]) {
      const guard = locked ? yield* mutex.lock() : undefined;
      const at = line.tail;
      line.tail = at + 1;
      yield;
      line.items[at] = value;
      guard?.release();
      yield;
    }
  }
  function* dequeues() {
    for (let expected = 1; expected <= 2; expected++) {
      const guard = locked ? yield* mutex.lock() : undefined;
      if (line.head === line.tail) {
        guard?.release();
        return;
      }
      const value = line.items[line.head++];
      assert.equal(value, expected);
      yield;
      guard?.release();
    }
  }

  return { tasks: [enqueues, dequeues], result: () => [line.head, line.tail] };
}

/** A stack under a lock, and a task that pops when the flag is up: but looks at the flag without the lock. */
function stack(safe: boolean): ExploreScene {
  const state = tracked({ top: 0, flag: false });
  const mutex = new Mutex();

  function* pushes() {
    const guard = yield* mutex.lock();
    if (!safe) state.flag = true;
    yield;
    state.top++;
    state.flag = true;
    guard.release();
  }
  function* pops() {
    const { flag } = state;
    yield;
    if (!flag) return;
    if (!safe) {
      assert.ok(state.top > 0, "the stack is empty");
      return;
    }
    const guard = yield* mutex.lock();
    assert.ok(state.top > 0, "the stack is empty");
    state.top--;
    guard.release();
  }

  return { tasks: [pushes, pops], result: () => state.top };
}

/** Two tasks add the numbers of Fibonacci to each other: can a sum get as high as when they take strict turns? */
function fibBench(bound: number): ExploreScene {
  const state = tracked({ i: 1, j: 1 });

  function* first() {
    for (let k = 0; k < 3; k++) {
      const seen = state.j;
      yield;
      state.i += seen;
      if (k < 2) yield;
    }
  }
  function* second() {
    for (let k = 0; k < 3; k++) {
      const seen = state.i;
      yield;
      state.j += seen;
      if (k < 2) yield;
    }
  }

  return {
    tasks: [first, second],
    check: () => assert.ok(state.i < bound && state.j < bound),
    result: () => [state.i, state.j],
  };
}

/** Disk blocks and inodes, as in a file system: a lock for each, and threads that take an inode and then look for a free block. */
function fsbench(threads: number, blocks: number): ExploreScene {
  const inodes = tracked([0, 0]);
  const busy = tracked([false, false, false]);
  const inodeLocks = [new Mutex("inode 0"), new Mutex("inode 1")];
  const blockLocks = [new Mutex("block 0"), new Mutex("block 1"), new Mutex("block 2")];

  function* allocates(id: number) {
    const i = id % 2;
    const inode = yield* inodeLocks[i]!.lock();
    if (inodes[i] === 0) {
      for (let b = i; b < blocks; b++) {
        const block = yield* blockLocks[b]!.lock();
        if (!busy[b]) {
          busy[b] = true;
          inodes[i] = b + 1;
          block.release();
          break;
        }
        block.release();
      }
    }
    assert.ok(inodes[i]! > 0, "no block was free");
    inode.release();
  }

  return { tasks: Array.from({ length: threads }, (_, id) => () => allocates(id)), result: () => [...inodes] };
}

/** A bank: transfers between two accounts, each locked by the one who pays first. */
function transfers(ordered: boolean): ExploreScene {
  const accounts = tracked([100, 100]);
  const locks = [new Mutex("account 0"), new Mutex("account 1")];

  function* transfer(from: number, to: number) {
    const [first, second] = ordered ? [Math.min(from, to), Math.max(from, to)] : [from, to];
    const outer = yield* locks[first]!.lock();
    const inner = yield* locks[second]!.lock();
    accounts[from]! -= 10;
    yield;
    accounts[to]! += 10;
    inner.release();
    outer.release();
  }

  return {
    tasks: [() => transfer(0, 1), () => transfer(1, 0)],
    check: () => assert.deepEqual([...accounts], [100, 100]),
    result: () => [...accounts],
  };
}

export const CS_SUITE: readonly Published[] = [
  { name: "account", setup: account, fails: ["error"], preemptions: 0 },
  { name: "carter01", setup: carter01, fails: ["deadlock"], preemptions: 1 },
  { name: "lazy01", setup: lazy01, fails: ["error"], preemptions: 0 },
  { name: "phase01", setup: phase01, fails: [] },
  { name: "sync01", setup: sync01, fails: [] },
  { name: "sync02", setup: sync02, fails: [] },
  { name: "stateful01", setup: stateful01, fails: [] },
  { name: "stateful02", setup: stateful02, fails: ["check"], preemptions: 0 },
  { name: "deadlock01", setup: deadlock01, fails: ["deadlock"], preemptions: 1 },
  { name: "reorder_2", setup: () => reorder(2), fails: ["error"], preemptions: 1 },
  { name: "reorder_3", setup: () => reorder(3), fails: ["error"], preemptions: 1 },
  { name: "twostage_1", setup: () => twostage(1), fails: ["error"], preemptions: 1 },
  { name: "twostage_2", setup: () => twostage(2), fails: ["error"], preemptions: 1 },
  { name: "wronglock_1", setup: () => wronglock(1), fails: ["error"], preemptions: 1 },
  { name: "wronglock_2", setup: () => wronglock(2), fails: ["error"], preemptions: 1 },
  { name: "token_ring", setup: tokenRing, fails: [] },
  { name: "circular_buffer", setup: () => circularBuffer(true), fails: [] },
  { name: "circular_buffer_bad", setup: () => circularBuffer(false), fails: ["check"], preemptions: 1 },
  { name: "queue", setup: () => queue(true), fails: [] },
  { name: "queue_bad", setup: () => queue(false), fails: ["error"], preemptions: 1 },
  { name: "stack", setup: () => stack(true), fails: [] },
  { name: "stack_bad", setup: () => stack(false), fails: ["error"], preemptions: 1 },
  { name: "fib_bench_longest", setup: () => fibBench(21), fails: ["check"], preemptions: 4 },
  { name: "fib_bench", setup: () => fibBench(22), fails: [] },
  { name: "fsbench", setup: () => fsbench(3, 3), fails: [] },
  { name: "fsbench_bad", setup: () => fsbench(2, 1), fails: ["error"], preemptions: 0 },
  { name: "bank transfer", setup: () => transfers(true), fails: [] },
  { name: "bank transfer, in two orders", setup: () => transfers(false), fails: ["deadlock"], preemptions: 1 },
];
