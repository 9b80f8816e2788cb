import { call, cancel, ensure, pass, run, Scheduler, shield, sleep, spawn, spawnWith, suppressed, use } from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Runs a body; its own `finally` waits, and then throws. */
function* throwsInFinally(error: Error, body: () => Generator<unknown, unknown>): Generator<unknown, void> {
  try {
    yield* call(body);
  } catch {
    log.push("caught");
  } finally {
    yield* sleep(1);
    log.push(error.message);

    throw error;
  }
}

const errorsOf = (...names: string[]): Error[] => names.map((name) => new Error(name));

describe("C9 an error thrown while unwinding", () => {
  it("stops nothing and is seen by no further frame; the task ends failed with the first one, the others suppressed", () => {
    const [inner, middle, outer] = errorsOf("inner", "middle", "outer") as [Error, Error, Error];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      throwsInFinally(outer, () => throwsInFinally(middle, () => throwsInFinally(inner, () => stays(log, "body")))),
    );
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(inner);
    expect(log).toEqual(["body leaves", "inner", "middle", "outer"]);
    expect([task.state, task.error, suppressed(inner)]).toEqual(["failed", inner, [middle, outer]]);
  });

  it("stops no cleanup and no release either, and theirs are suppressed in order", () => {
    const [body, cleanup, release] = errorsOf("body", "cleanup", "release") as [Error, Error, Error];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* use(
        () => 1,
        function* () {
          yield* fails(release);
        },
      );
      yield* ensure(
        () => leavesWith(body),
        function* () {
          yield* fails(cleanup);
        },
      );
    });
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(body);
    expect([task.state, suppressed(body), scheduler.now]).toEqual(["failed", [cleanup, release], 2]);
  });

  it("stops no other child: those that are left go in their order, and their errors are kept", () => {
    const [eldest, middle, youngest] = errorsOf("eldest", "middle", "youngest") as [Error, Error, Error];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawn(leavesWith, eldest);
      yield* spawn(lingers, log, "between");
      yield* spawn(leavesWith, middle);
      yield* spawn(leavesWith, youngest);
      yield* call(stays, log, "parent");
    });
    scheduler.advance(0);
    parent.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(youngest);
    expect(log).toEqual(["between leaves", "between is gone", "parent leaves"]);
    expect([parent.state, suppressed(youngest)]).toEqual(["failed", [middle, eldest]]);
  });

  it("fails the scope of the task, as F2 says; a supervised one's fails nobody", () => {
    const [error] = errorsOf("in cleanup") as [Error];
    for (const supervised of [false, true]) {
      const scheduler = new Scheduler();
      const reported: unknown[] = [];
      scheduler.on("error", (thrown, task) => reported.push(thrown, task?.id));
      const parent = scheduler.spawn(function* () {
        const child = yield* spawnWith({ supervised }, leavesWith, error);
        yield* pass();
        yield* cancel(child);
        yield* sleep(5);
      });
      scheduler.run();
      expect(parent.state).toBe(supervised ? "done" : "failed");
      expect(reported).toEqual([error, supervised ? "1.1" : "1"]);
    }
  });

  it("may be undefined, and counts all the same", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(leavesWith, undefined);
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBeUndefined();
    expect(task.state).toBe("failed");
  });

  it("is suppressed once where the same object comes again, and never under itself", () => {
    const [first, again] = errorsOf("first", "again") as [Error, Error];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      throwsInFinally(first, () =>
        throwsInFinally(again, () => throwsInFinally(again, () => throwsInFinally(first, () => stays(log, "")))),
      ),
    );
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(first);
    expect(suppressed(first)).toEqual([again]);
  });
});

describe("C9 a scope without an error of its own", () => {
  const [first, second] = errorsOf("first", "second") as [Error, Error];

  it("throws the first of its teardown: of daemons, for instance, when their scope has ended", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawnWith({ daemon: true }, leavesWith, second);
        yield* spawnWith({ daemon: true }, leavesWith, first);
        yield* sleep(1);
        return "a result";
      }),
    );
    expect([thrown, suppressed(first)]).toEqual([first, [second]]);
  });

  it("throws that of a release at its normal end", () => {
    const caught = run(function* () {
      try {
        yield* shield(function* () {
          yield* use(
            () => 1,
            () => {
              throw first;
            },
          );
          return "a result";
        });
      } catch (error) {
        return error;
      }
      return "nothing was thrown";
    });
    expect(caught).toBe(first);
  });
});

describe("C9 a wider cancellation", () => {
  it("waits for the teardown of a narrower scope, then goes on; the narrower error becomes the task's", () => {
    const [error] = errorsOf("narrower") as [Error];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "elder");
      yield* spawn(function* () {
        yield* spawn(lingers, log, "grandchild");
        yield* spawn(fails, error);
        yield* call(lingers, log, "child");
      });
      yield* call(stays, log, "parent");
    });
    scheduler.advance(1);
    parent.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(log).toEqual([
      ...["grandchild leaves", "grandchild is gone", "child leaves", "child is gone"],
      ...["elder leaves", "elder is gone", "parent leaves"],
    ]);
    expect([parent.state, parent.error]).toEqual(["failed", error]);
  });

  it("waits for the teardown of a cleanup's scope; what that throws becomes the task's error", () => {
    const [error] = errorsOf("in the scope of the cleanup") as [Error];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* ensure(
          function* () {},
          function* () {
            yield* spawn(lingers, log, "helper");
            yield* spawn(fails, error);
          },
        );
      } finally {
        log.push("finally");
      }
    });
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect([log, task.state]).toEqual([["helper leaves", "helper is gone", "finally"], "failed"]);
  });
});
