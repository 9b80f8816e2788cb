import {
  call,
  CancellationLostError,
  CleanupError,
  ensure,
  now,
  race,
  Scheduler,
  scope,
  sleep,
  spawn,
  timeout,
  type Program,
  type Task,
} from "rondo";
import { lingers, stays } from "../support/actors.js";
import { cleansFor, does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Runs a program to its first wait, cancels it, and runs to the end. */
function cancelled(program: Program): Task {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program);
  scheduler.advance(0);
  task.cancel("enough");
  scheduler.run();
  expect(scheduler.leftovers()).toEqual([]);
  return task;
}

function level(name: string, body: Program): Program {
  return function* () {
    try {
      yield* call(body);
      log.push(`${name} went on`);
    } catch {
      log.push(`${name} caught`);
    } finally {
      log.push(`${name} 1`);
      yield* sleep(1);
      log.push(`${name} 2`);
      yield* sleep(1);
      log.push(`${name} 3`);
    }
  };
}

describe("unwinding", () => {
  it("three levels, whose cleanups wait twice, ends each level wholly before the next begins, and nothing goes on", () => {
    const task = cancelled(
      level(
        "outer",
        level(
          "middle",
          level("inner", () => stays([], "")),
        ),
      ),
    );
    expect(log).toEqual(["inner", "middle", "outer"].flatMap((name) => [1, 2, 3].map((n) => `${name} ${n}`)));
    expect(task.state).toBe("cancelled");
  });

  it("a task with a child and a grandchild ends the grandchild first, and each before its parent", () => {
    cancelled(function* () {
      yield* spawn(function* () {
        yield* spawn(lingers, log, "grandchild");
        yield* call(lingers, log, "child");
      });
      yield* call(lingers, log, "root");
    });
    expect(log).toEqual(["grandchild", "child", "root"].flatMap((name) => [`${name} leaves`, `${name} is gone`]));
  });

  it("never goes on after a helper that was run inline and waits in its finally: the wait is refused, with the cure", () => {
    const scheduler = new Scheduler();
    function* helper(): Generator<unknown, void> {
      try {
        yield* sleep(100);
      } finally {
        yield* sleep(1);
        log.push("waited");
      }
    }
    const task = scheduler.spawn(function* () {
      yield* helper();
      log.push("went on");
    });
    scheduler.advance(0);
    task.cancel();
    const error = thrownBy(() => scheduler.run()) as Error;
    expect(error).toBeInstanceOf(CleanupError);
    expect(error.message).toContain("call");
    expect([log, task.state]).toEqual([[], "failed"]);
  });

  it("waits in the finally of a helper that was called, and does not go on after it either", () => {
    cancelled(function* () {
      yield* call(lingers, log, "helper");
      log.push("went on");
    });
    expect(log).toEqual(["helper leaves", "helper is gone"]);
  });

  it("ends a loop whose body catches everything, at its first wait", () => {
    const task = cancelled(function* () {
      for (;;) {
        try {
          yield* sleep(10);
        } catch {
          log.push("caught");
        }
      }
    });
    expect([task.state, log]).toEqual(["cancelled", []]);
  });

  it("ends a loop of rounds, each a scope with a race in it: no further round begins", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      for (let round = 1; ; round++) {
        log.push(`round ${round}`);
        yield* scope(() => does(() => race([() => cleansFor(5, log), () => sleeps(10)])));
      }
    });
    scheduler.advance(18);
    task.cancel();
    scheduler.run();
    expect(log.filter((line) => line.startsWith("round"))).toEqual(["round 1", "round 2"]);
    expect(task.state).toBe("cancelled");
  });

  it("runs races, time-outs and scopes in a cleanup as anywhere else", () => {
    cancelled(function* () {
      yield* ensure(
        () => stays([], ""),
        function* () {
          log.push(yield* race([() => sleeps(9, "never"), () => sleeps(3, "race")]));
          log.push(yield* timeout(2, () => sleeps(9), { else: () => "time-out" }));
          yield* scope(() => does(() => spawn(lingers, log, "stayer")));
          log.push(`done at ${now()}`);
        },
      );
    });
    expect(log).toEqual(["race", "time-out", "stayer stayed", "stayer leaves", "stayer is gone", "done at 1006"]);
  });

  it("a task that never had a turn runs none of it, not even its finally", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => stays(log, "never"));
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([[], "cancelled"]);
  });

  it("is undone by no return in a finally: that is told as an error", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      for (;;) {
        try {
          yield* sleep(10);
        } finally {
          return "I stay";
        }
      }
    });
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBeInstanceOf(CancellationLostError);
    expect([task.state, task.result]).toEqual(["failed", undefined]);
  });
});
