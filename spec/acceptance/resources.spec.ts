import {
  all,
  call,
  now,
  race,
  run,
  Scheduler,
  scope,
  sleep,
  spawn,
  spawnWith,
  start,
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
