import { call, ensure, now, run, Scheduler, ScopeClosedError, self, shield, sleep, spawn, use } from "rondo";
import { fails, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

describe("F1 spawn makes a child of the innermost scope", () => {
  it("which ends when its body and all its children have", () => {
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawn(sleep10);
      yield* spawn(sleep20);
      return "early";
    });
    scheduler.advance(19);
    expect([parent.state, parent.waitingFor, parent.result]).toEqual(["waiting", "its children to end", undefined]);
    scheduler.advance(1);
    expect([parent.state, parent.result]).toEqual(["done", "early"]);
  });

  it("and waits for grandchildren through children", () => {
    const scheduler = new Scheduler();
    const root = scheduler.spawn(function* () {
      yield* spawn(function* () {
        yield* spawn(sleep20);
      });
    });
    scheduler.run();
    expect([root.state, scheduler.now]).toEqual(["done", 20]);
  });

  it.each([
    ["a shield", (body: () => Generator<unknown, void>) => shield(body)],
    ["a cleanup", (body: () => Generator<unknown, void>) => ensure(function* () {}, body)],
    ["a release", (body: () => Generator<unknown, void>) => call(usesAndReleases, body)],
  ])("%s is a scope, which waits for the children in it", (_what, enter) => {
    const end = run(function* () {
      yield* enter(function* () {
        yield* spawn(sleep10);
      });
      return now();
    });
    expect(end).toBe(10);
  });

  it.each([
    ["call", (body: () => Generator<unknown, void>) => call(body)],
    ["the body of ensure", (body: () => Generator<unknown, void>) => ensure(body, () => {})],
    ["use", (body: () => Generator<unknown, void>) => use(body, () => {})],
  ])("%s is none: the child belongs to the scope around it", (_what, enter) => {
    const scheduler = new Scheduler();
    const seen: unknown[] = [];
    const root = scheduler.spawn(function* () {
      yield* enter(function* () {
        const child = yield* spawn(sleep10);
        seen.push(child.parent === self(), child.id);
      });
      seen.push(now());
    });
    scheduler.run();
    expect([...seen, root.state, scheduler.now]).toEqual([true, "1.1", 0, "done", 10]);
  });
});

describe("F1 a scope that is being torn down", () => {
  it("takes no children: spawn in a finally that a cancellation entered throws a ScopeClosedError, which can be caught", () => {
    const seen: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* sleep(10);
      } finally {
        try {
          yield* spawn(sleep10);
        } catch (error) {
          seen.push(error instanceof ScopeClosedError);
        }
      }
    });
    scheduler.step();
    task.cancel();
    scheduler.run();
    expect([seen, task.state]).toEqual([[true], "cancelled"]);
  });

  it("takes none either where an error tears it down", () => {
    const error = new Error("of the child");
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      try {
        yield* spawn(fails, error);
        yield* sleep(10);
      } finally {
        yield* spawn(sleep10);
      }
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(parent.state).toBe("failed");
    expect(scheduler.now).toBe(1);
  });

  it("calls no program that is to be spawned into it after its cancellation was asked for", () => {
    const called: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().cancel();
      yield* spawn(() => {
        called.push("program");
        return sleep10();
      });
    });
    scheduler.run();
    expect([called, task.state]).toEqual([[], "cancelled"]);
  });

  it.each([
    ["a shield in a finally", (log: string[]) => withFinally(log, () => shield(() => spawns(log)))],
    [
      "the cleanup of ensure",
      (log: string[]) =>
        ensure(
          () => stays(log, "body"),
          () => spawns(log),
        ),
    ],
    [
      "a release",
      (log: string[]) =>
        call(
          usesAndReleases,
          () => spawns(log),
          () => stays(log, "body"),
        ),
    ],
  ])("lets %s have children of its own, which it waits for", (_what, body) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* body(log);
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["body leaves", "child of the cleanup ends"]);
    expect([task.state, scheduler.now]).toEqual(["cancelled", 10]);
  });

  function* spawns(log: string[]): Generator<unknown, void> {
    yield* spawn(function* () {
      yield* sleep(10);
      log.push("child of the cleanup ends");
    });
  }

  function withFinally(
    log: string[],
    cleanup: () => Iterable<unknown, unknown, unknown>,
  ): Iterable<unknown, unknown, unknown> {
    return call(function* () {
      try {
        yield* call(stays, log, "body");
      } finally {
        yield* cleanup();
      }
    });
  }
});

function* sleep10(): Generator<unknown, void> {
  yield* sleep(10);
}

function* nothing(): Generator<unknown, void> {}

function* sleep20(): Generator<unknown, void> {
  yield* sleep(20);
}

function* usesAndReleases(
  release: () => Generator<unknown, void>,
  body: () => Generator<unknown, void> = nothing,
): Generator<unknown, void> {
  yield* use(() => 1, release);
  yield* call(body);
}
