import { call, ensure, pass, receive, Scheduler, send, shield, sleep, spawn, spawnWith, suspend, use } from "rondo";
import type { Task } from "rondo";
import { stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

describe("C3 an answer already on its way", () => {
  it("is delivered first: a message that was handed over is received, and can be given back", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const message = yield* receive();
      log.push(message);
      try {
        yield* pass();
        log.push("went on");
      } finally {
        log.push("gave it back");
      }
    });
    scheduler.advance(0);
    task.send("a permit");
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["a permit", "gave it back"], "cancelled"]);
  });

  it("may be an error, which is thrown, and can be caught", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    let answer: (error: unknown) => void = () => {};
    const task = scheduler.spawn(function* () {
      try {
        yield* suspend((_resolve, reject) => void (answer = reject));
      } catch (error) {
        log.push(error);
      }
      yield* pass();
      log.push("went on");
    });
    scheduler.advance(0);
    answer("refused");
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["refused"], "cancelled"]);
  });

  it.each<[string, (log: string[], other: Task) => Iterable<unknown, unknown, unknown>]>([
    ["a sleep", () => sleep(50)],
    ["a spawn", (log) => spawn(stays, log, "child")],
    ["a send", (_log, other) => send(other, "message")],
    ["a suspend", (log) => suspend(() => void log.push("started"))],
    ["a receive", () => receive()],
    [
      "a use",
      (log) =>
        use(
          () => log.push("acquired"),
          () => {},
        ),
    ],
  ])("is followed by %s, which is not carried out", (what, wait) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const other = scheduler.spawn(function* () {
      log.push(String(yield* receive()));
    });
    const task = scheduler.spawn(function* () {
      yield* receive();
      yield* wait(log, other);
      log.push("went on");
    });
    scheduler.advance(0);
    for (const message of ["first", "second"]) task.send(message);
    task.cancel();
    scheduler.advance(100);
    expect([what, log, task.state, task.unread, other.state]).toEqual([what, [], "cancelled", 1, "waiting"]);
  });

  it("lets the task enter frames before the next wait: what it was given is in the hands of its cleanup", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const permit = yield* receive<string>();
      yield* call(function* () {
        yield* ensure(
          function* () {
            log.push(`works with ${permit}`);
            yield* pass();
            log.push("went on");
          },
          () => void log.push(`gives ${permit} back`),
        );
      });
    });
    scheduler.advance(0);
    task.send("a permit");
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["works with a permit", "gives a permit back"], "cancelled"]);
  });

  it("lets the task leave frames before the next wait", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      log.push(yield* call(() => receives()));
      yield* pass();
      log.push("went on");
    });
    scheduler.advance(0);
    task.send("a permit");
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["a permit"], "cancelled"]);
  });
});

describe("C3 a task that ends first", () => {
  it.each<[string, () => Generator<unknown, unknown>]>([
    ["after the answer on its way", receives],
    ["out of frames", () => framed(() => call(receives))],
    ["after a cleanup that held the cancellation back", () => framed(() => ensure(receives, sleeps))],
    ["after a release that held it back", usesAndReceives],
    ["after a shield that held it back", () => framed(() => shield(receives))],
    ["after its daemons are gone", withDaemon],
  ])("is done, not cancelled: %s", (_how, program) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program);
    scheduler.advance(0);
    task.send("a result");
    task.cancel();
    scheduler.run();
    expect([task.state, task.result]).toEqual(["done", "a result"]);
  });

  it("is done where the last of its children ends in the turn before, and its own turn is still to come", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* spawn(receives);
      return "a result";
    });
    scheduler.advance(0);
    const child = scheduler.tasks().find(({ parent }) => parent === task);
    child!.send("go");
    expect(scheduler.step()).toBe(true);
    expect([child!.state, task.state]).toEqual(["done", "ready"]);
    task.cancel();
    scheduler.run();
    expect([task.state, task.result]).toEqual(["done", "a result"]);
  });

  it("is failed, where an error ends it", () => {
    const error = new Error("first");
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* receive();
      throw error;
    });
    scheduler.advance(0);
    task.send("go");
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(task.state).toBe("failed");
  });

  it("is cancelled where its children still live, for which it would have to wait", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* spawn(stays, log, "child");
      return yield* receive();
    });
    scheduler.advance(0);
    task.send("a result");
    task.cancel();
    scheduler.run();
    expect([task.state, task.result, log, scheduler.now]).toEqual(["cancelled", undefined, ["child leaves"], 0]);
  });
});

function* receives(): Generator<unknown, unknown> {
  return yield* receive();
}

function* sleeps(): Generator<unknown, void> {
  yield* sleep(3);
}

function* framed<R>(enter: () => Iterable<unknown, R, unknown>): Generator<unknown, R> {
  return yield* enter();
}

function* usesAndReceives(): Generator<unknown, unknown> {
  yield* use(() => 1, sleeps);
  return yield* receive();
}

function* withDaemon(): Generator<unknown, unknown> {
  yield* spawnWith({ daemon: true }, stays, [], "daemon");
  return yield* receive();
}
