import { join, now, run, Scheduler, scope, shield, sleep, spawn, spawnWith, supervise, suppressed } from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { countTurns } from "../support/record.js";
import { caughtBy, sleeps, spawns } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of the child");
});

describe("scope", () => {
  it("answers with what its body returns, when its children have ended", () => {
    const seen = run(function* () {
      const answer = yield* scope(function* () {
        yield* spawn(function* () {
          yield* sleep(10);
          log.push("child");
        });
        return "body";
      });
      return [answer, now(), ...log];
    });
    expect(seen).toEqual(["body", 10, "child"]);
  });

  it("leaves the children of the scope around it alone", () => {
    const seen = run(function* () {
      const outer = yield* spawn(stays, log, "outer");
      yield* scope(function* () {
        yield* spawn(sleeps, 5);
      });
      return [now(), outer.state];
    });
    expect(seen).toEqual([5, "waiting"]);
  });

  it("numbers its children as those of its task, on and on", () => {
    const ids = run(function* () {
      const first = yield* spawn(sleeps, 1);
      const second = yield* scope(function* () {
        return yield* spawn(sleeps, 1);
      });
      const third = yield* spawn(sleeps, 1);
      return [first, second, third].map(({ id }) => id);
    });
    expect(ids).toEqual(["1.1", "1.2", "1.3"]);
  });

  it("throws the very error of its child, when the others are gone, youngest first, and its body has left", () => {
    const caught = run(function* () {
      try {
        yield* scope(function* () {
          yield* spawn(lingers, log, "elder");
          yield* spawn(fails, error);
          yield* spawn(lingers, log, "younger");
          try {
            yield* sleep(100);
          } catch {
            log.push("caught inside");
          } finally {
            log.push("body leaves");
          }
        });
      } catch (thrown) {
        log.push(`caught at ${now()}`);
        return thrown;
      }
      return "nothing was thrown";
    });
    expect(caught).toBe(error);
    const each = ["younger leaves", "younger is gone", "elder leaves", "elder is gone"];
    expect(log).toEqual([...each, "body leaves", "caught at 3"]);
  });

  it("throws what its body throws, when its children are gone", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* scope(function* () {
          yield* spawn(lingers, log, "child");
          yield* sleep(1);
          throw error;
        });
      }),
    );
    expect([thrown, log]).toEqual([error, ["child leaves", "child is gone"]]);
  });

  it("cancels its daemons at its end, youngest first, before it answers", () => {
    run(function* () {
      yield* scope(function* () {
        yield* spawnWith({ daemon: true }, lingers, log, "elder");
        yield* spawn(sleeps, 5);
        yield* spawnWith({ daemon: true }, lingers, log, "younger");
      });
      log.push(`out at ${now()}`);
    });
    expect(log).toEqual(["younger leaves", "younger is gone", "elder leaves", "elder is gone", "out at 7"]);
  });

  it("is entered and left in the turn of its task, where there is nothing to wait for", () => {
    const scheduler = new Scheduler();
    const turns = countTurns(scheduler);
    const seen: number[] = [];
    scheduler.spawn(function* () {
      seen.push(turns());
      yield* scope(function* () {
        seen.push(turns());
      });
      seen.push(turns());
    });
    scheduler.run();
    expect(seen).toEqual([1, 1, 1]);
  });

  it("can be opened ten thousand deep", () => {
    function* nested(depth: number): Generator<unknown, number> {
      return depth === 0 ? now() : (yield* scope(() => nested(depth - 1))) + 1;
    }
    expect(run(() => nested(10_000))).toBe(10_000);
  });

  it.each([
    ["scope", scope],
    ["supervise", supervise],
    ["shield", shield],
  ])("%s with a body that is no program is a TypeError at that yield, and the task goes on", (name, enter) => {
    const seen = run(function* () {
      try {
        yield* enter((() => 5) as never);
      } catch (thrown) {
        yield* sleep(1);
        return thrown;
      }
      return "nothing was thrown";
    });
    expect(seen).toBeInstanceOf(TypeError);
    expect((seen as Error).message).toContain(name);
  });
});

describe("supervise", () => {
  it("keeps the failure of a child to the child: its siblings, its body and their waits go on", () => {
    const seen = run(function* () {
      return yield* supervise(function* () {
        const child = yield* spawn(fails, error);
        const sibling = yield* spawn(sleeps, 10);
        const caught = yield* caughtBy(() => join(child));
        yield* sibling;
        return [caught, sibling.state, now()];
      });
    });
    expect(seen).toEqual([error, "done", 10]);
  });

  it("reports a failure that nobody joins, once, and answers with what its body returned", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (...about) => heard.push(about[0], about[1]?.id));
    const task = scheduler.spawn(function* () {
      return yield* supervise(function* () {
        yield* spawn(fails, error);
        return "fine";
      });
    });
    scheduler.run();
    expect([task.result, heard]).toEqual(["fine", [error, "1.1"]]);
  });

  it("is torn down by an error of its own body", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* supervise(function* () {
          yield* spawn(lingers, log, "child");
          yield* sleep(1);
          throw error;
        });
      }),
    );
    expect([thrown, log]).toEqual([error, ["child leaves", "child is gone"]]);
  });

  it("keeps nothing from a scope inside it, whose children are not its own", () => {
    const seen = run(function* () {
      return yield* supervise(function* () {
        const child = yield* spawn(function* () {
          yield* spawn(lingers, log, "grandchild");
          yield* spawn(fails, error);
        });
        const ofChild = yield* caughtBy(() => join(child));
        const ofScope = yield* caughtBy(() => scope(() => spawns(() => fails(new Error("in a scope")))));
        return [ofChild, (ofScope as Error).message];
      });
    });
    expect(seen).toEqual([error, "in a scope"]);
    expect(log).toEqual(["grandchild leaves", "grandchild is gone"]);
  });

  it("reports a child that fails while the scope goes with its own error, and keeps that error", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown) => heard.push(thrown));
    const late = new Error("in the child's cleanup");
    scheduler.spawn(function* () {
      yield* supervise(function* () {
        yield* spawn(leavesWith, late);
        yield* sleep(1);
        throw error;
      });
    });
    scheduler.run();
    expect([heard, suppressed(error)]).toEqual([[late, error], []]);
  });
});

describe("shield", () => {
  it("waits for its children, and fails with them, as any scope does", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() => shield(() => spawns(() => fails(error))));
      return [caught, now()];
    });
    expect(seen).toEqual([error, 1]);
  });

  it("holds a cancellation back from the children in it, too", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* shield(function* () {
        yield* spawn(function* () {
          yield* sleep(5);
          log.push("child is done");
        });
      });
      yield* sleep(1);
      log.push("went on");
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([["child is done"], "cancelled", 5]);
  });
});
