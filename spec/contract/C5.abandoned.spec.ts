import { call, cancel, CancelledError, CleanupTimeoutError, ensure, join, receive, run, Scheduler, send } from "rondo";
import { self, sleep, spawn, spawnWith, suppressed, suspend, use, type Program, type Task } from "rondo";
import { fails, lingers, stays } from "../support/actors.js";

/** Cleans up for ever. */
const endless: Program = function* () {
  for (;;) yield* sleep(100);
};

/** Waits, and then cleans up for ever. */
const stuck: Program = function* () {
  yield* ensure(() => stays([], "body"), endless);
};

let reported: { error: unknown; task: Task | undefined; at: number }[];
let scheduler: Scheduler;

beforeEach(() => {
  reported = [];
  scheduler = new Scheduler();
  scheduler.on("error", (error, task) => reported.push({ error, task, at: scheduler.now }));
});

describe("C5 what is abandoned", () => {
  it("goes with all below it: its children, those of its cleanups, and what they hold", () => {
    const log: string[] = [];
    const task = scheduler.spawn(function* () {
      yield* use(
        () => 1,
        () => void log.push("released"),
      );
      yield* spawn(lingers, log, "elder");
      yield* spawn(function* () {
        yield* ensure(
          () => stays(log, "younger"),
          function* () {
            yield* spawn(lingers, log, "child of the cleanup");
            yield* call(endless);
          },
        );
      });
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.advance(50);
    expect([log, scheduler.leftovers(), reported.length]).toEqual([["younger leaves"], [], 1]);
  });

  it("has its waits withdrawn: nothing is delivered to it, nothing counted, its disposers run", () => {
    const log: string[] = [];
    const ways: Program[] = [
      () => waitFor(() => suspend(() => () => void log.push("disposed"))),
      () => waitFor(() => receive({ timeout: 1000 })),
      () => waitFor(() => join(other)),
      () => waitFor(() => send(full, "message")),
    ];
    const other = scheduler.spawnWith({ daemon: true }, endless);
    const full = scheduler.spawnWith({ daemon: true, mailbox: 1 }, endless);
    full.send("first");
    const tasks = ways.map((wait) =>
      scheduler.spawn(function* () {
        yield* ensure(() => stays([], "body"), wait);
      }),
    );
    scheduler.advance(0);
    for (const task of tasks) task.cancel("soon", { within: 7 });
    scheduler.run();
    expect(tasks.map((task) => task.state)).toEqual(["cancelled", "cancelled", "cancelled", "cancelled"]);
    expect([log, scheduler.leftovers(), scheduler.now]).toEqual([["disposed"], [], 7]);
  });

  it("counts as cancelled for who joins it, whose wait is answered", () => {
    const outcomes: unknown[] = [];
    const task = scheduler.spawn(stuck);
    scheduler.spawn(function* () {
      try {
        yield* join(task);
      } catch (error) {
        outcomes.push(error instanceof CancelledError);
      }
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    expect(outcomes).toEqual([true]);
  });

  it("lets its parent go on, which does not fail", () => {
    const parent = scheduler.spawn(function* () {
      const child = yield* spawn(stuck);
      yield* sleep(1);
      child.cancel("soon", { within: 7 });
      return "a result";
    });
    scheduler.run();
    expect([parent.state, parent.result, scheduler.now, reported.length]).toEqual(["done", "a result", 8, 1]);
  });

  it("lets an unwinding parent go on, with the next child", () => {
    const log: string[] = [];
    const parent = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "elder");
      const child = yield* spawn(stuck);
      yield* sleep(1);
      child.cancel("soon", { within: 7 });
      self().cancel();
      yield* call(stays, log, "parent");
    });
    scheduler.run();
    expect([log, parent.state]).toEqual([["elder leaves", "elder is gone", "parent leaves"], "cancelled"]);
  });

  it("keeps the errors that its unwinding had met, and loses none", () => {
    const [inner, disposer] = [new Error("of a finally"), new Error("of a disposer")];
    const task = scheduler.spawn(function* () {
      yield* ensure(
        function* () {
          try {
            yield* sleep(100);
          } finally {
            throw inner;
          }
        },
        function* () {
          yield* suspend(() => () => {
            throw disposer;
          });
        },
      );
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    const all = reported.flatMap(({ error }) => [error, ...kept(error)]);
    expect(all).toHaveLength(3);
    expect(all).toEqual(expect.arrayContaining([inner, disposer, expect.any(CleanupTimeoutError)]));
  });

  it("keeps the error of a body that its cleanup would have thrown in the end", () => {
    const error = new Error("of the body");
    const task = scheduler.spawn(function* () {
      yield* ensure(() => fails(error), endless);
    });
    scheduler.advance(1);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    expect(reported.flatMap(({ error: each }) => [each, ...kept(each)])).toContain(error);
  });

  it("may be thousands of generations deep", () => {
    function* generation(left: number): Generator<unknown, void> {
      if (left === 0) yield* stuck();
      else yield* spawn(generation, left - 1);
    }
    const task = scheduler.spawn(generation, 5000);
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.advance(7);
    expect([task.state, scheduler.tasks().length, reported.length]).toEqual(["cancelled", 0, 1]);
  });

  it("tells those that wait to send to it that it has ended", () => {
    const names: string[] = [];
    const task = scheduler.spawnWith({ mailbox: 1 }, stuck);
    scheduler.spawn(function* () {
      for (const word of ["a", "b"]) {
        try {
          yield* send(task, word);
        } catch (error) {
          names.push((error as Error).name);
        }
      }
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    expect([names, scheduler.leftovers()]).toEqual([["TaskFinishedError"], []]);
  });
});

it("C5 a bound that is a child's own does not bound its parent", () => {
  const log: string[] = [];
  run(function* () {
    const parent = yield* spawn(function* () {
      const child = yield* spawnWith({ name: "child" }, lingers, log, "child");
      yield* sleep(1);
      child.cancel("soon", { within: 10 });
      yield* call(lingers, log, "parent");
    });
    yield* sleep(1);
    yield* cancel(parent);
  });
  expect(log).toEqual(["child leaves", "child is gone", "parent leaves", "parent is gone"]);
});

/** All errors suppressed under one, and under those. */
function kept(error: unknown): unknown[] {
  return suppressed(error).flatMap((each) => [each, ...kept(each)]);
}

function* waitFor(wait: () => Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  yield* wait();
}
