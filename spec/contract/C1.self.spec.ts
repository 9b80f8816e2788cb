import { cancel, ensure, pass, Scheduler, self, shield, sleep, spawn, type Task } from "rondo";
import { receive } from "rondo";
import { lingers } from "../support/actors.js";

describe("C1 cancelling oneself or an ancestor", () => {
  it.each<[string, () => Iterable<unknown, unknown, unknown>]>([
    ["by yield* cancel(self())", () => cancel(self())],
    ["by self().cancel() and a wait", () => (self().cancel(), pass())],
  ])("%s unwinds at that yield, the children first", (_how, act) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* spawn(lingers, log, "child");
        yield* act();
        log.push("went on");
      } catch {
        log.push("caught");
      } finally {
        log.push("finally");
      }
    });
    scheduler.run();
    expect([log, task.state]).toEqual([["child leaves", "child is gone", "finally"], "cancelled"]);
  });

  it("unwinds at that yield where it is an ancestor's, which goes on unwinding after it", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const root = scheduler.spawn(function* () {
      const me = self();
      try {
        yield* spawn(function* () {
          yield* spawn(function* () {
            try {
              yield* cancel(me);
              log.push("went on");
            } finally {
              log.push("grandchild");
            }
          });
        });
        yield* sleep(10);
      } finally {
        log.push("root");
      }
    });
    scheduler.run();
    expect([log, root.state, scheduler.now]).toEqual([["grandchild", "root"], "cancelled", 0]);
  });

  it.each<[string, (log: string[]) => Generator<unknown, unknown>]>([
    ["its own finally, which a cancellation entered", inFinally],
    ["a shield in its finally, after a normal end", inShieldedFinally],
    ["its own cleanup, after a normal end", (log) => ensures(log, function* () {})],
    ["its own cleanup, after a cancellation", (log) => ensures(log, () => cancels(self()))],
  ])("only asks in %s: it goes on with what it cleans up, and nothing stands still", (_where, program) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program, log);
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["cleaned up"]);
    expect([scheduler.tasks(), scheduler.now]).toEqual([[], 1]);
  });

  it.each<[string, (parent: Task) => Iterable<unknown, unknown, unknown>]>([
    ["a shield", (parent) => shield(() => spawnsOneThatCancels(parent))],
    [
      "a cleanup",
      (parent) =>
        ensure(
          function* () {},
          () => spawnsOneThatCancels(parent),
        ),
    ],
    [
      "a cleanup inside a shield",
      (parent) =>
        shield(function* () {
          yield* ensure(
            function* () {},
            () => spawnsOneThatCancels(parent),
          );
        }),
    ],
  ])("only asks for a child that was born in %s, for which the cancellation waits", (_where, enter) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* enter(self());
      log.push("went on to the next wait");
      yield* pass();
      log.push("went on after it");
    });
    scheduler.run();
    expect([log, parent.state]).toEqual([["went on to the next wait"], "cancelled"]);
  });
});

function* inFinally(log: string[]): Generator<unknown, void> {
  try {
    yield* receive();
  } finally {
    yield* cancel(self());
    yield* sleep(1);
    log.push("cleaned up");
  }
}

function* inShieldedFinally(log: string[]): Generator<unknown, void> {
  try {
    yield* pass();
  } finally {
    yield* shield(function* () {
      yield* cancel(self());
      yield* sleep(1);
      log.push("cleaned up");
    });
  }
}

function* ensures(log: string[], body: () => Generator<unknown, void>): Generator<unknown, void> {
  yield* ensure(body, function* () {
    yield* cancel(self());
    yield* sleep(1);
    log.push("cleaned up");
  });
}

function* cancels(task: Task): Generator<unknown, void> {
  yield* cancel(task);
}

function* spawnsOneThatCancels(task: Task): Generator<unknown, void> {
  yield* spawn(cancels, task);
}
