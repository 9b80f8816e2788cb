import {
  ensure,
  join,
  Observer,
  pass,
  receive,
  run,
  Scheduler,
  shield,
  sleep,
  spawn,
  suppressed,
  type Task,
  use,
} from "rondo";
import { fails, leavesWith } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let error: Error;

beforeEach(() => {
  error = new Error("the first");
});

describe("F2 errors of the teardown", () => {
  it("are kept under the first one in the order in which they came, and never take its place", () => {
    const [ofYounger, ofElder, ofBody, ofCleanup] = ["younger", "elder", "body", "cleanup"].map(
      (name) => new Error(name),
    );
    const thrown = thrownBy(() =>
      run(function* () {
        yield* ensure(
          function* () {
            yield* spawn(leavesWith, ofElder);
            yield* spawn(fails, error);
            yield* spawn(leavesWith, ofYounger);
            yield* leavesWith(ofBody);
          },
          () => {
            throw ofCleanup;
          },
        );
      }),
    );
    expect(thrown).toBe(error);
    expect(suppressed(thrown)).toEqual([ofYounger, ofElder, ofBody, ofCleanup]);
  });

  it("are kept with an error of the body, too, and those of releases among them", () => {
    const [ofChild, ofRelease] = [new Error("child"), new Error("release")];
    const thrown = thrownBy(() =>
      run(function* () {
        yield* use(
          () => 1,
          () => {
            throw ofRelease;
          },
        );
        yield* spawn(leavesWith, ofChild);
        yield* pass();
        throw error;
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([error, [ofChild, ofRelease]]);
  });

  it("stay with it when a root that failed is joined later, and the joiner fails with it, too", () => {
    const [ofChild, ofJoiner] = [new Error("child"), new Error("joiner")];
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const failed = scheduler.spawn(function* () {
      yield* spawn(leavesWith, ofChild);
      yield* fails(error);
    });
    const joiner = scheduler.spawn(function* () {
      yield* spawn(leavesWith, ofJoiner);
      yield* sleep(10);
      yield* failed;
    });
    scheduler.run();
    expect([failed.error, joiner.error]).toEqual([error, error]);
    expect(suppressed(error)).toEqual([ofChild, ofJoiner]);
  });

  it("stay with it when another root throws the same error, too", () => {
    const under = [new Error("of the first root"), new Error("of the second")];
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    for (const [i, later] of under.entries()) {
      scheduler.spawn(function* () {
        yield* spawn(leavesWith, later);
        yield* fails(error, 1 + i);
      });
    }
    scheduler.run();
    expect(suppressed(error)).toEqual(under);
  });

  it("include what a sibling throws that had an error on its way", () => {
    const late = new Error("late");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, error);
        yield* spawn(fails, late);
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([error, [late]]);
  });
});

describe("F2 a second failure in a scope that is being torn down", () => {
  it("waits for its turn: it wakes nobody, and is kept", () => {
    const second = new Error("second");
    const turns: string[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      yield* spawn(fails, second, 2);
      yield* spawn(lingersFor, 5);
      yield* spawn(fails, error, 1);
      yield* sleep(100);
    });
    scheduler.advance(1.5);
    const observer = new Observer();
    observer.turn = (task) => turns.push(`${task.id} at ${scheduler.now}`);
    scheduler.observe(observer);
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(suppressed(error)).toEqual([second]);
    expect(turns).toEqual(["1.1 at 2", "1.2 at 6", "1 at 6"]);
  });

  it("drops no interrupt that waits for the next wait: it is thrown when the failure has been caught", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* shield(function* () {
          yield* spawn(fails, error, 1);
          yield* receive();
          yield* sleep(10);
        });
      } catch (thrown) {
        log.push(thrown);
      }
      yield* sleep(5);
      log.push("went on");
    });
    scheduler.spawn(function* () {
      yield* sleep(1);
      task.send("an answer");
      log.push(task.interrupt("disturbed"));
    });
    expect(thrownBy(() => scheduler.run())).toBe("disturbed");
    expect(log).toEqual([true, error]);
  });

  function* lingersFor(time: number): Generator<unknown, void> {
    try {
      yield* sleep(100);
    } finally {
      yield* sleep(time);
    }
  }
});

describe("F2 the end of a task", () => {
  it("leaves its scope, then fails it, then answers the joiners that still wait, in the order in which they asked", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    let child: Task | undefined;
    const parent = scheduler.spawn(function* () {
      child = yield* spawn(fails, error, 5);
      try {
        yield* child;
      } catch {
        log.push("the parent's join was answered");
      } finally {
        log.push("the parent is unwound");
      }
    });
    function* joiner(name: string): Generator<unknown, void> {
      try {
        yield* join(child!);
      } catch (thrown) {
        log.push(`${name} ${String(thrown === error)}`);
      }
    }
    scheduler.advance(0);
    for (const name of ["first", "second"]) scheduler.spawn(joiner, name);
    expect(thrownBy(() => scheduler.advance(5))).toBe(error);
    expect(log).toEqual(["the parent is unwound", "first true", "second true"]);
    expect([parent.state, scheduler.tasks()]).toEqual(["failed", []]);
  });

  it("is the same for a sibling's failing finally while another failure is unwound: nothing hangs, the first error wins", () => {
    const [second, third] = [new Error("second"), new Error("third")];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawn(leavesWith, third);
      yield* spawn(leavesWith, second);
      yield* spawn(fails, error);
      yield* sleep(100);
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect([suppressed(error), parent.state, scheduler.leftovers()]).toEqual([[second, third], "failed", []]);
  });
});
