import fc from "fast-check";
import {
  emit,
  MailboxFullError,
  Observer,
  pass,
  receive,
  Scheduler,
  self,
  send,
  sleep,
  spawnWith,
  TaskFinishedError,
  type Task,
} from "rondo";
import { thrownBy } from "../support/thrown.js";

function* sends(to: Task, messages: readonly unknown[], log: string[] = []): Generator<unknown, void> {
  for (const message of messages) {
    yield* send(to, message);
    log.push(`sent ${String(message)}`);
  }
}

function* receives(count: number, log: string[] = []): Generator<unknown, unknown[]> {
  const got: unknown[] = [];
  while (got.length < count) {
    got.push(yield* receive());
    log.push(`got ${String(got.at(-1))}`);
  }
  return got;
}

describe("M1 A bounded mailbox", () => {
  it("never holds more than its bound, and gives all messages in the order in which they were put there", () => {
    const messages = fc.array(fc.nat(99), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(messages, { maxLength: 4 }),
        fc.nat(3),
        (bound, all, lag) => {
          const scheduler = new Scheduler();
          const put: unknown[] = [];
          class Watch extends Observer {
            override sent(_: Task, message: unknown): void {
              put.push(message);
            }
            override turned(): void {
              expect(receiver.unread).toBeLessThanOrEqual(bound);
            }
          }
          scheduler.observe(new Watch());
          const numbered = all.map((each, sender) => each.map((n) => `${String(sender)}: ${String(n)}`));
          const count = numbered.flat().length;
          const receiver: Task = scheduler.spawnWith({ mailbox: bound }, function* () {
            const got: unknown[] = [];
            while (got.length < count) {
              for (let i = 0; i < lag; i++) yield* pass();
              got.push(yield* receive());
            }
            return got;
          });
          for (const each of numbered) scheduler.spawn(sends, receiver, each);
          scheduler.run();
          const got = receiver.result as string[];
          expect(got).toEqual(put);
          numbered.forEach((each, sender) =>
            expect(got.filter((m) => m.startsWith(`${String(sender)}:`))).toEqual(each),
          );
        },
      ),
    );
  });

  it("lets a send wait for room; the sender that has waited longest is next", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 2 }, function* () {
      yield* sleep(1);
      return yield* receives(6, log);
    });
    for (const name of ["a", "b", "c"]) scheduler.spawn(sends, receiver, [`${name}1`, `${name}2`], log);
    scheduler.advance(0);
    expect([log.splice(0), receiver.unread]).toEqual([["sent a1", "sent b1"], 2]);
    scheduler.run();
    expect(receiver.result).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
    expect(log.filter((line) => line.startsWith("sent"))).toEqual(["sent c1", "sent a2", "sent b2", "sent c2"]);
  });

  it("gives a message to a task that waits for one, whatever its bound", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 1 }, function* () {
      return [yield* receive({ match: (m) => m === "wanted" }), yield* receive()];
    });
    scheduler.advance(0);
    scheduler.spawn(sends, receiver, ["other", "wanted"], log);
    scheduler.run();
    expect([receiver.result, log]).toEqual([
      ["wanted", "other"],
      ["sent other", "sent wanted"],
    ]);
  });

  it("has room again once an emission takes a message", () => {
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 1 }, function* () {
      yield* pass();
      return [yield "a", yield* emit("b"), yield* emit("c", { take: false }), self().unread];
    });
    scheduler.spawn(sends, receiver, [1, 2, 3]);
    scheduler.run();
    expect(receiver.result).toEqual([1, 2, undefined, 1]);
  });

  it("refuses a plain send that finds it full with a MailboxFullError, and stays as it was", () => {
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 2, name: "inbox" }, receives, 2);
    receiver.send(1);
    receiver.send(2);
    const error = thrownBy(() => receiver.send(3)) as Error;
    expect(error).toBeInstanceOf(MailboxFullError);
    expect(error.message).toMatch(/^inbox 1 has 2 unread messages and takes no more\. Use yield\* send/);
    scheduler.run();
    expect(receiver.result).toEqual([1, 2]);
  });

  it("never gets the message of a sender that was cancelled or interrupted while it waited", () => {
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 1 }, function* () {
      yield* sleep(5);
      return yield* receives(3);
    });
    const [, cancelled, interrupted] = ["first", "cancelled", "interrupted", "last"].map((message) =>
      scheduler.spawn(function* () {
        try {
          yield* send(receiver, message);
        } catch (error) {
          yield* send(receiver, error);
        }
      }),
    );
    scheduler.advance(1);
    cancelled!.cancel();
    interrupted!.interrupt("instead");
    scheduler.run();
    expect([receiver.result, cancelled!.state]).toEqual([["first", "last", "instead"], "cancelled"]);
  });

  it("whose task ends throws a TaskFinishedError at each send that waits, in order", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 1, name: "inbox" }, function* () {
      yield* sleep(5);
    });
    receiver.send("unread");
    for (const name of ["a", "b"]) {
      scheduler.spawn(function* () {
        try {
          yield* send(receiver, name);
        } catch (error) {
          log.push(name, String(error));
        }
      });
    }
    scheduler.run();
    expect(log).toEqual([
      "a",
      expect.stringMatching(/^TaskFinishedError: inbox 1 has ended/),
      "b",
      expect.stringMatching(/^TaskFinishedError: inbox 1 has ended/),
    ]);
    expect(TaskFinishedError.name).toBe("TaskFinishedError");
  });

  it("without a bound takes all", () => {
    const scheduler = new Scheduler();
    const receivers = [{}, { mailbox: Infinity }].map((options) => scheduler.spawnWith(options, receives, 0));
    for (const receiver of receivers) {
      for (let i = 0; i < 1000; i++) receiver.send(i);
      expect(receiver.unread).toBe(1000);
    }
  });

  it.each([0, -1, 1.5, NaN, "2", null])(
    "is not bounded by %p: that is refused where the task is spawned",
    (mailbox) => {
      const options = { mailbox: mailbox as number };
      const scheduler = new Scheduler();
      const errors = [() => scheduler.spawnWith(options, receives, 0), () => spawnWith(options, receives, 0)].map(
        thrownBy,
      );
      for (const error of errors as Error[]) {
        expect(error.constructor).toBe(typeof mailbox === "number" ? RangeError : TypeError);
        expect(error.message).toMatch(/^spawnWith: mailbox: /);
      }
      expect(scheduler.tasks()).toEqual([]);
    },
  );
});
