import { cancel, join, pass, run, Scheduler, sleep, spawn, spawnWith, type Task } from "rondo";
import { fails, leavesWith, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let error: Error;
let reported: [unknown, string | undefined][];

beforeEach(() => {
  error = new Error("of the supervised child");
  reported = [];
});

/** A scheduler that writes down what it reports as failures. */
function listening(): Scheduler {
  const scheduler = new Scheduler();
  scheduler.on("error", (thrown, task) => reported.push([thrown, task?.id]));
  return scheduler;
}

describe("F3 a supervised child", () => {
  it("keeps its failure to itself: its parent, its siblings and their waits go on", () => {
    const log: string[] = [];
    const scheduler = listening();
    const parent = scheduler.spawn(function* () {
      yield* spawn(stays, log, "sibling");
      yield* spawnWith({ supervised: true }, fails, error);
      yield* sleep(50);
      return "unharmed";
    });
    scheduler.run();
    expect([parent.state, parent.result, log]).toEqual(["done", "unharmed", ["sibling stayed", "sibling leaves"]]);
  });

  it("gives its failure to the join that waits for it, and it is reported nowhere else", () => {
    const scheduler = listening();
    const parent = scheduler.spawn(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, error);
      try {
        return yield* join(child);
      } catch (thrown) {
        return thrown;
      }
    });
    scheduler.run();
    expect([parent.result, reported]).toEqual([error, []]);
  });

  it("gives it to every join, waiting or late, as the same object", () => {
    const caught = run(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, error);
      const seen: unknown[] = [];
      const joiner = yield* spawn(function* () {
        seen.push(yield* outcome(child));
      });
      seen.push(yield* outcome(child));
      yield* joiner;
      seen.push(yield* outcome(child));
      return seen;
    });
    expect(caught).toHaveLength(3);
    for (const each of caught) expect(each).toBe(error);
  });

  it("fails its own scope and unwinds its own children all the same", () => {
    const log: string[] = [];
    const scheduler = listening();
    const root = scheduler.spawn(function* () {
      yield* spawnWith({ supervised: true }, function* () {
        yield* spawn(stays, log, "grandchild");
        yield* spawn(fails, error);
      });
    });
    scheduler.run();
    expect([root.state, log, reported]).toEqual(["done", ["grandchild leaves"], [[error, "1.1"]]]);
  });
});

describe("F3 a failure that no join waits for when its turn is over", () => {
  it("is reported once, with its task, before any other task has a turn", () => {
    const log: string[] = [];
    const scheduler = listening();
    scheduler.on("error", () => log.push("reported"));
    scheduler.spawn(function* () {
      yield* spawnWith({ supervised: true }, fails, error, 5);
      yield* sleep(5);
      log.push("next turn");
    });
    scheduler.run();
    expect(reported).toEqual([[error, "1.1"]]);
    expect(log).toEqual(["reported", "next turn"]);
  });

  it("is seen by a later join all the same, and not reported again", () => {
    const scheduler = listening();
    const parent = scheduler.spawn(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, error);
      yield* sleep(5);
      return yield* outcome(child);
    });
    scheduler.run();
    expect([parent.result, reported]).toEqual([error, [[error, "1.1"]]]);
  });

  it("is thrown by the host call where nobody listens, as the failure of a root is", () => {
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawnWith({ supervised: true }, fails, error);
      yield* sleep(5);
      return "unharmed";
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(parent.state).toBe("waiting");
    scheduler.run();
    expect([parent.state, parent.result]).toEqual(["done", "unharmed"]);
  });

  it("is reported where the join was withdrawn before", () => {
    const scheduler = listening();
    scheduler.spawn(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, error, 9);
      const joiner = yield* spawn(outcome, child);
      yield* sleep(5);
      yield* cancel(joiner);
    });
    scheduler.run();
    expect(reported).toEqual([[error, "1.1"]]);
  });

  it("is reported where the child failed while it was cancelled, and whoever cancelled it goes on", () => {
    const scheduler = listening();
    const parent = scheduler.spawn(function* () {
      const child = yield* spawnWith({ supervised: true }, leavesWith, error);
      yield* pass();
      return yield* cancel(child);
    });
    scheduler.run();
    expect([parent.state, reported]).toEqual(["done", [[error, "1.1"]]]);
  });

  it("is reported once a failure, not once an error object", () => {
    const scheduler = listening();
    scheduler.spawn(function* () {
      for (let left = 2; left > 0; left--) yield* spawnWith({ supervised: true }, fails, error);
    });
    scheduler.run();
    expect(reported).toEqual([
      [error, "1.1"],
      [error, "1.2"],
    ]);
  });

  it("is none where the child was cancelled", () => {
    const scheduler = listening();
    scheduler.spawn(function* () {
      yield* spawnWith({ supervised: true, daemon: true }, stays, [], "child");
      yield* pass();
    });
    scheduler.run();
    expect(reported).toEqual([]);
  });
});

/** What joining a task throws. */
function* outcome(task: Task): Generator<unknown, unknown> {
  try {
    yield* join(task);
    return "nothing was thrown";
  } catch (thrown) {
    return thrown;
  }
}
