import {
  Barrier,
  Broadcast,
  cancel,
  Channel,
  Condition,
  join,
  Latch,
  Mutex,
  RwLock,
  Semaphore,
  spawn,
  type Program,
} from "../../../lib/index.js";
import { cell, tracked } from "../../../lib/testing/index.js";
import { both, idle, see, type Pair } from "./depend.js";

/** Pairs of steps at one object: cells, collections, locks, channels … */
export const OBJECTS: Readonly<Record<string, readonly Pair[]>> = {
  "get – get": [
    {
      steps: "1* 2*",
      make() {
        const c = cell(0);
        return both(function* () {
          see(c.value);
        });
      },
    },
  ],
  "get – set, set – set, update – anything": [
    (c: { value: number }): void => {
      see(c.value);
    },
    (c: { value: number }): void => {
      c.value = 2;
    },
  ].map((other) => ({
    steps: "1* 2*",
    make() {
      const c = cell(0);
      return [
        function* () {
          c.update((n) => n + 1);
        },
        function* () {
          other(c);
        },
      ];
    },
  })),
  "failing – failing `compareAndSet`": [{ steps: "1* 2*", make: () => swappers(5) }],
  "failing – successful `compareAndSet`": [{ steps: "1* 2*", make: () => swappers(0) }],
  "two keys of one map, two items of one array": [
    {
      steps: "1* 2*",
      make() {
        const map = tracked(
          new Map([
            ["a", 1],
            ["b", 1],
          ]),
        );
        return ["a", "b"].map(
          (key) =>
            function* () {
              map.set(key, 2);
            },
        );
      },
    },
    {
      steps: "1* 2*",
      make() {
        const list = tracked([0, 0]);
        return [0, 1].map(
          (i) =>
            function* () {
              list[i] = 2;
            },
        );
      },
    },
  ],
  "a new key – iteration, `size`": [(map: Map<string, number>) => [...map], (map: Map<string, number>) => map.size].map(
    (look) => ({
      steps: "1* 2*",
      make() {
        const map = tracked(new Map<string, number>());
        return [
          function* () {
            map.set("a", 1);
          },
          function* () {
            look(map);
          },
        ];
      },
    }),
  ),
  "a new key – another new key": [
    {
      steps: "1* 2*",
      make() {
        const map = tracked(new Map<string, number>());
        return ["a", "b"].map(
          (key) =>
            function* () {
              map.set(key, 1);
            },
        );
      },
    },
  ],
  "`lock` – `lock`": [{ steps: "1* 2*", make: lockers }],
  "`lock` – `release`": [{ steps: "1 1* 2*", make: lockers }],
  "`lock` of two locks that are held": [
    {
      steps: "1 2 3* 4*",
      make() {
        const locks = [new Mutex(), new Mutex()];
        return [...locks, ...locks].map((lock) => () => holder(lock));
      },
    },
  ],
  "`lock` – `join`, `cancel`, the end of a scope of its holder": [
    function* () {
      yield* join(yield* spawn(idle));
    },
    function* () {
      yield* cancel(yield* spawn(idle));
    },
    function* () {
      yield* spawn(idle);
    },
  ].map((waits) => ({
    steps: "1 1 2* 1*",
    make() {
      const lock = new Mutex();
      const holds = function* (): Generator<unknown, void> {
        using _guard = yield* lock.lock();
        yield* waits();
      };
      return [holds, () => holder(lock)];
    },
  })),
  "`read` – `read` of an `RwLock`": [
    {
      steps: "1* 2*",
      make() {
        const lock = new RwLock();
        return both(function* () {
          using _guard = yield* lock.read();
        });
      },
    },
  ],
  "`acquire` – `acquire`": [{ steps: "1* 2*", make: acquirers }],
  "`acquire` – `release`": [{ steps: "1 1* 2*", make: acquirers }],
  "`release` – `release` of a semaphore": [{ steps: "1 2 1* 2*", make: acquirers }],
  "`tryLock` – `tryLock`, both failing": [
    {
      steps: "3 1* 2*",
      make() {
        const lock = new Mutex();
        const tries = both(function* () {
          lock.tryLock();
        });
        return [...tries, () => holder(lock)];
      },
    },
  ],
  "`send` – `send` on a channel": [{ steps: "1* 2*", make: () => both(sender(new Channel(2))) }],
  "`receive` – `receive`": [{ steps: "1* 2*", make: () => both(receiver(new Channel(2))) }],
  "`send` – `receive`": [{ steps: "1* 2*", make: () => sides(new Channel(2)) }],
  "`close` – anything": [sender, receiver, sizer].map((make) => ({
    steps: "1* 2*",
    make() {
      const channel = new Channel<number>(2);
      return [
        make(channel),
        function* () {
          channel.close();
        },
      ];
    },
  })),
  "`wait` – `wait` at a latch or a condition": [
    {
      steps: "1* 2*",
      make() {
        const latch = new Latch();
        return both(function* () {
          yield* latch.wait();
        });
      },
    },
    { steps: "1 1* 2 2*", make: () => conditions().slice(0, 2) },
  ],
  "`wait` – `wait` at a barrier": [
    {
      steps: "1* 2*",
      make() {
        const barrier = new Barrier(2);
        return both(function* () {
          yield* barrier.wait();
        });
      },
    },
  ],
  "`wait` – `notify`, `open`, `countDown`": [
    { steps: "1 1* 3*", make: conditions },
    ...[(latch: Latch): void => latch.open(), (latch: Latch): void => latch.countDown()].map((deed) => ({
      steps: "1* 2*",
      make() {
        const latch = new Latch(2);
        return [
          function* () {
            yield* latch.wait();
          },
          function* () {
            deed(latch);
          },
        ];
      },
    })),
  ],
  "`notify` – `notify`": [{ steps: "3* 4*", make: conditions }],
  "`broadcast.send` – `broadcast.send`": [{ steps: "1* 2*", make: () => broadcasters(true) }],
  "`broadcast.send` – `subscribe`": [
    {
      steps: "1* 2*",
      make() {
        const broadcast = new Broadcast<number>();
        return [
          function* () {
            broadcast.send(1);
          },
          function* () {
            broadcast.subscribe();
          },
        ];
      },
    },
  ],
};

function swappers(value: number): Program[] {
  const c = cell(value);
  return both(function* () {
    c.compareAndSet(0, 1);
  });
}

function lockers(): Program[] {
  const lock = new Mutex();
  return both(() => holder(lock));
}

export function* holder(lock: Mutex): Generator<unknown, void> {
  using _guard = yield* lock.lock();
}

function acquirers(): Program[] {
  const permits = new Semaphore(2);
  return both(function* () {
    using _permit = yield* permits.acquire();
  });
}

export function sender(channel: Channel<number>): Program {
  return function* () {
    yield* channel.send(1);
  };
}

function receiver(channel: Channel<number>): Program {
  return function* () {
    yield* channel.receive();
  };
}

function sizer(channel: Channel<number>): Program {
  return function* () {
    see(channel.size);
  };
}

function sides(channel: Channel<number>): Program[] {
  return [sender(channel), receiver(channel)];
}

/** Two that wait for a condition, and two that notify. */
function conditions(): Program[] {
  const mutex = new Mutex();
  const condition = new Condition(mutex);
  const wait = function* (): Generator<unknown, void> {
    using _guard = yield* mutex.lock();
    yield* condition.wait();
  };
  const notify = function* (): Generator<unknown, void> {
    condition.notify();
  };
  return [wait, wait, notify, notify];
}

export function broadcasters(heard: boolean): Program[] {
  const broadcast = new Broadcast<number>();
  if (heard) broadcast.subscribe();
  return both(function* () {
    broadcast.send(1);
  });
}
