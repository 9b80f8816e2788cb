import {
  wait,
  CleanupTimeoutError,
  ClosedError,
  ensure,
  pass,
  ReentrancyError,
  Scheduler,
  sleep,
  spawn,
  suspend,
  type Task,
} from "rondo";
import { leavesWith, lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Its cleanup waits for something outside, which `answer` brings. */
function* waitsOutside(answers: (() => void)[]): Generator<unknown, void> {
  yield* ensure(
    () => stays(log, "task"),
    function* () {
      yield* suspend((resolve) => {
        answers.push(() => resolve());
        return () => void log.push("disposed");
      });
      log.push("answered");
    },
  );
}

describe("C10 close", () => {
  it("cancels the roots, youngest first, each wholly gone before the next", () => {
    const scheduler = new Scheduler();
    const tasks = ["first", "second", "third"].map((name) => scheduler.spawn(lingers, log, name));
    scheduler.advance(0);
    scheduler.close();
    expect(log).toEqual(["third", "second", "first"].flatMap((name) => [`${name} leaves`, `${name} is gone`]));
    expect(tasks.map((task) => task.state)).toEqual(["cancelled", "cancelled", "cancelled"]);
  });

  it("drives their cleanup on the scheduler's own clock", () => {
    const scheduler = new Scheduler({ startTime: 50 });
    scheduler.spawn(lingers, log, "task");
    scheduler.advance(5);
    scheduler.close();
    expect([scheduler.now, scheduler.leftovers(), scheduler.nextWakeTime, scheduler.idle]).toEqual([
      56,
      [],
      undefined,
      true,
    ]);
  });

  it("takes daemons, children, and tasks that never ran", () => {
    const scheduler = new Scheduler();
    scheduler.spawnWith({ daemon: true }, stays, log, "daemon");
    scheduler.spawn(function* () {
      yield* spawn(lingers, log, "child");
    });
    scheduler.advance(0);
    scheduler.spawn(stays, log, "new");
    scheduler.close();
    expect([log, scheduler.tasks()]).toEqual([["child leaves", "child is gone", "daemon leaves"], []]);
  });

  it("throws the errors of the cleanups when all is done: one as it is, several together", () => {
    const [first, second] = [new Error("first"), new Error("second")];
    const one = new Scheduler();
    one.spawn(leavesWith, first);
    one.advance(0);
    expect(thrownBy(() => one.close())).toBe(first);
    const two = new Scheduler();
    for (const error of [first, second]) two.spawn(leavesWith, error);
    two.spawn(lingers, log, "third");
    two.advance(0);
    expect((thrownBy(() => two.close()) as AggregateError).errors).toEqual([second, first]);
    expect([log.at(-1), two.tasks()]).toEqual(["third is gone", []]);
  });

  it("abandons cleanup that waits for the outside, and reports that by a CleanupTimeoutError that says so", () => {
    const answers: (() => void)[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(lingers, log, "other");
    scheduler.spawn(waitsOutside, answers);
    scheduler.advance(0);
    const error = thrownBy(() => scheduler.close());
    expect(error).toBeInstanceOf(CleanupTimeoutError);
    expect((error as Error).message).toMatch(/outside.*closeAsync/s);
    expect(log).toEqual(["task leaves", "disposed", "other leaves", "other is gone"]);
    answers[0]!();
    expect([scheduler.leftovers(), log.length]).toEqual([[], 4]);
  });

  it("abandons cleanup that waits for what cannot happen", () => {
    const scheduler = new Scheduler();
    const tasks: Task[] = ["a", "b"].map((name) =>
      scheduler.spawnWith({ name }, function* () {
        yield* ensure(
          () => stays(log, name),
          function* () {
            yield* tasks[0]!;
          },
        );
      }),
    );
    scheduler.advance(0);
    expect(() => scheduler.close()).toThrow();
    expect([scheduler.tasks(), scheduler.idle]).toEqual([[], true]);
  });

  it("does nothing the second time", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(stays, log, "task");
    scheduler.advance(0);
    scheduler.close();
    scheduler.close();
    expect(log).toEqual(["task leaves"]);
  });

  it("is what `using` does at the end of its block", () => {
    {
      using scheduler = new Scheduler();
      scheduler.spawn(stays, log, "task");
      scheduler.advance(0);
    }
    expect(log).toEqual(["task leaves"]);
  });

  it("is refused in a turn, and harms nothing there", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const error = thrownBy(() => scheduler.close());
      yield* pass();
      return error instanceof ReentrancyError;
    });
    scheduler.run();
    expect(task.result).toBe(true);
    expect(() => scheduler.spawn(stays, log, "new")).not.toThrow();
  });
});

describe("C10 a closed scheduler", () => {
  it("takes no new roots: they throw a ClosedError", () => {
    const scheduler = new Scheduler();
    scheduler.close();
    expect(() => scheduler.spawn(stays, log, "new")).toThrow(ClosedError);
    expect(() => scheduler.spawnWith({ name: "new" }, stays, log, "new")).toThrow(ClosedError);
    expect(scheduler.tasks()).toEqual([]);
  });

  it("takes none already while it is being closed, but children in cleanups", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      yield* ensure(
        () => stays(log, "task"),
        function* () {
          log.push(String(thrownBy(() => scheduler.spawn(stays, log, "new")) instanceof ClosedError));
          yield* spawn(lingersBriefly);
        },
      );
    });
    scheduler.advance(0);
    scheduler.close();
    expect(log).toEqual(["task leaves", "true", "the child of the cleanup ends"]);
  });

  function* lingersBriefly(): Generator<unknown, void> {
    yield* sleep(1);
    log.push("the child of the cleanup ends");
  }

  it("can be driven, and has nothing to do", () => {
    const scheduler = new Scheduler();
    scheduler.close();
    scheduler.run();
    scheduler.advance(5);
    expect([scheduler.step(), scheduler.now]).toEqual([false, 5]);
  });
});

describe("C10 closeAsync", () => {
  it("waits for cleanup that waits for the outside", async () => {
    const answers: (() => void)[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(lingers, log, "other");
    scheduler.spawn(waitsOutside, answers);
    scheduler.advance(0);
    const closed = scheduler.closeAsync().then(() => log.push("closed"));
    await new Promise((resolve) => void setImmediate(resolve));
    expect(log).toEqual(["task leaves"]);
    answers[0]!();
    await closed;
    expect(log).toEqual(["task leaves", "disposed", "answered", "other leaves", "other is gone", "closed"]);
    expect(scheduler.leftovers()).toEqual([]);
  });

  it("rejects with the errors of the cleanups, when all is done", async () => {
    const error = new Error("in cleanup");
    const scheduler = new Scheduler();
    scheduler.spawn(lingers, log, "other");
    scheduler.spawn(leavesWith, error);
    scheduler.advance(0);
    expect(await scheduler.closeAsync().catch((thrown: unknown) => thrown)).toBe(error);
    expect(log.at(-1)).toBe("other is gone");
  });

  it("takes no new roots from its beginning on", async () => {
    const scheduler = new Scheduler();
    const closed = scheduler.closeAsync();
    expect(() => scheduler.spawn(stays, log, "new")).toThrow(ClosedError);
    await closed;
  });

  it("twice at once is once: both are told of the same end, good or bad", async () => {
    for (const error of [undefined, new Error("in cleanup")]) {
      const answers: (() => void)[] = [];
      const scheduler = new Scheduler();
      scheduler.spawn(waitsOutside, answers);
      if (error !== undefined) scheduler.spawn(leavesWith, error);
      scheduler.advance(0);
      const both = [scheduler.closeAsync(), scheduler.closeAsync()].map((closed) =>
        closed.then(
          () => undefined,
          (thrown: unknown) => thrown,
        ),
      );
      await new Promise((resolve) => void setImmediate(resolve));
      const third = scheduler.closeAsync().catch((thrown: unknown) => thrown);
      answers[0]!();
      expect(await Promise.all([...both, third])).toEqual([error, error, error]);
      await expect(scheduler.closeAsync()).resolves.toBeUndefined();
    }
  });

  it("cannot be waited for by what it waits for: in a turn it is refused, while it is under way, too", async () => {
    const scheduler = new Scheduler();
    let refused: unknown;
    scheduler.spawn(function* () {
      yield* ensure(
        () => stays(log, "body"),
        function* () {
          refused = yield* wait(scheduler.closeAsync().catch((thrown: unknown) => thrown));
        },
      );
    });
    scheduler.advance(0);
    await scheduler.closeAsync();
    expect(refused).toBeInstanceOf(ReentrancyError);
  });
});
