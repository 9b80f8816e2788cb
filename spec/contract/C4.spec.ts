import { Scheduler, type Program, type Task } from "rondo";
import { call, ensure, pass, shield, sleep, spawn, use } from "rondo";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Waits three times and writes that down. */
function* cleansUp(): Generator<unknown, void> {
  for (const n of [1, 2, 3]) {
    if (n === 2) yield* pass();
    else yield* sleep(1);
    log.push(String(n));
  }
}

function* waits(): Generator<unknown, void> {
  yield* sleep(10);
}

function inlined(depth: number, program: Program): Program {
  if (depth === 0) return program;
  return function* () {
    yield* inlined(depth - 1, program)();
  };
}

describe("C4 cleanup that may wait", () => {
  const cleanups: [string, Program][] = [
    [
      "that of ensure",
      function* () {
        yield* ensure(waits, cleansUp);
      },
    ],
    [
      "that of use",
      function* () {
        yield* use(() => 1, cleansUp);
        yield* waits();
      },
    ],
    [
      "a frame's own finally that a cancellation entered",
      function* () {
        try {
          yield* waits();
        } finally {
          yield* call(cleansUp);
          yield* pass();
          log.push("end");
        }
      },
    ],
    [
      "a shield in it",
      function* () {
        try {
          yield* waits();
        } finally {
          yield* shield(cleansUp);
        }
      },
    ],
  ];

  it.each(cleanups)("is not cut short by a later cancel: %s", (_what, program) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program);
    scheduler.advance(0);
    do task.cancel();
    while (scheduler.step());
    expect(log.slice(0, 3)).toEqual(["1", "2", "3"]);
    expect([task.state, scheduler.now]).toEqual(["cancelled", 2]);
  });

  it.each(cleanups)(
    "is not cut short where the parent is cancelled, or fails, or the scheduler closes: %s",
    (_what, program) => {
      const endings: ((parent: Task, scheduler: Scheduler) => void)[] = [
        (parent) => parent.cancel(),
        (parent) => void parent.interrupt(new Error("no")),
        (_parent, scheduler) => scheduler.close(),
      ];
      for (const end of endings) {
        log = [];
        const scheduler = new Scheduler();
        let child: Task | undefined;
        const parent = scheduler.spawn(function* () {
          child = yield* spawn(program);
          yield* sleep(100);
        });
        scheduler.advance(0);
        child!.cancel();
        scheduler.step();
        end(parent, scheduler);
        scheduler.on("error", () => {});
        scheduler.run();
        expect(log.slice(0, 3)).toEqual(["1", "2", "3"]);
      }
    },
  );

  it.each(cleanups)(
    "is not disturbed by an interrupt either, which the task is too far gone to hear: %s",
    (_what, program) => {
      const scheduler = new Scheduler();
      const task = scheduler.spawn(program);
      scheduler.advance(0);
      task.cancel();
      scheduler.step();
      expect(task.interrupt(new Error("no"))).toBe(false);
      scheduler.run();
      expect([log.slice(0, 3), task.state]).toEqual([["1", "2", "3"], "cancelled"]);
    },
  );

  it("holds an interrupt back that comes while it runs after a normal end, until the next wait after it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* ensure(function* () {}, cleansUp);
      log.push("went on");
      try {
        yield* pass();
      } catch (error) {
        log.push(String(error));
      }
    });
    scheduler.advance(0);
    expect(task.interrupt("late")).toBe(true);
    scheduler.run();
    expect([log, task.state]).toEqual([["1", "2", "3", "went on", "late"], "done"]);
  });

  it.each([1, 2, 3, 50])("may wait %i deep in inlined programs, where it is that of ensure or use", (depth) => {
    for (const [, program] of cleanups.slice(0, 2)) {
      log = [];
      const scheduler = new Scheduler();
      const task = scheduler.spawn(inlined(depth, program));
      scheduler.advance(0);
      task.cancel();
      scheduler.run();
      expect([log, task.state]).toEqual([["1", "2", "3"], "cancelled"]);
    }
  });

  it("runs in full where the cancellation comes while it runs after a normal end", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* ensure(function* () {}, cleansUp);
      log.push("went on");
      yield* pass();
      log.push("went on after a wait");
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["1", "2", "3", "went on"], "cancelled"]);
  });
});

describe("C4 a native finally that a normal end or an error entered", () => {
  it.each<[string, () => void]>([
    ["a normal end", () => {}],
    [
      "an error",
      () => {
        throw new Error("lost with the finally");
      },
    ],
  ])("is ordinary code: after %s, a first cancel ends it there, and the outer ones run", (_how, end) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        try {
          end();
        } finally {
          log.push("inner");
          yield* sleep(5);
          log.push("went on");
        }
      } finally {
        yield* sleep(1);
        log.push("outer");
      }
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([["inner", "outer"], "cancelled", 1]);
  });

  it("finishes what it shields", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* pass();
      } finally {
        yield* shield(cleansUp);
        log.push("after the shield");
      }
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["1", "2", "3", "after the shield"], "done"]);
  });
});
