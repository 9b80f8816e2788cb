import { all, join, Mutex, spawn, type Task } from "rondo";
import { cell, explore, type Cell, type ExploreScene } from "rondo/testing";

/** Tracked cells, and a bare `yield` between accesses: a task of k accesses has k turns. */

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

function independent(n: number, k: number): ExploreScene {
  const cells = times(n, () => cell(0));
  return {
    tasks: cells.map(
      (own) =>
        function* () {
          for (let i = 0; i < k; i++) {
            if (i > 0) yield;
            own.value = i;
          }
        },
    ),
  };
}

function writers(n: number): ExploreScene {
  const shared = cell(-1);
  return {
    result: () => shared.value,
    tasks: times(
      n,
      (i) =>
        function* () {
          shared.value = i;
        },
    ),
  };
}

function incrementers(n: number): ExploreScene {
  const shared = cell(0);
  return {
    result: () => shared.value,
    tasks: times(
      n,
      () =>
        function* () {
          const before = shared.value;
          yield;
          shared.value = before + 1;
        },
    ),
    check: () => expect(shared.value).toBe(n),
  };
}

function swappers(n: number): ExploreScene {
  const shared = cell(0);
  return {
    result: () => shared.value,
    tasks: times(
      n,
      (i) =>
        function* () {
          shared.compareAndSet(0, i + 1);
        },
    ),
  };
}

/** One writes 2; the others make 3 of it. */
function writerAndSwappers(n: number): ExploreScene {
  const shared = cell(0);
  function* write(): Generator<undefined, void> {
    shared.value = 2;
  }
  function* swap(): Generator<undefined, void> {
    shared.compareAndSet(2, 3);
  }
  return { tasks: [write, ...times(n, () => swap)] };
}

function readers(n: number): ExploreScene {
  const shared = cell(0);
  function* write(): Generator<undefined, void> {
    shared.value = 1;
  }
  const read = (own: Cell<number>) =>
    function* () {
      own.get();
      yield;
      shared.get();
    };
  return { tasks: [write, ...times(n, () => read(cell(0)))] };
}

function lastZero(n: number): ExploreScene {
  const cells = times(n + 1, () => cell(0));
  function* look(): Generator<undefined, void> {
    for (let i = n; cells[i]!.value !== 0; i--) yield;
  }
  const add = (i: number) =>
    function* () {
      const before = cells[i]!.value;
      yield;
      cells[i + 1]!.value = before + 1;
    };
  return { result: () => cells.map(({ value }) => value).join(), tasks: [...times(n, add), look] };
}

/** Each task in a word a step: `wx ry` writes x and reads y. */
function litmus(...tasks: string[]): ExploreScene {
  const cells = new Map(["x", "y", "z"].map((name) => [name, cell(0)]));
  const seen = cell("");
  const run = (text: string) =>
    function* () {
      for (const [i, word] of text.split(" ").entries()) {
        if (i > 0) yield;
        const shared = cells.get(word[1]!)!;
        if (word.startsWith("r")) shared.get();
        else if (word.startsWith("w")) shared.value = 1;
        else shared.update((n) => n + 1);
      }
    };
  return { tasks: tasks.map(run), result: () => seen.value };
}

function lockers(n: number): ExploreScene {
  const mutex = new Mutex();
  const shared = cell(0);
  return {
    tasks: times(
      n,
      () =>
        function* () {
          const guard = yield* mutex.lock();
          const before = shared.value;
          yield;
          shared.value = before + 1;
          yield;
          guard.release();
        },
    ),
    check: () => expect(shared.value).toBe(n),
  };
}

const table: readonly (readonly [name: string, setup: () => ExploreScene, interleavings: number, classes: number])[] = [
  ["2 independent tasks of 2 accesses", () => independent(2, 2), 6, 1],
  ["3 independent tasks of 2 accesses", () => independent(3, 2), 90, 1],
  ["3 independent tasks of 3 accesses", () => independent(3, 3), 1680, 1],
  ...times(4, (i): (typeof table)[number] => {
    const n = i + 2;
    const factorial = times(n, (k) => k + 1).reduce((a, b) => a * b);
    return [`${String(n)} writers of one cell`, () => writers(n), factorial, factorial];
  }),
  ["2 tasks that read and write one cell", () => incrementers(2), 6, 4],
  ["3 tasks that read and write one cell", () => incrementers(3), 90, 36],
  ["4 tasks that read and write one cell", () => incrementers(4), 2520, 576],
  ["2 tasks that swap one cell", () => swappers(2), 2, 2],
  ["3 tasks that swap one cell", () => swappers(3), 6, 3],
  ["4 tasks that swap one cell", () => swappers(4), 24, 4],
  ["a writer and 2 that swap what it wrote", () => writerAndSwappers(2), 6, 5],
  ["a writer and 3 that swap what it wrote", () => writerAndSwappers(3), 24, 13],
  ["a writer and 4 that swap what it wrote", () => writerAndSwappers(4), 120, 33],
  ["a writer and 2 readers", () => readers(2), 30, 4],
  ["a writer and 3 readers", () => readers(3), 630, 8],
  ["a writer and 4 readers", () => readers(4), 22_680, 16],
  ["lastzero(2)", () => lastZero(2), 35, 5],
  ["lastzero(3)", () => lastZero(3), 920, 12],
  ["lastzero(4)", () => lastZero(4), 44_300, 28],
  ["store buffering", () => litmus("wx ry", "wy rx"), 6, 3],
  ["message passing", () => litmus("wx wy", "ry rx"), 6, 3],
  ["W+RWC", () => litmus("wx wz", "rz ry", "wy rx"), 90, 7],
  ["IRIW", () => litmus("wx", "rx ry", "ry rx", "wy"), 180, 15],
  ["small0", () => litmus("rx", "rx wx", "wx"), 12, 9],
  ["a writer and 2 that read and write", () => litmus("wx", "rx wx", "rx wx"), 30, 22],
  ["3 that update one cell", () => litmus("ux", "ux", "ux"), 6, 6],
  ["2 that update two cells", () => litmus("ux uy", "ux uy"), 6, 4],
  ["3 that update two cells", () => litmus("ux uy", "ux uy", "ux uy"), 90, 36],
  ["2 that update three cells", () => litmus("ux uy uz", "ux uy uz"), 20, 8],
  ["2 tasks with a lock", () => lockers(2), 8, 4],
  ["3 tasks with a lock", () => lockers(3), 132, 30],
];

describe.each(table)("%s", (_name, setup, interleavings, classes) => {
  it("have as many interleavings as can be counted, and an exhaustive search runs each once", () => {
    const report = explore(setup, { strategy: "exhaustive", collect: true });
    expect(report).toMatchObject({ schedules: interleavings, complete: true });
  });

  it("have as many classes as are published, and dpor runs each once and nothing in vain", () => {
    const report = explore(setup, { strategy: "dpor", collect: true });
    expect(report).toMatchObject({ schedules: classes, classes, blocked: 0, complete: true });
  });

  it("are covered by source sets, with no more classes", () => {
    const report = explore(setup, { strategy: "dpor-source", collect: true, classes: true });
    expect(report).toMatchObject({ classes, complete: true });
  });
});

it("runs lastzero(10) in its 3 328 classes", () => {
  expect(explore(() => lastZero(10), { strategy: "dpor" })).toMatchObject({ schedules: 3328, blocked: 0 });
});

it("finds each lost update of n incrementers: all but n! of the schedules", () => {
  const failing = [2, 3, 4].map(
    (n) => explore(() => incrementers(n), { strategy: "exhaustive", collect: true, shrink: false }).failing,
  );
  expect(failing).toEqual([4, 84, 2496]);
});

it.each([
  [0, 6],
  [1, 24],
  [2, 36],
])("reaches with at most %d preemptions %d of the classes of 3 tasks that update two cells", (preemptions, classes) => {
  const setup = (): ExploreScene => litmus("ux uy", "ux uy", "ux uy");
  const report = explore(setup, { strategy: "exhaustive", preemptions, classes: true });
  expect(report).toMatchObject({ classes, complete: true });
});

it.each([
  ["SB", ["wx ry", "wy rx"], [2, 4, 6]],
  ["W+RWC", ["wx wz", "rz ry", "wy rx"], [6, 24, 60, 90]],
  ["IRIW", ["wx", "rx ry", "ry rx", "wy"], [24, 96, 180]],
  ["small0", ["rx", "rx wx", "wx"], [6, 12]],
  ["cinc(2)", ["ux uy uz", "ux uy uz"], [2, 6, 14, 18, 20]],
])("%s has as many schedules with at most 0, 1, 2 … preemptions as are published", (_name, tasks, counts) => {
  const found = counts.map((_, preemptions) => {
    return explore(() => litmus(...tasks), { strategy: "exhaustive", preemptions }).schedules;
  });
  expect(found).toEqual(counts);
});

describe("independent children", () => {
  const child = function* (): Generator<undefined, void> {
    yield;
    yield;
  };

  it.each([2, 3])("that are spawned and joined are one class: %d of them", (n) => {
    function* parent(): Generator<unknown, void> {
      const children: Task[] = [];
      for (let i = 0; i < n; i++) children.push(yield* spawn(child));
      for (const task of children) yield* join(task);
    }
    expect(explore(() => parent, { strategy: "dpor" })).toMatchObject({ schedules: 1, blocked: 0, complete: true });
  });

  it.each([2, 3])("of all() are one class: %d of them", (n) => {
    function* parent(): Generator<unknown, void> {
      yield* all(times(n, () => child));
    }
    expect(explore(() => parent, { strategy: "dpor" })).toMatchObject({ schedules: 1, blocked: 0, complete: true });
  });
});

it("tells states apart that an invariant looks at: 4 of 6 interleavings break it, and none is left out", () => {
  const setup = (): ExploreScene => {
    const x = cell(0);
    const y = cell(0);
    const blink = (own: { value: number }) =>
      function* () {
        own.value = 1;
        yield;
        own.value = 0;
      };
    return { tasks: [blink(x), blink(y)], invariant: () => !(x.value === 1 && y.value === 1) };
  };
  for (const strategy of ["exhaustive", "dpor", "dpor-source"] as const) {
    expect(explore(setup, { strategy, collect: true })).toMatchObject({ schedules: 6, failing: 4 });
  }
});
