import {
  CancelledError,
  runAsync,
  Scheduler,
  sleep,
  spawn,
  spawnWith,
  toPromise,
  wait,
  type Task,
} from "../../lib/index.js";
import { eventLoop, raise } from "../support/outside.js";
import { outcome } from "../support/outcome.js";
import { recordEvents } from "../support/record.js";

const error = new Error("broken");

afterEach(eventLoop);

function* naps(result: string): Generator<unknown, string> {
  yield* sleep(10);
  return result;
}

function* fails(): Generator<unknown, never> {
  yield* sleep(10);
  throw error;
}

describe("toPromise", () => {
  it("is fulfilled with the result of the task, when somebody has driven the scheduler so far", async () => {
    const scheduler = new Scheduler();
    const result = outcome(toPromise(scheduler.spawn(naps, "done")));
    await eventLoop();
    scheduler.advance(9);
    await eventLoop();
    expect([result.state, scheduler.now]).toEqual(["pending", 9]);
    scheduler.advance(1);
    await eventLoop();
    expect(result.state).toEqual({ value: "done" });
  });

  it("is rejected with the very error of a task that fails, and counts as a join: nobody else is told", async () => {
    const scheduler = new Scheduler();
    const events = recordEvents(scheduler, "error");
    const result = toPromise(scheduler.spawn(fails));
    scheduler.run();
    await expect(result).rejects.toBe(error);
    expect(events).toEqual([]);
  });

  it("is rejected with a CancelledError that has the reason of the cancellation", async () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(naps, "never");
    const result = toPromise(task);
    task.cancel("enough");
    scheduler.run();
    await expect(result).rejects.toThrow(CancelledError);
    await expect(result).rejects.toMatchObject({ reason: "enough" });
  });

  it.each<[string, (scheduler: Scheduler, task: Task) => void, unknown]>([
    ["is closed", (scheduler) => scheduler.close(), { error: expect.any(CancelledError) as unknown }],
    ["never goes on", () => {}, "pending"],
  ])("of a scheduler that %s", async (_, act, state) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(naps, "never");
    const result = outcome(toPromise(task));
    scheduler.advance(1);
    act(scheduler, task);
    await eventLoop();
    expect(result.state).toEqual(state);
  });

  it("of a task that is given up is rejected with a CancelledError", async () => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const task = scheduler.spawn(function* () {
      try {
        yield* sleep(10);
      } finally {
        yield* sleep(100);
      }
    });
    const result = toPromise(task);
    scheduler.advance(1);
    task.cancel("enough", { within: 5 });
    scheduler.advance(50);
    await expect(result).rejects.toThrow(CancelledError);
  });

  it("takes tasks that have ended", async () => {
    const scheduler = new Scheduler();
    const [done, cancelled] = [scheduler.spawn(naps, "done"), scheduler.spawn(naps, "never")];
    const failed = scheduler.spawn(fails);
    cancelled.cancel();
    expect(() => scheduler.run()).toThrow(error);
    scheduler.run();
    await expect(toPromise(done)).resolves.toBe("done");
    await expect(toPromise(failed)).rejects.toBe(error);
    await expect(toPromise(cancelled)).rejects.toThrow(CancelledError);
  });

  it("may be asked for more than once, and of children: their scope still fails with them", async () => {
    const scheduler = new Scheduler();
    let promises: Promise<unknown>[] = [];
    const parent = scheduler.spawn(function* () {
      const child = yield* spawn(fails);
      promises = [toPromise(child), toPromise(child)];
      yield* sleep(100);
    });
    const whole = toPromise(parent);
    scheduler.run();
    for (const promise of [...promises, whole]) await expect(promise).rejects.toBe(error);
    expect(scheduler.now).toBe(10);
  });

  it("counts as a join of a supervised child", async () => {
    const scheduler = new Scheduler();
    const events = recordEvents(scheduler, "error");
    let promise: Promise<unknown> | undefined;
    scheduler.spawn(function* () {
      promise = toPromise(yield* spawnWith({ supervised: true }, fails));
    });
    scheduler.run();
    await expect(promise).rejects.toBe(error);
    expect(events).toEqual([]);
  });

  it("changes nothing in the order of turns", () => {
    const orders = [false, true].map((asked) => {
      const scheduler = new Scheduler();
      const log: string[] = [];
      for (const name of ["a", "b", "c"]) {
        const task = scheduler.spawn(function* () {
          yield* sleep(1);
          log.push(name);
        });
        scheduler.spawn(function* () {
          yield* task;
          log.push(`joined ${name}`);
        });
        if (asked) void toPromise(task);
      }
      scheduler.run();
      return log;
    });
    expect(orders[1]).toEqual(orders[0]);
  });

  it("can be waited for by a task, of another scheduler, too", async () => {
    const other = new Scheduler();
    const task = other.spawn(naps, "from there");
    setImmediate(() => other.run());
    await expect(
      runAsync(function* () {
        return yield* wait(toPromise(task));
      }),
    ).resolves.toBe("from there");
  });

  it("refuses what is no task, at the call", () => {
    expect(() => toPromise(5 as never)).toThrow(TypeError);
    expect(() => toPromise({ then: raise } as never)).toThrow(/^toPromise: /);
  });
});
