import { call, cancel, ensure, pass, run, Scheduler, shield, sleep, spawn, spawnWith } from "rondo";
import { CancelledError, CleanupTimeoutError } from "rondo";
import { leavesWith, lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

describe("C1 cancel", () => {
  it("is idempotent: a task that is cancelled again and again is unwound once", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(lingers, log, "task");
    scheduler.advance(0);
    task.cancel();
    task.cancel();
    for (let turn = 0; turn < 4; turn++) {
      scheduler.step();
      task.cancel();
    }
    scheduler.run();
    expect([log, task.state]).toEqual([["task leaves", "task is gone"], "cancelled"]);
  });

  it("keeps the first reason", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(lingers, [], "task");
    const joiner = scheduler.spawn(function* () {
      try {
        yield* task;
        return undefined;
      } catch (error) {
        return error;
      }
    });
    scheduler.advance(0);
    for (const reason of ["first", "second"]) task.cancel(reason);
    scheduler.run();
    expect(joiner.result).toBeInstanceOf(CancelledError);
    expect((joiner.result as CancelledError).reason).toBe("first");
  });

  it("does nothing to a task that has ended, in whatever way", () => {
    const scheduler = new Scheduler();
    const ends = [
      scheduler.spawn(function* () {
        return 1;
      }),
      scheduler.spawn(stays, [], "cancelled"),
    ];
    scheduler.advance(0);
    ends[1]!.cancel();
    scheduler.advance(0);
    for (const task of ends) task.cancel("late");
    expect(ends.map((task) => task.state)).toEqual(["done", "cancelled"]);
    expect([ends[0]!.result, scheduler.idle]).toEqual([1, true]);
  });

  it.each([
    [5, [9, 3], 3],
    [5, [3, 9], 3],
    [5, [undefined, 3], 3],
    [5, [3, undefined], 3],
  ])(
    "asked for at %i with the bounds %j gives the cleanup until %i later: a tighter later one counts",
    (at, bounds, end) => {
      const scheduler = new Scheduler();
      const gone: number[] = [];
      scheduler.on("error", (error) => gone.push(scheduler.now, Number(error instanceof CleanupTimeoutError)));
      const task = scheduler.spawn(function* () {
        yield* ensure(
          () => stays([], "body"),
          function* () {
            yield* sleep(1000);
          },
        );
      });
      scheduler.advance(at);
      for (const within of bounds) task.cancel(undefined, within === undefined ? {} : { within });
      scheduler.run();
      expect(gone).toEqual([at + end, 1]);
    },
  );

  it.each([[-1], [NaN], [Infinity]])("refuses a bound of %p", (within) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(stays, [], "task");
    expect(() => task.cancel("no", { within })).toThrow(RangeError);
    expect(() => cancel(task, { within })).toThrow(RangeError);
    scheduler.run();
    expect(task.state).toBe("done");
  });

  it("shows the reason in the error of a join", () => {
    const error = thrownBy(() =>
      run(function* () {
        const child = yield* spawn(stays, [], "child");
        child.cancel("the spec is over");
        yield* child;
      }),
    );
    expect(String(error)).toContain("the spec is over");
  });
});

describe("C1 yield* cancel(task)", () => {
  it("returns when the task is gone, and all below it", () => {
    const log: string[] = [];
    run(function* () {
      const child = yield* spawn(function* () {
        yield* spawn(lingers, log, "grandchild");
        yield* call(lingers, log, "child");
      });
      yield* sleep(1);
      log.push(`answered with ${String(yield* cancel(child))}, ${child.state}`);
    });
    expect(log).toEqual([
      ...["grandchild leaves", "grandchild is gone", "child leaves", "child is gone"],
      "answered with undefined, cancelled",
    ]);
  });

  it.each<[string, () => Generator<unknown, unknown>, string]>([
    ["by returning before it could be cancelled", () => shieldsThenReturns(), "done"],
    ["by failing in its cleanup", () => leavesWith(new Error("in cleanup")), "failed"],
    ["long ago", function* () {}, "done"],
  ])("returns however it ended: %s", (_how, program, state) => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const root = scheduler.spawn(function* () {
      const child = yield* spawnWith({ supervised: true }, program);
      yield* sleep(1);
      const answer = yield* cancel(child);
      return [answer, child.state];
    });
    scheduler.run();
    expect(root.result).toEqual([undefined, state]);
  });

  it("is answered for all that cancel the same task", () => {
    const log: string[] = [];
    run(function* () {
      const task = yield* spawn(lingers, log, "task");
      yield* pass();
      function* canceller(name: string): Generator<unknown, void> {
        yield* cancel(task);
        log.push(name);
      }
      yield* spawn(canceller, "first");
      yield* spawn(canceller, "second");
    });
    expect(log).toEqual(["task leaves", "task is gone", "first", "second"]);
  });
});

function* shieldsThenReturns(): Generator<unknown, string> {
  return yield* shield(function* () {
    yield* sleep(5);
    return "a result";
  });
}
