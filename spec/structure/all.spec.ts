import { all, CancelledError, now, run, Scheduler, self, sleep, spawn, suppressed, type Task } from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of a branch");
});

describe("all", () => {
  it("answers with the results in the order of listing, whichever branch ends first", () => {
    const seen = run(function* () {
      const results = yield* all([() => sleeps(3, "a"), () => sleeps(1, "b"), () => sleeps(2, "c")]);
      return [...results, now()];
    });
    expect(seen).toEqual(["a", "b", "c", 3]);
  });

  it("answers a record under its keys, in their order", () => {
    const seen = run(function* () {
      return yield* all({ late: () => sleeps(2, 1), early: () => sleeps(1, "x") });
    });
    expect(Object.entries(seen)).toEqual([
      ["late", 1],
      ["early", "x"],
    ]);
  });

  it("answers the empty with the empty", () => {
    const seen = run(function* () {
      return [yield* all([]), yield* all({}), now()];
    });
    expect(seen).toEqual([[], {}, 0]);
  });

  it("runs each branch as a child of its task, which has its first turn in the order of listing", () => {
    run(function* () {
      const parent = self();
      yield* all(
        ["a", "b"].map((name) => () => {
          log.push(`${name} is called`);
          return does(function* () {
            log.push(`${name} is ${self().id} of ${self().parent === parent ? "its task" : "another"}`);
          });
        }),
      );
    });
    expect(log).toEqual(["a is called", "b is called", "a is 1.1 of its task", "b is 1.2 of its task"]);
  });

  it("throws the first failure, when the others are gone, youngest first", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() =>
        all([() => lingers(log, "first"), () => fails(error), () => lingers(log, "third")]),
      );
      log.push(`caught at ${now()}`);
      return thrown;
    });
    expect(seen).toBe(error);
    expect(log).toEqual(["third leaves", "third is gone", "first leaves", "first is gone", "caught at 3"]);
  });

  it("keeps the errors of those that fail after the first under that one", () => {
    const [second, third] = [new Error("in the same instant"), new Error("in its cleanup")];
    const thrown = thrownBy(() =>
      run(() => does(() => all([() => leavesWith(third), () => fails(error), () => fails(second)]))),
    );
    expect([thrown, suppressed(thrown)]).toEqual([error, [second, third]]);
  });

  it("waits for what its branches have spawned", () => {
    const seen = run(function* () {
      yield* all([() => does(() => spawn(sleeps, 10))]);
      return now();
    });
    expect(seen).toBe(10);
  });

  it("fails with what a branch has spawned", () => {
    expect(thrownBy(() => run(() => does(() => all([() => does(() => spawn(fails, error))]))))).toBe(error);
  });

  it("is cancelled with its task, youngest branch first", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => all([() => lingers(log, "a"), () => lingers(log, "b")])));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["b leaves", "b is gone", "a leaves", "a is gone"]);
    expect([task.state, scheduler.leftovers()]).toEqual(["cancelled", []]);
  });

  it("throws a CancelledError where somebody else cancelled a branch, when the others have ended", () => {
    const seen = run(function* () {
      let branch: Task | undefined;
      yield* spawn(function* () {
        yield* sleep(1);
        branch?.cancel("a reason");
      });
      const thrown = yield* caughtBy(() =>
        all([
          function* () {
            branch = self();
            yield* sleep(10);
          },
          () => sleeps(5),
        ]),
      );
      return [thrown instanceof CancelledError, (thrown as CancelledError).reason, now()];
    });
    expect(seen).toEqual([true, "a reason", 5]);
  });

  it("throws what calling a branch threw, and leaves none of those begun before it", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() =>
        all([() => stays(log, "begun"), throwing(error), () => stays(log, "never")]),
      );
      return [thrown, now()];
    });
    expect(seen).toEqual([error, 0]);
    expect(log.filter((line) => line.startsWith("never"))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["a syscall", [sleep(1)]],
    ["a generator", [sleeps(1)]],
    ["a promise", { one: Promise.resolve(1) }],
    ["no list at all", sleeps],
    ["null", null],
  ])("refuses %s, and says which", (_what, branches) => {
    const refusal = thrownBy(() => all(branches as []));
    expect(refusal).toBeInstanceOf(TypeError);
    expect((refusal as Error).message).toMatch(/^all: (branch (0|one) is|.* is neither an array nor a record)/);
  });

  it("takes no notice of a list that is changed later", () => {
    const branches = [() => sleeps(1, "a")];
    const syscall = all(branches);
    branches.push(() => sleeps(1, "b"));
    expect(run(() => does(() => syscall))).toEqual(["a"]);
  });

  it("can be yielded again, and starts its branches anew", () => {
    const syscall = all([() => sleeps(2, "a")]);
    const seen = run(function* () {
      return [yield* syscall, yield* syscall, now()];
    });
    expect(seen).toEqual([["a"], ["a"], 4]);
  });
});

describe("all with a limit", () => {
  it("runs so many at once, and the next when one has ended", () => {
    const seen = run(function* () {
      const times = [5, 1, 1, 1, 1].map(
        (ms, i) =>
          function* () {
            log.push(`${i} at ${now()}`);
            return yield* sleeps(ms, i);
          },
      );
      return [...(yield* all(times, { concurrency: 2 })), now()];
    });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
    expect(log).toEqual(["0 at 0", "1 at 0", "2 at 1", "3 at 2", "4 at 3"]);
  });

  it("begins none after a failure", () => {
    const branches = [() => fails(error), () => stays(log, "second"), () => stays(log, "never")];
    const thrown = thrownBy(() => run(() => does(() => all(branches, { concurrency: 2 }))));
    expect([thrown, log]).toEqual([error, ["second leaves"]]);
  });

  it("begins none after a cancellation", () => {
    const scheduler = new Scheduler();
    const branches = [() => stays(log, "first"), () => stays(log, "never")];
    const task = scheduler.spawn(() => does(() => all(branches, { concurrency: 1 })));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["first leaves"]);
  });

  it.each([[0], [-1], [1.5], [NaN]])("refuses a limit of %p", (concurrency) => {
    expect(() => all([], { concurrency })).toThrow(RangeError);
  });
});
