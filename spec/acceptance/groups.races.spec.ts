import {
  all,
  any,
  Channel,
  join,
  now,
  race,
  run,
  Scheduler,
  self,
  settled,
  sleep,
  spawn,
  suppressed,
  timeout,
  type Task,
} from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps } from "../support/small-programs.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
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
