import {
  all,
  any,
  CancelledError,
  cancel,
  Channel,
  join,
  Latch,
  mapEach,
  now,
  race,
  run,
  Scheduler,
  scope,
  select,
  self,
  settled,
  sleep,
  spawn,
  suppressed,
  timeout,
  type Task,
} from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

describe("all", () => {
  it("of which one fails while others have ended answers with the failure alone", () => {
    expect(run(() => caughtBy(() => all([() => sleeps(1), () => fails(boom, 5), () => sleeps(2)])))).toBe(boom);
  });

  it("does not go on before a cancelled branch's cleanup is done, though that takes longer than all else", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() => all([() => cleansFor(50, log), () => fails(boom, 1)]));
      return [caught, now()];
    });
    expect([seen, log]).toEqual([
      [boom, 51],
      ["body leaves", "body is clean"],
    ]);
  });

  it("inside all: the inner failure ends the inner branches first, then the outer ones", () => {
    const seen = run(() =>
      caughtBy(() =>
        all([
          () => lingers(log, "outer"),
          () => does(() => all([() => lingers(log, "inner"), () => fails(boom, 1)])),
          () => lingers(log, "youngest"),
        ]),
      ),
    );
    expect(seen).toBe(boom);
    expect(log).toEqual(["inner", "youngest", "outer"].flatMap((name) => [`${name} leaves`, `${name} is gone`]));
  });

  it("whose inner group's failure is caught goes on: the outer branches are not touched", () => {
    const seen = run(function* () {
      return yield* all([
        () => sleeps(10, "outer"),
        () => caughtBy(() => all([() => stays(log, "inner"), () => fails(boom, 1)])),
      ]);
    });
    expect([seen, log]).toEqual([["outer", boom], ["inner leaves"]]);
  });

  it("with a failure in the same turn as a success of the last branch is a failure", () => {
    const seen = run(() => caughtBy(() => all([() => sleeps(5), () => fails(boom, 5)])));
    expect(seen).toBe(boom);
  });

  it("leaves the children that its task has besides alone", () => {
    const seen = run(function* () {
      const other = yield* spawn(sleeps, 20, "other");
      const caught = yield* caughtBy(() => all([() => fails(boom, 1), () => sleeps(9)]));
      return [caught, yield* other];
    });
    expect(seen).toEqual([boom, "other"]);
  });
});

describe("race", () => {
  it("ends a losing group with all its branches, the youngest first", () => {
    const seen = run(function* () {
      const winner = yield* race({
        work: () => does(() => all([() => lingers(log, "a"), () => lingers(log, "b")])),
        stop: () => sleeps(5, "stopped"),
      });
      return [winner, now()];
    });
    expect(seen).toEqual(["stopped", 7]);
    expect(log).toEqual(["b leaves", "b is gone", "a leaves", "a is gone"]);
  });

  it("of a join and a sleep withdraws the join, and the joined task goes on", () => {
    const seen = run(function* () {
      const task = yield* spawn(sleeps, 100, "the end");
      const first = yield* race([() => does(() => join(task)), () => sleeps(50, "late")]);
      return [first, task.state, yield* join(task), now()];
    });
    expect(seen).toEqual(["late", "waiting", "the end", 100]);
  });

  it("that is won at once leaves no branch of it behind: the next race gets the next value", () => {
    const seen = run(function* () {
      const [fast, slow] = [new Channel<string>(1), new Channel<string>()];
      const got: unknown[] = [];
      const either = (): Iterable<unknown, unknown, unknown> =>
        race([() => does(() => fast.receive()), () => does(() => slow.receive())]);
      fast.trySend("1");
      got.push(yield* either());
      yield* spawn(() => does(() => slow.send("2")));
      got.push(yield* either());
      return got;
    });
    expect(seen).toEqual(["1", "2"]);
  });

  it("inside all loses only itself: the other branch goes on", () => {
    const seen = run(function* () {
      return yield* all([
        () => does(() => race([() => sleeps(3, "won"), () => stays(log, "lost")])),
        () => sleeps(10, "beside"),
      ]);
    });
    expect([seen, log]).toEqual([["won", "beside"], ["lost leaves"]]);
  });

  it("whose winner failed does not throw before the losers are gone, and a loser's failing cleanup is kept under it", () => {
    const late = new Error("late");
    const seen = run(function* () {
      const caught = yield* caughtBy(() =>
        race([() => fails(boom, 1), () => cleansFor(10, log), () => leavesWith(late)]),
      );
      return [caught, suppressed(caught), now()];
    });
    expect(seen).toEqual([boom, [late], 11]);
  });

  it("cancelled from outside ends all branches, and no winner is announced", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      log.push(String(yield* race([() => lingers(log, "a"), () => lingers(log, "b")])));
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([task.state, log.length]).toEqual(["cancelled", 4]);
  });

  it("of ten thousand branches is won by one, and the others are gone", () => {
    const seen = run(function* () {
      const branches = Array.from({ length: 10_000 }, (_, i) => () => sleeps(i === 5000 ? 1 : 2 + i, i));
      return [yield* race(branches), now()];
    });
    expect(seen).toEqual([5000, 1]);
  });

  it("in a branch of which somebody joins the other branch: the joiner loses without an error", () => {
    const seen = run(function* () {
      const branch: Task[] = [];
      return yield* race([
        function* () {
          branch.push(self());
          yield* sleep(5);
          return "first";
        },
        function* () {
          return `joined: ${String(yield* join(branch[0]!))}`;
        },
      ]);
    });
    expect(seen).toBe("first");
  });
});

describe("any and settled", () => {
  it("any goes on after failures until one succeeds, which ends the rest", () => {
    const seen = run(function* () {
      const winner = yield* any([
        () => fails(boom, 1),
        () => fails(boom, 2),
        () => sleeps(3, "third"),
        () => stays(log, "x"),
      ]);
      return [winner, now(), ...log];
    });
    expect(seen).toEqual(["third", 3, "x leaves"]);
  });

  it("settled with every kind of end answers all of them, and a time-out around it ends those under way", () => {
    const seen = run(function* () {
      const outcomes = yield* settled({
        done: () => sleeps(1, 1),
        failed: () => fails(boom, 1),
        timedOut: () => does(() => timeout(2, () => lingers(log, "slow"))),
      });
      const late = yield* timeout(5, () => does(() => settled([() => lingers(log, "late"), () => sleeps(1)])), {
        else: () => "else",
      });
      return [outcomes.done.state, outcomes.failed.state, outcomes.timedOut.state, late];
    });
    expect(seen).toEqual(["done", "failed", "failed", "else"]);
    expect(log).toEqual(["slow leaves", "slow is gone", "late leaves", "late is gone"]);
  });
});

describe("a branch that somebody else ends", () => {
  it("is an error in all, an outcome in settled, and a loss in any", () => {
    function* cancelsItself(): Generator<unknown, string> {
      yield* sleep(1);
      yield* cancel(self());
      return "never";
    }
    const seen = run(function* () {
      return [
        (yield* caughtBy(() => all([cancelsItself]))) instanceof CancelledError,
        (yield* settled([cancelsItself]))[0].state,
        yield* any([cancelsItself, () => sleeps(2, "another")]),
      ];
    });
    expect(seen).toEqual([true, "cancelled", "another"]);
  });
});

describe("mapEach", () => {
  it("keeps to its limit through failures that the items catch, and answers in order", () => {
    const seen = run(function* () {
      let [running, most] = [0, 0];
      const results = yield* mapEach(
        [3, 1, 2, 0],
        function* (ms) {
          most = Math.max(most, ++running);
          try {
            return ms === 2 ? yield* fails(boom, 1) : yield* sleeps(ms, ms);
          } catch {
            return "caught";
          } finally {
            running--;
          }
        },
        { concurrency: 2 },
      );
      return [results, most];
    });
    expect(seen).toEqual([[3, 1, "caught", 0], 2]);
  });

  it("cancels what is under way where the program throws when it is called for a later item", () => {
    const thrown = thrownBy(() =>
      run(() =>
        does(() =>
          mapEach([1, 2, 3], (n) => (n === 3 ? throwing(boom)() : n === 2 ? sleeps(1) : lingers(log, "first")), {
            concurrency: 2,
          }),
        ),
      ),
    );
    expect([thrown, log]).toEqual([boom, ["first leaves", "first is gone"]]);
  });
});

it("a scatter and gather with a deadline gives what there is in time, and cleans up the rest", () => {
  const seen = run(function* () {
    const answers: string[] = [];
    const enough = new Latch();
    yield* timeout(
      20,
      () =>
        does(() =>
          scope(function* () {
            for (const ms of [5, 50, 10, 100]) {
              yield* spawn(function* () {
                answers.push(yield* sleeps(ms, `after ${ms}`));
                if (answers.length === 4) enough.open();
              });
            }
            yield* select({ all: enough.wait(), late: sleep(1000) });
          }),
        ),
      { else: () => undefined },
    );
    return [answers, now()];
  });
  expect(seen).toEqual([["after 5", "after 10"], 20]);
});
