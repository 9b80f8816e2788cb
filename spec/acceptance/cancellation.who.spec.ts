import {
  cancel,
  CancelledError,
  CleanupTimeoutError,
  join,
  now,
  run,
  Scheduler,
  sleep,
  spawn,
  timeout,
  type Task,
} from "rondo";
import { lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("who cancels whom", () => {
  it("a task that was made ready and cancelled in one turn runs to its next wait first, in the order of the queue", () => {
    run(function* () {
      const child = yield* spawn(function* () {
        log.push("child sleeps");
        yield* sleep(1);
        log.push("child slept");
        yield* caughtBy(() => sleep(1));
        log.push("never");
      });
      yield* sleep(1);
      log.push("cancels");
      yield* cancel(child);
      log.push("cancelled");
    });
    expect(log).toEqual(["child sleeps", "child slept", "cancels", "cancelled"]);
  });

  it("a child that cancels its parent ends with it", () => {
    const seen = run(function* () {
      const parent = yield* spawn(function* () {
        const me: Task[] = [];
        yield* spawn(function* () {
          yield* sleep(1);
          yield* cancel(me[0]!);
          log.push("went on");
        });
        me.push(...own);
        yield* stays(log, "parent");
      });
      own.push(parent);
      yield* caughtBy(() => join(parent));
      return [parent.state, now()];
    });
    expect([seen, log]).toEqual([["cancelled", 1], ["parent leaves"]]);
  });
  const own: Task[] = [];

  it("two that cancel each other in one turn: the first does, the second is gone before it could", () => {
    const seen = run(function* () {
      const pair: Task[] = [];
      for (const other of [1, 0]) {
        pair.push(
          yield* spawn(function* () {
            yield* sleep(1);
            yield* cancel(pair[other]!);
            log.push(`cancelled ${other}`);
          }),
        );
      }
      yield* sleep(5);
      return pair.map(({ state }) => state);
    });
    expect([seen, log]).toEqual([["done", "cancelled"], ["cancelled 1"]]);
  });

  it("the joiner of a cancelled task is told why; a cancelled joiner changes nothing for the task", () => {
    const seen = run(function* () {
      const task = yield* spawn(stays, log, "task");
      const impatient = yield* spawn(() => does(() => join(task)));
      const patient = yield* spawn(() => caughtBy(() => join(task)));
      yield* sleep(1);
      yield* cancel(impatient);
      const before = task.state;
      task.cancel("no longer needed");
      const told = yield* patient;
      return [before, told instanceof CancelledError, (told as CancelledError).reason];
    });
    expect(seen).toEqual(["waiting", true, "no longer needed"]);
  });

  it("several are cancelled one after the other, and each is gone before the next is asked", () => {
    run(function* () {
      const tasks = [yield* spawn(lingers, log, "a"), yield* spawn(lingers, log, "b")];
      yield* sleep(1);
      for (const task of tasks) yield* cancel(task);
      log.push("all gone");
    });
    expect(log).toEqual(["a leaves", "a is gone", "b leaves", "b is gone", "all gone"]);
  });

  it("one that has ended is cancelled in vain, and stays as it ended", () => {
    const seen = run(function* () {
      const task = yield* spawn(sleeps, 1, "result");
      yield* sleep(2);
      yield* cancel(task);
      return [task.state, yield* join(task)];
    });
    expect(seen).toEqual(["done", "result"]);
  });

  it("one whose cleanup does not end is given up after a time, and that is an error where it is awaited", () => {
    const seen = run(function* () {
      const task = yield* spawn(cleansFor, 1000, log, "task");
      yield* sleep(1);
      const thrown = yield* caughtBy(() => cancel(task, { within: 5 }));
      return [thrown instanceof CleanupTimeoutError, now(), task.state];
    });
    expect([seen, log]).toEqual([[true, 6, "cancelled"], ["task leaves"]]);
  });

  it("a time-out that was set before the cancel does not cut the cleanup, one that is set in it does its work", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      does(() =>
        timeout(5, function* () {
          try {
            yield* sleep(100);
          } finally {
            yield* timeout(3, () => sleeps(100), { else: () => void log.push(`cut at ${now()}`) });
            yield* sleep(4);
            log.push(`clean at ${now()}`);
          }
        }),
      ),
    );
    scheduler.advance(4);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["cut at 7", "clean at 11"], "cancelled"]);
  });
});
