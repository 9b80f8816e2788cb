import { call, cancel, ensure, pass, receive, run, Scheduler, self, shield, sleep, spawn } from "rondo";
import { fails, stays } from "../support/actors.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Waits twice. */
function* works(name = "body"): Generator<unknown, string> {
  for (const n of [1, 2]) {
    yield* sleep(5);
    log.push(`${name} ${n}`);
  }
  return `the result of ${name}`;
}

describe("C8 shield(body)", () => {
  it("answers with what the body returns, and throws what it throws", () => {
    const seen = run(function* () {
      const result = yield* shield(works);
      try {
        yield* shield(function* () {
          yield* pass();
          throw new Error("of the body");
        });
      } catch (error) {
        return [result, (error as Error).message];
      }
      return [];
    });
    expect(seen).toEqual(["the result of body", "of the body"]);
  });

  it.each([0, 1, 5, 7, 9])(
    "holds a cancellation that comes at %i back until the body is done; it takes effect at the next wait",
    (at) => {
      const scheduler = new Scheduler();
      const task = scheduler.spawn(function* () {
        log.push(yield* shield(works));
        yield* pass();
        log.push("went on");
      });
      scheduler.advance(at);
      task.cancel();
      scheduler.run();
      expect([log, task.state, scheduler.now]).toEqual([["body 1", "body 2", "the result of body"], "cancelled", 10]);
    },
  );

  it("holds back one that was asked for before it was entered", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().cancel();
      log.push(yield* shield(works));
      yield* pass();
      log.push("went on");
    });
    scheduler.run();
    expect([log, task.state]).toEqual([["body 1", "body 2", "the result of body"], "cancelled"]);
  });

  it("holds back a cancellation of the parent, which waits for it", () => {
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      try {
        yield* spawn(function* () {
          yield* shield(works);
          yield* pass();
          log.push("went on");
        });
        yield* sleep(100);
      } finally {
        log.push("parent leaves");
      }
    });
    scheduler.advance(1);
    parent.cancel();
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["body 1", "body 2", "parent leaves"], 10]);
  });

  it("holds back the failure of a sibling, and of a child of the body around it", () => {
    const scheduler = new Scheduler();
    const errors: unknown[] = [];
    scheduler.on("error", (error) => errors.push(error));
    const parent = scheduler.spawn(function* () {
      yield* spawn(function* () {
        yield* sleep(1);
        throw "of a child";
      });
      try {
        yield* shield(works);
        yield* pass();
        log.push("went on");
      } finally {
        log.push("finally");
      }
    });
    scheduler.run();
    expect([log, errors, parent.state]).toEqual([["body 1", "body 2", "finally"], ["of a child"], "failed"]);
  });

  it("keeps all frames and children inside it from the cancellation", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* shield(function* () {
        yield* spawn(works, "child");
        yield* call(function* () {
          yield* ensure(
            () => works("inner"),
            () => void log.push("cleanup"),
          );
        });
      });
      yield* pass();
      log.push("went on");
    });
    scheduler.advance(2);
    task.cancel();
    scheduler.run();
    expect([...log].sort()).toEqual(["child 1", "child 2", "cleanup", "inner 1", "inner 2"]);
    expect(task.state).toBe("cancelled");
  });

  it("does not keep its own children from one that is aimed at them", () => {
    const states = run(function* () {
      return yield* shield(function* () {
        const child = yield* spawn(stays, log, "child");
        yield* pass();
        yield* cancel(child);
        return child.state;
      });
    });
    expect([states, log]).toEqual(["cancelled", ["child leaves"]]);
  });

  it("inside a shield adds nothing: the outer one holds until its own body is done", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* shield(function* () {
        yield* shield(() => works("inner"));
        yield* call(() => works("outer"));
      });
      yield* pass();
      log.push("went on");
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["inner 1", "inner 2", "outer 1", "outer 2"], 20]);
  });

  it("lets out its error before a cancellation that it held back takes effect: a catch may take it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* shield(function* () {
          yield* sleep(5);
          throw new Error("of the body");
        });
      } catch (error) {
        log.push((error as Error).message);
      }
      yield* pass();
      log.push("went on");
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["of the body"], "cancelled"]);
  });

  it("lets out the error of a child in it, too, which a catch may take before the cancellation takes effect", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* shield(function* () {
          yield* spawn(stays, log, "elder");
          yield* spawn(fails, new Error("of a child"), 5);
          yield* sleep(50);
        });
      } catch (error) {
        log.push((error as Error).message);
      }
      log.push("went on to the next wait");
      yield* pass();
      log.push("went on");
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["elder leaves", "of a child", "went on to the next wait"], "cancelled"]);
  });

  it("makes yield* cancel wait until it is done", () => {
    run(function* () {
      const child = yield* spawn(function* () {
        yield* shield(works);
        yield* receive();
      });
      yield* sleep(1);
      yield* cancel(child);
      log.push("cancelled");
    });
    expect(log).toEqual(["body 1", "body 2", "cancelled"]);
  });
});
