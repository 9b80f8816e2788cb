import {
  cancel,
  CancelledError,
  Channel,
  CleanupTimeoutError,
  interrupt,
  join,
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
import { lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps } from "../support/small-programs.js";

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

describe("who cancels whom", () => {
  it("a task that was made ready and cancelled in one turn runs to its next wait first, in the order of the queue", () => {
    run(function* () {
      const child = yield* spawn(function* () {
        log.push("child sleeps");
        yield* sleep(1);
        log.push("child slept");
        yield* caughtBy(() => sleep(1));
        log.push("never");
      });
      yield* sleep(1);
      log.push("cancels");
      yield* cancel(child);
      log.push("cancelled");
    });
    expect(log).toEqual(["child sleeps", "child slept", "cancels", "cancelled"]);
  });

  it("a child that cancels its parent ends with it", () => {
    const seen = run(function* () {
      const parent = yield* spawn(function* () {
        const me: Task[] = [];
        yield* spawn(function* () {
          yield* sleep(1);
          yield* cancel(me[0]!);
          log.push("went on");
        });
        me.push(...own);
        yield* stays(log, "parent");
      });
      own.push(parent);
      yield* caughtBy(() => join(parent));
      return [parent.state, now()];
    });
    expect([seen, log]).toEqual([["cancelled", 1], ["parent leaves"]]);
  });
  const own: Task[] = [];

  it("two that cancel each other in one turn: the first does, the second is gone before it could", () => {
    const seen = run(function* () {
      const pair: Task[] = [];
      for (const other of [1, 0]) {
        pair.push(
          yield* spawn(function* () {
            yield* sleep(1);
            yield* cancel(pair[other]!);
            log.push(`cancelled ${other}`);
          }),
        );
      }
      yield* sleep(5);
      return pair.map(({ state }) => state);
    });
    expect([seen, log]).toEqual([["done", "cancelled"], ["cancelled 1"]]);
  });

  it("the joiner of a cancelled task is told why; a cancelled joiner changes nothing for the task", () => {
    const seen = run(function* () {
      const task = yield* spawn(stays, log, "task");
      const impatient = yield* spawn(() => does(() => join(task)));
      const patient = yield* spawn(() => caughtBy(() => join(task)));
      yield* sleep(1);
      yield* cancel(impatient);
      const before = task.state;
      task.cancel("no longer needed");
      const told = yield* patient;
      return [before, told instanceof CancelledError, (told as CancelledError).reason];
    });
    expect(seen).toEqual(["waiting", true, "no longer needed"]);
  });

  it("several are cancelled one after the other, and each is gone before the next is asked", () => {
    run(function* () {
      const tasks = [yield* spawn(lingers, log, "a"), yield* spawn(lingers, log, "b")];
      yield* sleep(1);
      for (const task of tasks) yield* cancel(task);
      log.push("all gone");
    });
    expect(log).toEqual(["a leaves", "a is gone", "b leaves", "b is gone", "all gone"]);
  });

  it("one that has ended is cancelled in vain, and stays as it ended", () => {
    const seen = run(function* () {
      const task = yield* spawn(sleeps, 1, "result");
      yield* sleep(2);
      yield* cancel(task);
      return [task.state, yield* join(task)];
    });
    expect(seen).toEqual(["done", "result"]);
  });

  it("one whose cleanup does not end is given up after a time, and that is an error where it is awaited", () => {
    const seen = run(function* () {
      const task = yield* spawn(cleansFor, 1000, log, "task");
      yield* sleep(1);
      const thrown = yield* caughtBy(() => cancel(task, { within: 5 }));
      return [thrown instanceof CleanupTimeoutError, now(), task.state];
    });
    expect([seen, log]).toEqual([[true, 6, "cancelled"], ["task leaves"]]);
  });

  it("a time-out that was set before the cancel does not cut the cleanup, one that is set in it does its work", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      does(() =>
        timeout(5, function* () {
          try {
            yield* sleep(100);
          } finally {
            yield* timeout(3, () => sleeps(100), { else: () => void log.push(`cut at ${now()}`) });
            yield* sleep(4);
            log.push(`clean at ${now()}`);
          }
        }),
      ),
    );
    scheduler.advance(4);
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([["cut at 7", "clean at 11"], "cancelled"]);
  });
});
