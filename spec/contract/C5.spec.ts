import { cancel, CleanupTimeoutError, ensure, pass, Scheduler } from "rondo";
import { sleep, spawn, spawnWith, use, type Program, type Task } from "rondo";
import { lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

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

describe("C5 cancel(task, { within })", () => {
  it("changes nothing for a cleanup that ends in time, and leaves no timer", () => {
    const log: string[] = [];
    const task = scheduler.spawn(lingers, log, "task");
    scheduler.advance(0);
    task.cancel("soon", { within: 50 });
    scheduler.advance(10);
    expect([log, task.state, scheduler.nextWakeTime]).toEqual([
      ["task leaves", "task is gone"],
      "cancelled",
      undefined,
    ]);
    scheduler.run();
    expect([reported, scheduler.now]).toEqual([[], 10]);
  });

  it("abandons a cleanup that does not end: no line of it runs any more", () => {
    const log: string[] = [];
    const task = scheduler.spawn(function* () {
      yield* use(
        () => 1,
        () => void log.push("released"),
      );
      yield* ensure(
        () => stays(log, "body"),
        function* () {
          try {
            yield* sleep(100);
          } finally {
            log.push("finally");
          }
        },
      );
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([["body leaves"], "cancelled", 7]);
    expect(scheduler.leftovers()).toEqual([]);
  });

  it("reports it as an error event where task.cancel asked for it, once, with where it stood", () => {
    const task = scheduler.spawnWith({ name: "worker" }, stuck);
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    expect(reported.map(({ at }) => at)).toEqual([7]);
    expect(reported[0]!.task).toBe(task);
    expect(reported[0]!.error).toBeInstanceOf(CleanupTimeoutError);
    for (const part of ["worker 1", "within 7", "sleep(100)"]) {
      expect((reported[0]!.error as Error).message).toContain(part);
    }
  });

  it("says where it stood: in the child for whose cleanup it waited, where that is what did not end", () => {
    const task = scheduler.spawnWith({ name: "parent" }, function* () {
      yield* spawnWith({ name: "child" }, stuck);
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 7 });
    scheduler.run();
    for (const part of ["parent 1", "child 1.1", "sleep(100)"]) {
      expect((reported[0]!.error as Error).message).toContain(part);
    }
  });

  it("throws it out of the host call where nobody listens", () => {
    const silent = new Scheduler();
    const task = silent.spawn(stuck);
    silent.advance(0);
    task.cancel("soon", { within: 7 });
    expect(thrownBy(() => silent.advance(10))).toBeInstanceOf(CleanupTimeoutError);
    expect(silent.now).toBe(10);
  });

  it("throws it at yield* cancel, where it can be caught, and reports it nowhere else", () => {
    const root = scheduler.spawn(function* () {
      const child = yield* spawn(stuck);
      yield* pass();
      try {
        yield* cancel(child, { within: 7 });
      } catch (error) {
        return [error instanceof CleanupTimeoutError, child.state];
      }
      return "nothing was thrown";
    });
    scheduler.run();
    expect([root.result, reported, scheduler.now]).toEqual([[true, "cancelled"], [], 7]);
  });

  it("with 0 gives the cleanup what is left of the instant", () => {
    const log: string[] = [];
    const task = scheduler.spawn(function* () {
      try {
        yield* sleep(100);
      } finally {
        yield* pass();
        log.push("passed");
        yield* sleep(0);
        log.push("slept");
      }
    });
    scheduler.advance(5);
    task.cancel("now", { within: 0 });
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([["passed"], "cancelled", 5]);
  });

  it("ends one that a continue in a finally keeps alive", () => {
    const task = scheduler.spawn(function* () {
      for (;;) {
        try {
          yield* sleep(3);
        } finally {
          continue;
        }
      }
    });
    scheduler.advance(0);
    task.cancel("soon", { within: 10 });
    scheduler.advance(50);
    expect([task.state, reported.length, scheduler.tasks()]).toEqual(["cancelled", 1, []]);
  });
});
