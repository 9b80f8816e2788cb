import {
  cancel,
  Channel,
  interrupt,
  Mutex,
  now,
  pass,
  receive,
  run,
  Scheduler,
  Semaphore,
  sleep,
  spawn,
  suspend,
  timeout,
  type Task,
} from "rondo";
import { stays } from "../support/actors.js";
import { does, sleeps } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Waits, writes down the answer, and waits again. */
function* writes(wait: () => Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  try {
    log.push(`got ${String(yield* wait())}`);
    yield* sleep(1);
    log.push("went on");
  } finally {
    log.push("left");
  }
}

describe("an answer and a cancel in one turn", () => {
  it("a message that was handed over first is received; the task ends at its next wait", () => {
    run(function* () {
      const task = yield* spawn(writes, () => receive());
      yield* pass();
      task.send("a letter");
      yield* cancel(task);
    });
    expect(log).toEqual(["got a letter", "left"]);
  });

  it("the cancel first: the message stays in the mailbox, and is told of as unread", () => {
    const scheduler = new Scheduler();
    const unread: unknown[] = [];
    scheduler.on("unread", (_task, messages) => unread.push(...messages));
    const task = scheduler.spawn(writes, () => receive());
    scheduler.advance(0);
    task.cancel();
    task.send("a letter");
    scheduler.run();
    expect([log, unread]).toEqual([["left"], ["a letter"]]);
  });

  it("a sleeper whose time has come has slept, whoever cancels it in that instant", () => {
    run(function* () {
      const tasks: Task[] = [];
      yield* spawn(function* () {
        yield* sleep(5);
        for (const task of tasks) task.cancel();
      });
      tasks.push(yield* spawn(writes, () => sleep(5)));
    });
    expect(log).toEqual(["got undefined", "left"]);
  });

  it("a value that a rendezvous has taken is sent, and the sender ends at its next wait", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      const sender = yield* spawn(writes, () => channel.send("v"));
      yield* pass();
      const taken = channel.tryReceive();
      yield* cancel(sender);
      return taken;
    });
    expect([seen, log]).toEqual([{ value: "v" }, ["got undefined", "left"]]);
  });

  it("the value of a sender that was cancelled first is never received", () => {
    const seen = run(function* () {
      const channel = new Channel<string>();
      const sender = yield* spawn(writes, () => channel.send("v"));
      yield* pass();
      sender.cancel();
      return channel.tryReceive();
    });
    expect([seen, log]).toEqual([undefined, ["left"]]);
  });

  it("a lock that was granted first is given back by whoever got it, and the next one has it", () => {
    const seen = run(function* () {
      const mutex = new Mutex();
      const guard = yield* mutex.lock();
      const first = yield* spawn(() => does(() => mutex.withLock(() => stays(log, "first"))));
      const second = yield* spawn(() => does(() => mutex.withLock(() => sleeps(1, now()))));
      yield* pass();
      guard.release();
      first.cancel();
      return [yield* second, first.state, mutex.locked];
    });
    expect(seen).toEqual([0, "cancelled", false]);
  });

  it("no permit is lost where the time-out of whoever asks ends in the instant in which it is granted", () => {
    for (const held of [1, 2, 3]) {
      const left = run(function* () {
        const semaphore = new Semaphore(1);
        yield* spawn(() => does(() => semaphore.withPermits(1, () => sleeps(held))));
        yield* timeout(
          2,
          function* () {
            using _permit = yield* semaphore.acquire();
            yield* sleep(1);
          },
          { else: () => undefined },
        );
        yield* sleep(10);
        return semaphore.available;
      });
      expect(left).toBe(1);
    }
  });

  it("an answer from outside that comes first counts, and one that comes later is ignored; the disposer runs once", () => {
    for (const [first, expected] of [
      ["answer", ["disposed", "got x", "left"]],
      ["cancel", ["disposed", "left"]],
    ] as const) {
      log = [];
      const scheduler = new Scheduler();
      let answer: (value: string) => void = () => {};
      const outside = suspend<string>((resolve) => {
        answer = resolve;
        return () => void log.push("disposed");
      });
      const task = scheduler.spawn(writes, () => outside);
      scheduler.advance(0);
      if (first === "answer") answer("x");
      task.cancel();
      answer("y");
      scheduler.run();
      expect(log).toEqual(expected);
    }
  });

  it("a task that returns in that turn is done, with its result", () => {
    const seen = run(function* () {
      const task = yield* spawn(() => does(() => receive<string>()));
      yield* pass();
      task.send("the end");
      yield* cancel(task);
      return [task.state, task.result];
    });
    expect(seen).toEqual(["done", "the end"]);
  });

  it("an interrupt and a cancel: the cancel counts, and the interrupt is heard by nobody", () => {
    run(function* () {
      const task = yield* spawn(writes, () => sleep(10));
      yield* pass();
      task.cancel();
      log.push(String(yield* interrupt(task, new Error("ignored"))));
    });
    expect(log).toEqual(["left", "false"]);
  });
});
