import {
  ask,
  call,
  cancel,
  DeadlockError,
  ensure,
  join,
  now,
  pass,
  receive,
  run,
  Scheduler,
  self,
  sleep,
  spawn,
  timeout,
  use,
  type Ask,
  type Program,
  type Task,
} from "rondo";
import { fails, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps } from "../support/small-programs.js";
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

describe("a cancel that is asked for while a task cleans up", () => {
  it("after a normal return waits for that cleanup, and finds the task done with its result", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        yield* use(
          () => 1,
          function* () {
            yield* sleep(5);
            yield* pass();
            log.push("released");
          },
        );
        return "result";
      });
      yield* sleep(2);
      yield* cancel(task);
      return [...log, now(), task.state, task.result];
    });
    expect(seen).toEqual(["released", 5, "done", "result"]);
  });

  it("after a failure is answered without that failure, which belongs to the task's scope", () => {
    const error = new Error("of the body");
    const seen: unknown[] = [];
    const scheduler = new Scheduler();
    scheduler.on("error", (thrown) => seen.push(thrown));
    const task = scheduler.spawn(function* () {
      yield* ensure(
        () => fails(error, 1),
        () => sleeps(5),
      );
    });
    scheduler.spawn(function* () {
      yield* sleep(2);
      yield* cancel(task);
      seen.push(now());
    });
    scheduler.run();
    expect([seen, task.state]).toEqual([[error, 6], "failed"]);
  });

  it("after a first cancel cuts nothing short, however often it comes, and whether or not it waits", () => {
    run(function* () {
      const task = yield* spawn(cleansFor, 10, log, "task");
      yield* sleep(1);
      yield* timeout(3, () => does(() => cancel(task)), { else: () => void log.push("gave up waiting") });
      task.cancel("again");
      yield* cancel(task);
      log.push(`gone at ${now()}`);
    });
    expect(log).toEqual(["task leaves", "gave up waiting", "task is clean", "gone at 11"]);
  });

  it("in a native finally after a normal end cuts that short, and in an ensure does not", () => {
    const scheduler = new Scheduler();
    const native = scheduler.spawn(function* () {
      try {
        yield* sleep(1);
      } finally {
        yield* sleep(10);
        log.push("native");
      }
    });
    const ensured = scheduler.spawn(() =>
      does(() =>
        ensure(
          () => sleeps(1),
          function* () {
            yield* sleep(10);
            log.push("ensured");
          },
        ),
      ),
    );
    scheduler.advance(5);
    native.cancel();
    ensured.cancel();
    scheduler.run();
    expect([log, native.state, ensured.state]).toEqual([["ensured"], "cancelled", "done"]);
  });
});

describe("a child whose finally needs its parent", () => {
  it("can leave it a message, which the parent reads in its own cleanup", () => {
    cancelled(function* () {
      const parent = self();
      yield* ensure(
        function* () {
          yield* ensure(
            () => does(() => spawn(stays, [], "")),
            () => {},
          );
          yield* spawn(function* () {
            yield* ensure(
              () => stays([], ""),
              () => parent.send("the child's last words"),
            );
          });
          yield* sleep(100);
        },
        function* () {
          log.push(yield* receive<string>());
        },
      );
    });
    expect(log).toEqual(["the child's last words"]);
  });

  it.each<[string, (parent: Task) => Iterable<unknown, unknown, unknown>]>([
    ["joins it", (parent) => join(parent)],
    ["joins the parent of its parent", (parent) => join(parent.parent!)],
  ])("is told at once that it waits for itself, where it %s", (_what, wait) => {
    run(function* () {
      const parent = yield* spawn(function* () {
        const me = self();
        yield* spawn(function* () {
          try {
            yield* sleep(100);
          } finally {
            try {
              yield* wait(me);
            } catch (error) {
              log.push((error as Error).name);
            }
          }
        });
        yield* sleep(100);
      });
      yield* sleep(1);
      yield* cancel(parent);
    });
    expect(log).toEqual([DeadlockError.name]);
  });

  it("asks it in vain, where it could answer only after the child is gone: a deadlock that says so", () => {
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      const me = self();
      yield* spawn(function* () {
        yield* ensure(
          () => stays([], ""),
          () => does(() => ask(me, "what now?")),
        );
      });
      for (;;) (yield* receive<Ask<string, string>>()).reply("go");
    });
    scheduler.advance(0);
    parent.cancel();
    expect((thrownBy(() => scheduler.run()) as DeadlockError).blocked.join("\n")).toContain("what now?");
  });

  it("cancels it: that only asks, and the child's cleanup goes on", () => {
    cancelled(function* () {
      const me = self();
      yield* spawn(() =>
        does(() =>
          ensure(
            () => stays([], ""),
            function* () {
              yield* cancel(me);
              log.push("went on in the cleanup");
            },
          ),
        ),
      );
      yield* call(stays, log, "parent");
    });
    expect(log).toEqual(["went on in the cleanup", "parent leaves"]);
  });
});

it("a task that cancels itself in its own finally ends, without a deadlock", () => {
  const seen = run(function* () {
    const task = yield* spawn(function* () {
      try {
        yield* sleep(1);
      } finally {
        log.push("finally");
        yield* cancel(self());
        log.push("never");
      }
    });
    yield* caughtBy(() => join(task));
    return task.state;
  });
  expect([seen, log]).toEqual(["cancelled", ["finally"]]);
});
