import { call, cancel, ensure, now, run, Scheduler, scope, self, sleep, spawn, suppressed, use } from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { countTurns } from "../support/record.js";
import { does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("ensure", () => {
  it("runs its cleanup after a return, an error and a cancellation, once each time", () => {
    const ends: Record<string, () => Generator<unknown, unknown>> = {
      return: () => sleeps(1),
      error: () => fails(new Error("an error")),
      cancellation: () => stays([], ""),
    };
    for (const [how, body] of Object.entries(ends)) {
      const scheduler = new Scheduler();
      scheduler.on("error", () => {});
      const task = scheduler.spawn(function* () {
        yield* ensure(body, () => void log.push(how));
      });
      scheduler.advance(10);
      task.cancel();
      scheduler.run();
    }
    expect(log).toEqual(Object.keys(ends));
  });

  it("is a frame, and no scope: a child of its body lives on after it", () => {
    const seen = run(function* () {
      const child = yield* ensure(
        () => does(() => spawn(stays, log, "child")),
        () => {},
      );
      return [child.state, child.parent === self()];
    });
    expect(seen).toEqual(["waiting", true]);
  });

  it("runs its cleanup in a scope of its own, whose children it waits for", () => {
    const seen = run(function* () {
      yield* ensure(
        () => sleeps(1),
        function* () {
          yield* spawn(sleeps, 10);
        },
      );
      return now();
    });
    expect(seen).toBe(11);
  });

  it("is entered, and left where its cleanup is a plain function, in the turn of its task", () => {
    const scheduler = new Scheduler();
    const turns = countTurns(scheduler);
    const seen: number[] = [];
    scheduler.spawn(function* () {
      yield* ensure(
        function* () {
          seen.push(turns());
        },
        () => void seen.push(turns()),
      );
      seen.push(turns());
    });
    scheduler.run();
    expect(seen).toEqual([1, 1, 1]);
  });

  it.each([
    ["body", () => ensure(5 as never, () => {})],
    ["cleanup", () => ensure(function* () {}, 5 as never)],
  ])("throws a TypeError where its %s is no function", (what, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(what);
  });
});

describe("use", () => {
  it("answers with what was acquired, and releases it when the scope ends", () => {
    const seen = run(function* () {
      const answer = yield* scope(function* () {
        const file = yield* use(
          () => "file",
          (acquired) => void log.push(`release ${acquired} at ${now()}`),
        );
        yield* sleep(5);
        return file;
      });
      return [answer, ...log];
    });
    expect(seen).toEqual(["file", "release file at 5"]);
  });

  it("acquires and releases by programs that wait", () => {
    const seen = run(function* () {
      yield* scope(function* () {
        yield* use(
          function* () {
            yield* sleep(3);
            return "connection";
          },
          function* (connection) {
            yield* sleep(4);
            log.push(`${connection} closed at ${now()}`);
          },
        );
        log.push(`open at ${now()}`);
      });
      return log;
    });
    expect(seen).toEqual(["open at 3", "connection closed at 7"]);
  });

  it("releases in the reverse order of acquiring, each done before the next", () => {
    run(function* () {
      yield* scope(function* () {
        for (const name of ["a", "b", "c"]) {
          yield* use(
            () => name,
            function* () {
              log.push(`${name} begins`);
              yield* sleep(1);
              log.push(`${name} ends`);
            },
          );
        }
      });
    });
    expect(log).toEqual(["c", "b", "a"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it("ends the turn, also where nothing waits: a pending cancellation takes effect there, and nothing is acquired", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().cancel();
      yield* use(
        () => log.push("acquired"),
        () => void log.push("released"),
      );
    });
    scheduler.run();
    expect([task.state, log]).toEqual(["cancelled", []]);
  });

  it("throws what acquiring threw, at that yield, and holds nothing", () => {
    const seen = run(function* () {
      try {
        yield* use(
          () => fails(new Error("no"), 1),
          () => void log.push("released"),
        );
      } catch (error) {
        yield* sleep(1);
        return [(error as Error).message, ...log];
      }
      return "nothing was thrown";
    });
    expect(seen).toEqual(["no"]);
  });

  it("releases what it holds although another release fails; the errors are kept in order", () => {
    const [first, second] = [new Error("first"), new Error("second")];
    const thrown = thrownBy(() =>
      run(function* () {
        yield* use(() => 1, throwing(second));
        yield* use(
          () => 2,
          () => void log.push("between"),
        );
        yield* use(() => 3, throwing(first));
      }),
    );
    expect([thrown, suppressed(thrown), log]).toEqual([first, [second], ["between"]]);
  });

  it("keeps a resource for the child that was born after it, until that is gone", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* use(
        () => "store",
        () => void log.push("store closed"),
      );
      yield* spawn(lingers, log, "writer");
      yield* sleep(100);
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["writer leaves", "writer is gone", "store closed"]);
  });

  it("gives up to a cancel what it acquired while the release goes on after a normal end, and the release ends", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        yield* use(
          () => 1,
          function* () {
            yield* sleep(10);
            log.push("released");
          },
        );
        return "result";
      });
      yield* sleep(5);
      yield* cancel(task);
      return [...log, now(), task.state, task.result];
    });
    expect(seen).toEqual(["released", 10, "done", "result"]);
  });

  it("in a called program is released when that returns", () => {
    run(function* () {
      yield* call(function* () {
        yield* use(
          () => 1,
          () => void log.push("released"),
        );
        yield* sleep(1);
      });
      log.push("after the call");
    });
    expect(log).toEqual(["released", "after the call"]);
  });

  it.each([
    ["acquire", () => use(5 as never, () => {})],
    ["release", () => use(() => 1, 5 as never)],
  ])("throws a TypeError where %s is no function", (what, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(what);
  });

  it("refuses to acquire by an async function, at that yield", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* use(
          (): unknown => Promise.resolve(1),
          () => {},
        );
      }),
    );
    expect(thrown).toBeInstanceOf(TypeError);
    expect((thrown as Error).message).toContain("function*");
  });
});
