import { join, receive, Scheduler, self, send, sleep, suspend } from "rondo";
import { stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

describe("C3 a wait that is not answered yet", () => {
  it("is withdrawn at once, and takes nothing: a message that comes later stays where it is", () => {
    const unread: unknown[] = [];
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    scheduler.on("unread", (task, messages) => unread.push(task.id, ...messages));
    const task = scheduler.spawn(function* () {
      try {
        log.push(yield* receive());
      } finally {
        log.push("finally");
      }
    });
    scheduler.advance(0);
    task.cancel();
    task.send("late");
    expect(task.unread).toBe(1);
    scheduler.run();
    expect([log, unread]).toEqual([["finally"], ["1", "late"]]);
  });

  it("leaves no timer, from the moment of the cancel on", () => {
    const scheduler = new Scheduler();
    const tasks = [scheduler.spawn(stays, [], "sleeper"), scheduler.spawn(receivesWithin)];
    scheduler.advance(0);
    expect(scheduler.nextWakeTime).toBe(7);
    for (const task of tasks) task.cancel();
    expect(scheduler.nextWakeTime).toBeUndefined();
    scheduler.run();
    expect(scheduler.now).toBe(0);
  });

  it("leaves no joiner: the end of the other task wakes nobody", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const other = scheduler.spawn(sleeps);
    const task = scheduler.spawn(function* () {
      try {
        yield* join(other);
      } finally {
        log.push("finally");
        yield* sleep(10);
        log.push("still in its finally");
      }
    });
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["finally", "still in its finally"], 10]);
  });

  it("leaves no sender: a message that waits for room is never delivered", () => {
    const read: unknown[] = [];
    const scheduler = new Scheduler();
    const reader = scheduler.spawnWith({ mailbox: 1 }, function* () {
      yield* sleep(5);
      for (;;) read.push(yield* receive({ timeout: 5 }));
    });
    const senders = ["a", "b", "c"].map((word) =>
      scheduler.spawn(function* () {
        yield* send(reader, word);
      }),
    );
    scheduler.advance(1);
    senders[1]!.cancel();
    thrownBy(() => scheduler.run());
    expect([read, senders.map((task) => task.state)]).toEqual([
      ["a", "c"],
      ["done", "cancelled", "done"],
    ]);
  });

  it("disposes of an outside wait at once, and once; what is answered afterwards is ignored", () => {
    const log: string[] = [];
    let answer: (value: string) => void = () => {};
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      log.push(
        yield* suspend<string>((resolve) => {
          answer = resolve;
          return () => void log.push("disposed");
        }),
      );
    });
    scheduler.advance(0);
    task.cancel();
    expect(log).toEqual(["disposed"]);
    answer("late");
    scheduler.run();
    expect([log, task.state]).toEqual([["disposed"], "cancelled"]);
  });

  it.each<[string, () => Generator<unknown, unknown>]>([
    ["the start of a suspend", () => framed(() => suspend(() => self().cancel()))],
    ["the match of a receive", () => framed(() => receive({ match: () => (self().cancel(), false) }))],
  ])("is withdrawn where its own code cancels the task: %s", (_where, program) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program);
    task.send("to be matched");
    scheduler.advance(0);
    expect([task.state, scheduler.leftovers()]).toEqual(["cancelled", []]);
  });
});

function* receivesWithin(): Generator<unknown, unknown> {
  return yield* receive({ timeout: 7 });
}

function* sleeps(): Generator<unknown, void> {
  yield* sleep(3);
}

function* framed<R>(enter: () => Iterable<unknown, R, unknown>): Generator<unknown, R> {
  return yield* enter();
}
