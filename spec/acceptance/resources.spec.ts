import {
  all,
  call,
  ensure,
  now,
  pass,
  race,
  run,
  Scheduler,
  scope,
  self,
  sleep,
  spawn,
  spawnWith,
  start,
  suppressed,
  suspend,
  timeout,
  use,
  type Program,
  type Ready,
} from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

/** A resource that opens and closes in a while, and says so. */
function resource(name: string, ms = 1): Iterable<unknown, string, unknown> {
  return use(
    function* () {
      yield* sleep(ms);
      log.push(`open ${name}`);
      return name;
    },
    function* (held: string) {
      yield* sleep(ms);
      log.push(`close ${held}`);
    },
  );
}

/** A resource with a task of its own that keeps it going. */
function* connection(): Generator<unknown, { alive: boolean }, unknown> {
  const state = { alive: false };
  yield* spawnWith({ daemon: true }, function* () {
    yield* sleep(5);
    state.alive = true;
    yield* stays(log, "keeper");
  });
  return yield* use(
    () => state,
    (held) => {
      held.alive = false;
      log.push("closed");
    },
  );
}

describe("a resource", () => {
  it("with a task of its own lives with whoever uses it, and ends with the scope: the resource before its keeper", () => {
    const seen = run(function* () {
      const state = yield* scope(function* () {
        const held = yield* connection();
        log.push(`at first ${held.alive}`);
        yield* sleep(10);
        log.push(`then ${held.alive}`);
        return held;
      });
      return state.alive;
    });
    expect([seen, log]).toEqual([false, ["at first false", "then true", "closed", "keeper leaves"]]);
  });

  it("that fails to open is an error where it is asked for, and opens nothing", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() => use(throwing(boom), () => void log.push("closed")));
      return [caught, ...log];
    });
    expect(seen).toEqual([boom]);
  });

  it("whose opening is cancelled half way is not closed: what it held itself so far is", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      does(() =>
        use(
          function* () {
            yield* resource("part");
            yield* sleep(10);
            return "whole";
          },
          () => void log.push("close whole"),
        ),
      ),
    );
    scheduler.advance(5);
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["open part", "close part"]);
  });

  it("that is built of others closes before them", () => {
    run(() =>
      does(() =>
        scope(function* () {
          yield* resource("a");
          yield* resource("b");
          yield* resource("c");
        }),
      ),
    );
    expect(log).toEqual(["open a", "open b", "open c", "close c", "close b", "close a"]);
  });

  it.each<[string, Program]>([
    ["a return", () => sleeps(1)],
    ["an error of the body", () => fails(new Error("of the body"))],
    ["an error of a child", () => does(() => scope(() => does(() => spawn(fails, new Error("of a child")))))],
    ["a time-out", () => does(() => timeout(1, () => stays([], "")))],
    ["a lost race", () => does(() => race([() => fails(new Error("won")), () => stays([], "")]))],
  ])("is closed once after %s, before the scope's end is told", (_what, body) => {
    run(function* () {
      try {
        yield* scope(function* () {
          yield* resource("it");
          yield* call(body);
        });
      } catch {
        log.push("caught");
      }
      log.push("out");
    });
    expect(log.filter((line) => line !== "caught")).toEqual(["open it", "close it", "out"]);
    expect(log.at(-1)).toBe("out");
  });

  it("that is cancelled while it closes closes all the same", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* scope(() => does(() => resource("it", 5)));
      yield* sleep(1);
      log.push("went on");
    });
    scheduler.advance(7);
    task.cancel();
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([["open it", "close it"], "cancelled", 10]);
  });

  it("in a branch of a group is closed with that branch, whatever the others do", () => {
    const seen = run(function* () {
      yield* all({
        short: () => does(() => resource("short")),
        long: () => does(() => call(() => sleeps(10))),
      });
      return now();
    });
    expect([seen, log]).toEqual([10, ["open short", "close short"]]);
  });

  it("of a service is closed when the service is stopped, and the starter knows it was open", () => {
    run(function* () {
      const { task, value } = yield* start(function* (ready: Ready<string>) {
        ready(yield* resource("port"));
        yield* sleep(1000);
      });
      log.push(`ready: ${value}`);
      task.cancel();
      yield* caughtBy(() => task);
      log.push("stopped");
    });
    expect(log).toEqual(["open port", "ready: port", "close port", "stopped"]);
  });
});

describe("errors of opening, using and closing", () => {
  const using = (acquire: () => unknown, body: Program, release: () => void): Iterable<unknown, unknown, unknown> =>
    scope(function* () {
      yield* use(acquire, release);
      yield* call(body);
    });

  it("in opening alone: that one, and nothing is closed", () => {
    const closes = (): void => void log.push("closed");
    expect(run(() => caughtBy(() => using(throwing(boom), () => sleeps(1), closes)))).toBe(boom);
    expect(log).toEqual([]);
  });

  it("in using alone: that one, after closing", () => {
    const closes = (): void => void log.push("closed");
    expect(
      run(() =>
        caughtBy(() =>
          using(
            () => 1,
            () => fails(boom),
            closes,
          ),
        ),
      ),
    ).toBe(boom);
    expect(log).toEqual(["closed"]);
  });

  it("in closing alone: that one, though the body had a result", () => {
    expect(
      run(() =>
        caughtBy(() =>
          using(
            () => 1,
            () => sleeps(1),
            throwing(boom),
          ),
        ),
      ),
    ).toBe(boom);
  });

  it("in both: that of using, with that of closing under it", () => {
    const inClosing = new Error("in closing");
    const caught = run(() =>
      caughtBy(() =>
        using(
          () => 1,
          () => fails(boom),
          throwing(inClosing),
        ),
      ),
    );
    expect([caught, suppressed(caught)]).toEqual([boom, [inClosing]]);
  });

  it("in three cleanups inside each other: the innermost, the others under it in order", () => {
    const errors = ["inner", "middle", "outer"].map((name) => new Error(name));
    const nested = errors.reduce<Program>(
      (body, error) => () => does(() => ensure(body, throwing(error))),
      () => sleeps(1),
    );
    const caught = run(() => caughtBy(() => call(nested)));
    expect([caught, suppressed(caught)]).toEqual([errors[0], errors.slice(1)]);
  });

  it("that a cleanup catches itself are nobody else's", () => {
    const seen = run(function* () {
      return yield* ensure(
        () => sleeps(1, "result"),
        function* () {
          log.push(String(yield* caughtBy(() => fails(boom))));
        },
      );
    });
    expect([seen, log]).toEqual(["result", ["Error: boom"]]);
  });

  it("in a child of a cleanup are the cleanup's own, and its other children are gone first", () => {
    const seen = run(() =>
      caughtBy(() =>
        ensure(
          () => sleeps(1),
          function* () {
            yield* spawn(lingers, log, "helper");
            yield* spawn(fails, boom, 1);
            yield* sleep(100);
          },
        ),
      ),
    );
    expect([seen, log]).toEqual([boom, ["helper leaves", "helper is gone"]]);
  });
});

describe("a disposer of an outside wait", () => {
  it("that throws when the answer has come takes the place of the answer", () => {
    const seen = run(() =>
      caughtBy(() =>
        suspend((resolve) => {
          resolve();
          return throwing(boom);
        }),
      ),
    );
    expect(seen).toBe(boom);
  });

  it("that throws when the answer was an error is kept under that", () => {
    const late = new Error("late");
    const seen = run(() =>
      caughtBy(() =>
        suspend((_resolve, reject) => {
          reject(boom);
          return throwing(late);
        }),
      ),
    );
    expect([seen, suppressed(seen)]).toEqual([boom, [late]]);
  });

  it("that throws while its task is cancelled stops nothing: cleanups run, and the task ends failed with it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "child");
      yield* ensure(
        () => does(() => suspend(() => throwing(boom))),
        () => void log.push("cleanup"),
      );
    });
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(boom);
    expect([task.state, log]).toEqual(["failed", ["child leaves", "child is gone", "cleanup"]]);
  });

  it("that cancels its own task does so once the answer was given", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const me = self();
      log.push(
        yield* suspend<string>((resolve) => {
          resolve("answer");
          return () => me.cancel();
        }),
      );
      yield* pass();
      log.push("went on");
    });
    scheduler.run();
    expect([log, task.state]).toEqual([["answer"], "cancelled"]);
  });
});

it("a parent's cleanup finds its children gone and its resources open", () => {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(function* () {
    yield* resource("store", 0);
    const child = yield* spawn(lingers, log, "child");
    try {
      yield* sleep(100);
    } finally {
      log.push(`child ${child.state}`);
    }
  });
  scheduler.advance(1);
  task.cancel();
  scheduler.run();
  expect(log).toEqual(["open store", "child leaves", "child is gone", "child cancelled", "close store"]);
  expect(thrownBy(() => run(() => leavesWith(boom)))).toBe(boom);
});
