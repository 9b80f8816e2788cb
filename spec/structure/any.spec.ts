import { any, CancelledError, now, run, Scheduler, self, sleep, spawn, type Task } from "rondo";
import { fails, leavesWith, lingers } from "../support/actors.js";
import { does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of a branch");
});

describe("any", () => {
  it("answers with the first result, whatever has failed before, and cleans up the rest first", () => {
    const seen = run(function* () {
      const winner = yield* any([() => fails(error, 1), () => sleeps(5, "b"), () => lingers(log, "c")]);
      return [winner, now(), ...log];
    });
    expect(seen).toEqual(["b", 6, "c leaves", "c is gone"]);
  });

  it("throws an AggregateError with all errors in the order of listing where all fail", () => {
    const [a, b] = [new Error("a"), new Error("b")];
    const thrown = thrownBy(() => run(() => does(() => any([() => fails(a, 5), () => fails(b, 1)]))));
    expect(thrown).toBeInstanceOf(AggregateError);
    expect((thrown as AggregateError).errors).toEqual([a, b]);
  });

  it("counts a branch that was cancelled among those that failed", () => {
    const thrown = thrownBy(() =>
      run(() =>
        does(() =>
          any([
            function* () {
              self().cancel();
              yield* sleep(1);
            },
          ]),
        ),
      ),
    );
    expect((thrown as AggregateError).errors).toEqual([expect.any(CancelledError)]);
  });

  it("throws what the cleanup of a loser threw", () => {
    expect(thrownBy(() => run(() => does(() => any([() => leavesWith(error), () => sleeps(1)]))))).toBe(error);
  });

  it("takes a failure for no result, and none for an answer, where somebody cancelled a branch that fails in its cleanup", () => {
    const seen = run(function* () {
      let branch: Task | undefined;
      yield* spawn(function* () {
        yield* sleep(1);
        branch?.cancel();
      });
      return yield* any([
        function* () {
          branch = self();
          yield* leavesWith(error);
          return "a";
        },
        () => sleeps(5, "b"),
      ]);
    });
    expect(seen).toBe("b");
  });

  it("keeps what the cleanup of a branch threw where its task was cancelled", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => any([() => leavesWith(error)])));
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(task.state).toBe("failed");
  });
});
