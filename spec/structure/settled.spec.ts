import { now, run, Scheduler, self, settled, sleep, spawn } from "rondo";
import { fails, leavesWith, lingers } from "../support/actors.js";
import { does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

const error = new Error("of a branch");

function* cancelsItself(): Generator<unknown, void> {
  self().cancel("a reason");
  yield* sleep(1);
}

describe("settled", () => {
  it("answers with how each branch ended, in the order of listing, when all have", () => {
    const seen = run(function* () {
      const outcomes = yield* settled([() => sleeps(3, "a"), () => fails(error, 1), cancelsItself]);
      return [outcomes, now()];
    });
    expect(seen).toEqual([
      [
        { state: "done", value: "a" },
        { state: "failed", error },
        { state: "cancelled", reason: "a reason" },
      ],
      3,
    ]);
  });

  it("answers a record under its keys, and the empty with the empty", () => {
    const seen = run(function* () {
      return [yield* settled({ b: () => sleeps(1, 1), a: () => sleeps(1, 2) }), yield* settled([])];
    });
    expect(seen).toEqual([{ b: { state: "done", value: 1 }, a: { state: "done", value: 2 } }, []]);
  });

  it("cancels nobody for a failure, and reports none", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown) => heard.push(thrown));
    const task = scheduler.spawn(() => does(() => settled([() => fails(error), () => sleeps(5), () => fails(error)])));
    scheduler.run();
    expect(task.result!.map(({ state }) => state)).toEqual(["failed", "done", "failed"]);
    expect([heard, scheduler.now]).toEqual([[], 5]);
  });

  it("tells of the failure of what a branch has spawned as the branch's own", () => {
    expect(run(() => does(() => settled([() => does(() => spawn(fails, error))])))).toEqual([
      { state: "failed", error },
    ]);
  });

  it("is cancelled with its task, youngest branch first", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => settled([() => lingers(log, "a"), () => lingers(log, "b")])));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["b leaves", "b is gone", "a leaves", "a is gone"], "cancelled"]);
  });

  it("keeps what the cleanup of a branch threw where its task was cancelled: the task ends failed with it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => settled([() => leavesWith(error)])));
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(task.state).toBe("failed");
  });

  it("tells listeners of failures where no answer can: its task was cancelled", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown, task) => heard.push(thrown, task?.id));
    const task = scheduler.spawn(() => does(() => settled([() => fails(error), () => sleeps(10)])));
    scheduler.advance(5);
    task.cancel();
    scheduler.run();
    expect([heard, task.state]).toEqual([[error, "1.1"], "cancelled"]);
  });

  it("runs so many at once as it is told", () => {
    const seen = run(function* () {
      const outcomes = yield* settled([() => fails(error, 2), () => sleeps(2), () => sleeps(2)], { concurrency: 1 });
      return [outcomes.map(({ state }) => state), now()];
    });
    expect(seen).toEqual([["failed", "done", "done"], 6]);
  });

  it("refuses what is no program", () => {
    expect(() => settled([sleep(1) as never])).toThrow(TypeError);
  });
});
