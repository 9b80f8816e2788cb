import { cancel, CancelledError, join, pass, run, Scheduler, sleep, spawn, type Task } from "rondo";
import { lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

/** What joining throws. */
function* joins(task: Task, wait: (task: Task) => Iterable<unknown, unknown, unknown>): Generator<unknown, unknown> {
  try {
    yield* wait(task);
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

const ways: [string, (task: Task) => Iterable<unknown, unknown, unknown>][] = [
  ["join(task)", (task) => join(task)],
  ["yield* task", (task) => task],
];

describe.each(ways)("C7 joining a cancelled task by %s", (_way, wait) => {
  it("throws a CancelledError in a joiner that waits, when the task is gone", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawnWith({ name: "worker" }, lingers, log, "task");
    const joiner = scheduler.spawn(joins, task, wait);
    scheduler.advance(0);
    task.cancel("enough");
    scheduler.advance(0);
    expect([joiner.state, log]).toEqual(["waiting", ["task leaves"]]);
    scheduler.run();
    const error = joiner.result as CancelledError;
    expect(error).toBeInstanceOf(CancelledError);
    expect([error.reason, error.message]).toEqual(["enough", expect.stringMatching(/worker 1.*enough/)]);
  });

  it("throws one in a joiner that comes late", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(stays, [], "task");
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    const joiner = scheduler.spawn(joins, task, wait);
    scheduler.run();
    expect(joiner.result).toBeInstanceOf(CancelledError);
    expect((joiner.result as CancelledError).reason).toBeUndefined();
  });
});

describe("C7 a joiner of a cancelled task", () => {
  it("fails with the CancelledError where it lets it out: it is not cancelled itself", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(stays, [], "task");
    const joiner = scheduler.spawn(function* () {
      yield* task;
    });
    scheduler.advance(0);
    task.cancel();
    const thrown = thrownBy(() => scheduler.run());
    expect(thrown).toBeInstanceOf(CancelledError);
    expect([task.state, joiner.state, joiner.error]).toEqual(["cancelled", "failed", thrown]);
  });

  it("may be the parent that cancelled it, and goes on", () => {
    const log: string[] = [];
    const end = run(function* () {
      const child = yield* spawn(lingers, log, "child");
      yield* pass();
      yield* cancel(child);
      const error = yield* joins(child, join);
      yield* sleep(1);
      return error;
    });
    expect(end).toBeInstanceOf(CancelledError);
    expect(log).toEqual(["child leaves", "child is gone"]);
  });

  it("keeps a reason that is an error object", () => {
    const reason = new Error("the user left");
    const scheduler = new Scheduler();
    const task = scheduler.spawn(stays, [], "task");
    const joiner = scheduler.spawn(joins, task, join);
    scheduler.advance(0);
    task.cancel(reason);
    scheduler.run();
    expect((joiner.result as CancelledError).reason).toBe(reason);
    expect((joiner.result as CancelledError).message).toContain("the user left");
  });

  it("is run itself, where its program was cancelled", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* cancel((yield* spawn(sleeps)).parent!);
      }),
    );
    expect(thrown).toBeInstanceOf(CancelledError);
  });

  it("hears the failure instead where the task failed while it was unwound", () => {
    const error = new Error("in cleanup");
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* sleep(10);
      } finally {
        throw error;
      }
    });
    const joiner = scheduler.spawn(joins, task, join);
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect([joiner.result, task.state]).toEqual([error, "failed"]);
  });
});

function* sleeps(): Generator<unknown, void> {
  yield* sleep(10);
}
