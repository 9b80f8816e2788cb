import { call, ensure, pass, run, Scheduler, shield, sleep, spawn, suppressed, use, type Program } from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let ofBody: Error;
let ofCleanup: Error;

beforeEach(() => {
  log = [];
  ofBody = new Error("of the body");
  ofCleanup = new Error("of the cleanup");
});

const nothing: Program = function* () {};

/** A resource that writes down when it goes. */
function held(name: string, waits = 1): ReturnType<typeof use> {
  return use(
    function* () {
      yield* pass();
      log.push(`${name} is here`);
      return name;
    },
    function* (value) {
      log.push(`${value} goes`);
      for (let left = waits; left > 0; left--) yield* sleep(1);
      log.push(`${value} is gone`);
    },
  );
}

describe("E2 use holds until the innermost frame or scope ends", () => {
  it("a frame: that of call, of ensure, of a yielded generator", () => {
    function* uses(name: string): Generator<unknown, void> {
      yield* held(name);
      log.push(`${name} in use`);
    }
    run(function* () {
      yield* call(uses, "a");
      yield* ensure(() => uses("b"), nothing);
      yield uses("c");
      log.push("end");
    });
    const each = ["a", "b", "c"].flatMap((name) => [
      `${name} is here`,
      `${name} in use`,
      `${name} goes`,
      `${name} is gone`,
    ]);
    expect(log).toEqual([...each, "end"]);
  });

  it("a scope: that of a shield, of a cleanup, of the task's body", () => {
    function* uses(name: string): Generator<unknown, void> {
      yield* held(name);
      log.push(`${name} in use`);
    }
    run(function* () {
      yield* held("the body's");
      yield* shield(() => uses("the shield's"));
      yield* ensure(nothing, () => uses("the cleanup's"));
      log.push("end");
    });
    expect(log.filter((line) => !line.endsWith("here") && !line.endsWith("gone"))).toEqual([
      ...["the shield's in use", "the shield's goes", "the cleanup's in use", "the cleanup's goes"],
      ...["end", "the body's goes"],
    ]);
  });

  it("but not the end of an inlined helper, which Rondo cannot see", () => {
    function* helper(): Generator<unknown, void> {
      yield* held("it");
    }
    run(function* () {
      yield* helper();
      log.push("after the helper");
    });
    expect(log).toEqual(["it is here", "after the helper", "it goes", "it is gone"]);
  });

  it.each<[string, Program, string[]]>([
    ["returns", nothing, ["end"]],
    ["throws", () => fails(ofBody), ["caught", "end"]],
  ])("and goes before what called it goes on, where it %s", (_how, end, after) => {
    run(function* () {
      try {
        yield* call(function* () {
          yield* held("it");
          yield* call(end);
        });
      } catch {
        log.push("caught");
      }
      log.push("end");
    });
    expect(log).toEqual(["it is here", "it goes", "it is gone", ...after]);
  });

  it("goes with an error of the body first, and its own suppressed under it", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* use(
          () => 1,
          () => fails(ofCleanup),
        );
        yield* fails(ofBody);
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([ofBody, [ofCleanup]]);
  });

  it("holds nothing where acquiring failed or was cancelled", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* use(
          () => fails(ofBody, 0),
          () => void log.push("released what failed"),
        );
      } catch (error) {
        log.push((error as Error).message);
      }
      yield* use(
        () => stays(log, "acquiring"),
        () => void log.push("released what was cancelled"),
      );
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["of the body", "acquiring leaves"], "cancelled"]);
  });

  it("holds what was acquired in the turn in which the task is cancelled, and gives it back", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* held("it");
      yield* sleep(5);
      log.push("went on");
    });
    while (log.length === 0) scheduler.step();
    task.cancel();
    scheduler.run();
    expect(log).toEqual(["it is here", "it goes", "it is gone"]);
  });
});

describe("E2 releases and children", () => {
  function* family(): Generator<unknown, void> {
    yield* spawn(lingers, log, "first");
    yield* held("second");
    yield* spawn(lingers, log, "third");
    yield* held("fourth");
    yield* spawn(lingers, log, "fifth");
    log.length = 0;
    yield* stays(log, "body");
  }

  it("go in one reverse order of birth, when the task is cancelled; a resource outlives the body that holds it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(family);
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect(log.filter((line) => /leaves|goes/.test(line))).toEqual([
      "fifth leaves",
      "body leaves",
      "fourth goes",
      "third leaves",
      "second goes",
      "first leaves",
    ]);
    expect(log.at(-1)).toBe("first is gone");
  });

  it("go in the same order when the body fails, and when daemons and resources are left at a normal end", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* held("first");
        yield* spawn(lingers, log, "second");
        yield* held("third");
        yield* sleep(1);
        throw ofBody;
      }),
    );
    expect(thrown).toBe(ofBody);
    expect(log.filter((line) => /leaves|goes/.test(line))).toEqual(["third goes", "second leaves", "first goes"]);
  });

  it("each wait for the one before: one release is done before the next thing goes", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* held("a", 2);
      yield* held("b", 2);
      yield* stays(log, "body");
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect(log.slice(-5)).toEqual(["body leaves", "b goes", "b is gone", "a goes", "a is gone"]);
    expect(scheduler.now).toBe(4);
  });
});
