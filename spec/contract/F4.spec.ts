import { join, run, runAsync, Scheduler, sleep, spawn, spawnWith, type Task } from "rondo";
import { fails, leavesWith, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

const [first, second] = [new Error("first"), new Error("second")];

/** Two roots that fail at 1 and at 2, and one that goes on until 3. */
function failing(scheduler = new Scheduler()): { scheduler: Scheduler; other: Task } {
  scheduler.spawn(fails, first, 1);
  scheduler.spawn(fails, second, 2);
  const other = scheduler.spawn(function* () {
    yield* sleep(3);
    return "unharmed";
  });
  return { scheduler, other };
}

describe("F4 a root's failure that no join has seen", () => {
  it("is thrown by step when that turn is over", () => {
    const { scheduler } = failing();
    for (let turn = 0; turn < 3; turn++) expect(scheduler.step()).toBe(true);
    expect(thrownBy(() => scheduler.step())).toBe(first);
    expect(scheduler.now).toBe(1);
    expect(thrownBy(() => scheduler.step())).toBe(second);
    expect([scheduler.step(), scheduler.step()]).toEqual([true, false]);
  });

  it("is thrown by run when that turn is over; other roots are not touched, and run goes on with them", () => {
    const { scheduler, other } = failing();
    expect(thrownBy(() => scheduler.run())).toBe(first);
    expect([scheduler.now, other.state]).toEqual([1, "waiting"]);
    expect(thrownBy(() => scheduler.run())).toBe(second);
    expect([scheduler.now, other.state]).toEqual([2, "waiting"]);
    scheduler.run();
    expect([scheduler.now, other.result]).toEqual([3, "unharmed"]);
  });

  it.each<[string, (scheduler: Scheduler) => void, number]>([
    ["advance", (scheduler) => scheduler.advance(10), 10],
    ["advanceTo", (scheduler) => scheduler.advanceTo(10), 10],
    ["run with until", (scheduler) => scheduler.run({ until: 10 }), 10],
  ])("is thrown by %s when its span is over: several as an AggregateError, in order", (_name, drive, end) => {
    const { scheduler, other } = failing();
    const thrown = thrownBy(() => drive(scheduler));
    expect(thrown).toBeInstanceOf(AggregateError);
    const { errors, message } = thrown as AggregateError;
    expect(errors[0]).toBe(first);
    expect(errors[1]).toBe(second);
    expect(errors).toHaveLength(2);
    expect(message).toContain("Error: first; Error: second");
    expect([scheduler.now, other.result]).toEqual([end, "unharmed"]);
  });

  it.each<[string, (scheduler: Scheduler) => void]>([
    ["advance", (scheduler) => scheduler.advance(1)],
    ["run with until", (scheduler) => scheduler.run({ until: 1.5 })],
  ])("is thrown by %s as it is where it is the only one", (_name, drive) => {
    const { scheduler } = failing();
    expect(thrownBy(() => drive(scheduler))).toBe(first);
  });

  it("is thrown once", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(fails, first);
    expect(thrownBy(() => scheduler.advance(5))).toBe(first);
    scheduler.advance(5);
    scheduler.run();
    scheduler.close();
    expect([task.state, task.error]).toEqual(["failed", first]);
  });

  it.each([
    ["undefined", undefined],
    ["a string", "no"],
  ])("is thrown where it is %s, too", (_what, value) => {
    const scheduler = new Scheduler();
    scheduler.spawn(fails, value);
    expect(thrownBy(() => scheduler.run())).toBe(value);
  });

  it("is thrown by close, with those of its own teardown, youngest root first", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(leavesWith, first);
    scheduler.spawn(leavesWith, second);
    scheduler.advance(0);
    expect((thrownBy(() => scheduler.close()) as AggregateError).errors).toEqual([second, first]);
    expect(scheduler.tasks()).toEqual([]);
  });

  it("is thrown by the call that drove, though a daemon root failed", () => {
    const scheduler = new Scheduler();
    scheduler.spawnWith({ daemon: true }, fails, first);
    scheduler.spawn(stays, [], "other");
    expect(thrownBy(() => scheduler.run())).toBe(first);
  });

  it("is taken by an error listener, which hears the error and the task", () => {
    const { scheduler, other } = failing();
    const heard: unknown[] = [];
    scheduler.on("error", (error, task) => heard.push([error, task?.id]));
    scheduler.run();
    expect(heard).toEqual([
      [first, "1"],
      [second, "2"],
    ]);
    expect(other.result).toBe("unharmed");
  });

  it("is thrown again once that listener is taken off", () => {
    const { scheduler } = failing();
    const heard: unknown[] = [];
    const off = scheduler.on("error", (error) => heard.push(error));
    scheduler.advance(1);
    off();
    expect(thrownBy(() => scheduler.advance(1))).toBe(second);
    expect(heard).toEqual([first]);
  });

  it("is not reported where a join has seen it, of another root, for instance", () => {
    const scheduler = new Scheduler();
    const root = scheduler.spawn(fails, first);
    const joiner = scheduler.spawn(function* () {
      try {
        yield* join(root);
      } catch (error) {
        return error;
      }
      return "nothing";
    });
    scheduler.run();
    expect(joiner.result).toBe(first);
  });

  it("is the joiner's own failure where it lets it out: thrown once, as the same object", () => {
    const scheduler = new Scheduler();
    const root = scheduler.spawn(fails, first);
    scheduler.spawn(function* () {
      yield* root;
    });
    expect(thrownBy(() => scheduler.advance(5))).toBe(first);
  });
});

describe("F4 the program given to run or runAsync", () => {
  it("always throws: the very error, when its cleanup is done", () => {
    const log: string[] = [];
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(stays, log, "child");
        yield* sleep(1);
        throw first;
      }),
    );
    expect([thrown, log]).toEqual([first, ["child leaves"]]);
  });

  it.each(["real", "virtual"] as const)(
    "rejects the promise of runAsync with the very error, in %s time",
    async (time) => {
      const outcome = runAsync(() => fails(second, 1), { time }).catch((error: unknown) => error);
      expect(await outcome).toBe(second);
    },
  );

  it("throws the failure of a supervised child that nobody joins, after it has cleaned up the rest", () => {
    const log: string[] = [];
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawnWith({ supervised: true }, fails, first);
        yield* stays(log, "main");
      }),
    );
    expect([thrown, log]).toEqual([first, ["main leaves"]]);
  });
});
