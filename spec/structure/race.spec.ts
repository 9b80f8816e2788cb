import {
  any,
  CancelledError,
  now,
  race,
  run,
  Scheduler,
  self,
  sleep,
  spawn,
  suppressed,
  type Program,
  type Task,
} from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of the winner");
});

describe("race", () => {
  it("answers with the result of the branch that ends first, when the losers' cleanup is done, youngest first", () => {
    const seen = run(function* () {
      const winner = yield* race([() => lingers(log, "a"), () => sleeps(5, "b"), () => lingers(log, "c")]);
      return [winner, now()];
    });
    expect(seen).toEqual(["b", 7]);
    expect(log).toEqual(["c leaves", "c is gone", "a leaves", "a is gone"]);
  });

  it("throws the error of the branch that ends first, when the losers' cleanup is done", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() => race({ a: () => lingers(log, "a"), b: () => fails(error, 5) }));
      return [thrown, now(), ...log];
    });
    expect(seen).toEqual([error, 6, "a leaves", "a is gone"]);
  });

  it.each<[string, readonly Program[], unknown]>([
    ["two that return at once", [() => sleeps(0, "a"), () => sleeps(0, "b")], "a"],
    ["two that wait alike", [() => sleeps(5, "a"), () => sleeps(5, "b")], "a"],
    ["one that returns, one that throws", [() => sleeps(5, "a"), () => fails(new Error("b"), 5)], "a"],
    ["two that return, one that throws", [() => sleeps(0, "a"), () => sleeps(0, "b"), () => fails("c", 0)], "a"],
    [
      "those that need no wait",
      [
        function* () {
          return "a";
        },
        throwing("b"),
      ],
      "b",
    ],
  ])("gives a tie to the first listed: %s", (_what, branches, winner) => {
    const seen = run(function* () {
      try {
        return yield* race(branches);
      } catch (thrown) {
        return thrown;
      }
    });
    expect(seen).toBe(winner);
  });

  it("throws the first of two failures in one instant, and keeps the other under it", () => {
    const other = new Error("of the loser");
    const thrown = thrownBy(() => run(() => does(() => race([() => fails(error), () => fails(other)]))));
    expect([thrown, suppressed(thrown)]).toEqual([error, [other]]);
  });

  it("tells listeners of a loser that failed by itself, and answers with the winner all the same", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown, task) => heard.push(thrown, task?.id));
    const task = scheduler.spawn(() => does(() => race([() => sleeps(5, "won"), () => fails(error, 5)])));
    scheduler.run();
    expect([task.result, heard]).toEqual(["won", [error, "1.2"]]);
  });

  it("throws what the cleanup of a loser threw", () => {
    const later = new Error("later");
    const thrown = thrownBy(() =>
      run(() => does(() => race([() => leavesWith(later), () => sleeps(1), () => leavesWith(error)]))),
    );
    expect([thrown, suppressed(thrown)]).toEqual([error, [later]]);
  });

  it("throws its own error before that of a loser's cleanup, which is suppressed", () => {
    const inCleanup = new Error("in the cleanup");
    const thrown = thrownBy(() => run(() => does(() => race([() => leavesWith(inCleanup), () => fails(error)]))));
    expect([thrown, suppressed(thrown)]).toEqual([error, [inCleanup]]);
  });

  it("keeps what the cleanup of a branch threw where its task was cancelled: the task ends failed with it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => race([() => stays(log, "a"), () => leavesWith(error)])));
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect([task.state, log]).toEqual(["failed", ["a leaves"]]);
  });

  it("keeps the error of a branch that fails in the instant in which its task is cancelled", () => {
    const scheduler = new Scheduler();
    const tasks: Task[] = [];
    scheduler.spawn(function* () {
      yield* sleep(5);
      tasks[0]!.cancel();
    });
    tasks.push(scheduler.spawn(() => does(() => race([() => fails(error, 5), () => stays(log, "b")]))));
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect([tasks[0]!.state, log]).toEqual(["failed", ["b leaves"]]);
  });

  it("throws a CancelledError where the first to end was cancelled", () => {
    const seen = run(function* () {
      return yield* caughtBy(() =>
        race([
          function* () {
            self().cancel("a reason");
            yield* sleep(1);
          },
          () => sleeps(5),
        ]),
      );
    });
    expect(seen).toBeInstanceOf(CancelledError);
  });

  it("is cancelled with its task, and leaves nothing", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => race([() => lingers(log, "a"), () => lingers(log, "b")])));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["b leaves", "b is gone", "a leaves", "a is gone"]);
    expect([task.state, scheduler.leftovers()]).toEqual(["cancelled", []]);
  });

  it("delivers the winner where the cancellation comes while a loser cleans up", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const winner = yield* race([() => lingers(log, "loser"), () => sleeps(5, "winner")]);
      log.push(`got the ${String(winner)}`);
      yield* sleep(1);
      log.push("went on");
    });
    scheduler.advance(5.5);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["loser leaves", "loser is gone", "got the winner"], "cancelled"]);
  });

  it("takes with it what a loser has spawned, and ends a loser that is a race", () => {
    const seen = run(function* () {
      const winner = yield* race([
        () => does(() => spawn(lingers, log, "spawned")),
        () => does(() => race([() => lingers(log, "inner")])),
        () => sleeps(3, "won"),
      ]);
      return [winner, now()];
    });
    expect(seen).toEqual(["won", 5]);
    expect(log).toEqual(["inner leaves", "inner is gone", "spawned leaves", "spawned is gone"]);
  });

  it("can be run in a cleanup that a cancellation entered, and waits for its losers there", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* sleep(100);
      } finally {
        log.push(yield* race([() => sleeps(5, "stopped"), () => sleeps(20, "too late")]));
      }
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([["stopped"], "cancelled", 6]);
  });

  it.each([
    ["race", race],
    ["any", any],
  ])("%s refuses to be empty, and branches that are no programs", (name, group) => {
    expect(() => group([])).toThrow(TypeError);
    expect(() => group({})).toThrow(name);
    expect(() => group([sleep(1) as never])).toThrow(TypeError);
  });
});
