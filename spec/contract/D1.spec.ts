import { EventEmitter } from "node:events";
import {
  cancel,
  DeadlockError,
  ensure,
  join,
  on,
  OutsideWaitError,
  receive,
  run,
  runAsync,
  Scheduler,
  send,
  sleep,
  spawn,
  spawnWith,
  suspend,
  wait,
} from "rondo";
import { thrownBy } from "../support/thrown.js";

function* receives(): Generator<unknown, unknown> {
  return yield* receive();
}

function* waitsOutside(): Generator<unknown, void> {
  yield* suspend(function theUser() {});
}

/** The error with which a run stands still. */
function standstill(scheduler: Scheduler): DeadlockError {
  const error = thrownBy(() => scheduler.run());
  expect(error).toBeInstanceOf(DeadlockError);
  return error as DeadlockError;
}

/** A scheduler with one blocked task of each kind. */
function blockedInAllWays(): Scheduler {
  const scheduler = new Scheduler();
  const full = scheduler.spawnWith({ name: "full", mailbox: 1 }, function* () {
    yield* receive({ match: () => false });
  });
  full.send("unread");
  scheduler.spawn(function* sender() {
    yield* send(full, "no room");
  });
  scheduler.spawn(function* parent() {
    yield* spawnWith({ name: "child" }, receives);
    yield* spawnWith({ name: "daemon", daemon: true }, receives);
  });
  scheduler.spawn(function* joiner() {
    yield* join(full);
  });
  return scheduler;
}

describe("D1 run to the end, with tasks left that nothing can wake", () => {
  it("throws a DeadlockError that lists each blocked task, what it waits for, and who could wake it", () => {
    const error = standstill(blockedInAllWays());
    expect(error.blocked).toEqual([
      "full 1 waits for receive({ match })",
      'sender 2 waits for send(full 1, "no room"); could be woken by full 1',
      "parent 3 waits for its children to end; could be woken by child 3.1",
      "child 3.1 < parent 3 waits for receive()",
      "daemon 3.2 < parent 3 (daemon) waits for receive()",
      "joiner 4 waits for join(full 1); could be woken by full 1",
    ]);
    expect(
      error.message
        .split("\n")
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual(error.blocked);
    expect([error.message.split("\n")[0], error.cycle]).toEqual([
      "Deadlock: 6 tasks wait and nothing can wake them:",
      [],
    ]);
  });

  it("leaves everything as it was: whoever can end the wait may, and the run goes on", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(receives);
    standstill(scheduler);
    standstill(scheduler);
    expect([task.state, task.waitingFor]).toEqual(["waiting", "receive()"]);
    task.send("at last");
    scheduler.run();
    expect(task.result).toBe("at last");
  });

  it("cleans up first, where the program was given to run", () => {
    const log: string[] = [];
    const error = thrownBy(() =>
      run(function* () {
        yield* ensure(receives, function* () {
          yield* sleep(5);
          log.push("cleaned up");
        });
      }),
    );
    expect([error, log]).toEqual([expect.any(DeadlockError), ["cleaned up"]]);
  });

  it.each(["real", "virtual"] as const)("rejects a runAsync in %s time", async (time) => {
    await expect(runAsync(receives, { time })).rejects.toBeInstanceOf(DeadlockError);
  });
});

describe("D1 is no deadlock", () => {
  it("as long as a timer is set, of a daemon, too", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(receives);
    scheduler.spawnWith({ daemon: true }, function* () {
      yield* sleep(5);
      task.send("woken");
    });
    scheduler.run();
    expect(task.result).toBe("woken");
  });

  it("when none but daemons are left: they are cancelled, however they wait", () => {
    const scheduler = new Scheduler();
    const daemons = [receives, waitsOutside].map((program) => scheduler.spawnWith({ daemon: true }, program));
    scheduler.spawn(() => sleeps(1));
    scheduler.run();
    expect(daemons.map((task) => task.state)).toEqual(["cancelled", "cancelled"]);
  });

  it("but is one when a daemon that is being ended can never end its cleanup", () => {
    const scheduler = new Scheduler();
    scheduler.spawnWith({ daemon: true, name: "daemon" }, function* () {
      yield* ensure(receives, function* () {
        yield* receive();
      });
    });
    scheduler.spawn(() => sleeps(1));
    expect(standstill(scheduler).blocked).toEqual(["daemon 1 (daemon) waits for receive()"]);
  });

  it("a subscription is no outside wait: it neither stops virtual time nor keeps a run from being a deadlock", async () => {
    const emitter = new EventEmitter();
    function* subscriber(): Generator<unknown, unknown> {
      const events = yield* on(emitter, "never");
      return yield* events.next();
    }
    const scheduler = new Scheduler();
    scheduler.spawn(subscriber);
    scheduler.spawn(() => sleeps(1000));
    const { blocked } = standstill(scheduler);
    expect([scheduler.now, blocked.length]).toEqual([1000, 1]);
    const slept = jest.fn();
    const result = runAsync(
      function* () {
        const task = yield* spawn(subscriber);
        yield* sleep(1000);
        slept();
        yield* cancel(task);
        return "over";
      },
      { time: "virtual" },
    );
    await expect(result).resolves.toBe("over");
    expect(slept).toHaveBeenCalledTimes(1);
  });

  it("a listener that is subscribed keeps nothing going, and stops no virtual time", () => {
    const scheduler = new Scheduler();
    scheduler.on("emission", () => {});
    scheduler.on("error", () => {});
    scheduler.spawn(() => sleeps(1000));
    scheduler.run();
    expect(scheduler.now).toBe(1000);
    scheduler.spawn(receives);
    standstill(scheduler);
  });

  it("to drive by step, advance or run({ until }): a frame loop may wait for the player", () => {
    const drives: ((scheduler: Scheduler) => unknown)[] = [
      (scheduler) => scheduler.advance(5),
      (scheduler) => scheduler.advanceTo(10),
      (scheduler) => scheduler.run({ until: 20 }),
    ];
    const scheduler = blockedInAllWays();
    scheduler.spawn(waitsOutside);
    while (scheduler.step());
    const before = scheduler.tree();
    for (const drive of drives) drive(scheduler);
    expect([scheduler.step(), scheduler.now, scheduler.idle, scheduler.tree()]).toEqual([false, 20, true, before]);
  });
});

describe("D1 run, with nothing but outside waits left", () => {
  it("throws an OutsideWaitError that names runAsync and lists who waits for what", () => {
    const scheduler = new Scheduler();
    scheduler.spawnWith({ name: "ui" }, waitsOutside);
    scheduler.spawnWith({ name: "other" }, receives);
    scheduler.spawn(() => sleeps(3));
    const error = thrownBy(() => scheduler.run()) as Error;
    expect(error).toBeInstanceOf(OutsideWaitError);
    expect(error.message).toMatch(/run does not wait for it\. Use runAsync/);
    expect(error.message.split("\n").slice(1)).toEqual([
      "  ui 1 waits for suspend(theUser)",
      "  other 2 waits for receive()",
    ]);
    expect([scheduler.now, scheduler.tasks().length]).toEqual([3, 2]);
  });

  it("goes on once the outside has answered", () => {
    const scheduler = new Scheduler();
    let answer = (_: string): void => {};
    const task = scheduler.spawn(function* () {
      return yield* suspend<string>((resolve) => void (answer = resolve));
    });
    expect(() => scheduler.run()).toThrow(OutsideWaitError);
    answer("here");
    scheduler.run();
    expect(task.result).toBe("here");
  });

  it("counts a promise that is waited for as the outside, which run does not wait for", () => {
    expect(() => run(() => waitsFor(Promise.resolve()))).toThrow(OutsideWaitError);
  });

  it("cleans up first, where the program was given to run, and stops the outside wait", () => {
    const dispose = jest.fn();
    expect(() =>
      run(function* () {
        yield* suspend(() => dispose);
      }),
    ).toThrow(OutsideWaitError);
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});

function* waitsFor(promise: Promise<unknown>): Generator<unknown, unknown> {
  return yield* wait(promise);
}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}
