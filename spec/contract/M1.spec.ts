import fc from "fast-check";
import { LivelockError, pass, receive, Scheduler, self, send, TimeoutError, type Task } from "rondo";

/** A random use of one mailbox: messages are numbers; a `take` with a modulus takes the oldest that it divides. */
type Act = { readonly put: number } | { readonly take: number };
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(fc.record({ put: fc.nat(30) }), fc.record({ take: fc.integer({ min: 1, max: 4 }) })),
);

const dividedBy = (n: number) => (message: unknown) => (message as number) % n === 0;

describe("M1 A mailbox", () => {
  it("is first in, first out; match takes the oldest that matches and leaves the rest in order", () => {
    fc.assert(
      fc.property(acts, (program) => {
        const scheduler = new Scheduler();
        const model: number[] = [];
        scheduler.spawn(function* () {
          for (const act of program) {
            if ("put" in act) {
              self().send(act.put);
              model.push(act.put);
              continue;
            }
            const index = model.findIndex(dividedBy(act.take));
            if (index < 0) continue;
            const taken = yield* receive(act.take === 1 ? undefined : { match: dividedBy(act.take) });
            expect(taken).toBe(model.splice(index, 1)[0]);
            expect(self().unread).toBe(model.length);
          }
          while (model.length > 0) expect(yield* receive()).toBe(model.shift());
        });
        scheduler.run();
      }),
    );
  });

  it("keeps the order of messages from several senders, those of each in the order of sending", () => {
    const scheduler = new Scheduler();
    const receiver = scheduler.spawn(function* () {
      const got: unknown[] = [];
      while (got.length < 6) got.push(yield* receive());
      return got;
    });
    for (const name of ["a", "b"]) {
      scheduler.spawn(function* () {
        for (let i = 1; i <= 3; i++) yield* send(receiver, name + String(i));
      });
    }
    scheduler.run();
    expect(receiver.result).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  });

  it("holds a hundred thousand messages in order", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      for (let i = 0; i < 100_000; i++) self().send(i);
      for (let i = 0; i < 100_000; i++) if ((yield* receive()) !== i) return `wrong at ${String(i)}`;
      return self().unread;
    });
    scheduler.run();
    expect(task.result).toBe(0);
  });

  it("lets a task wait for a message that matches, while others arrive and stay", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const wanted = yield* receive({ match: (message) => message === "wanted" });
      return [wanted, yield* receive(), yield* receive()];
    });
    for (const message of ["first", "second", "wanted"]) {
      scheduler.advance(1);
      task.send(message);
    }
    expect([task.state, task.unread]).toEqual(["ready", 2]);
    scheduler.run();
    expect(task.result).toEqual(["wanted", "first", "second"]);
  });

  it("asks match about each message once for each receive, oldest first, and about those that come while it waits", () => {
    const asked: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      return yield* receive({ match: (message) => asked.push(message) > 0 && message === 4 });
    });
    for (let i = 1; i <= 2; i++) task.send(i);
    scheduler.advance(0);
    for (let i = 3; i <= 5; i++) task.send(i);
    scheduler.run();
    expect([asked, task.result]).toEqual([[1, 2, 3, 4], 4]);
  });

  it("gives a receive with a timeout what comes in time, and a TimeoutError at the very instant where nothing does", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* worker() {
      const got = yield* receive({ timeout: 10 });
      self().send("no match");
      try {
        yield* receive({ timeout: 10, match: () => false });
      } catch (error) {
        return [got, error, self().unread, scheduler.now];
      }
      return "not reached";
    });
    scheduler.advance(9);
    task.send("in time");
    scheduler.run();
    const [got, error, ...rest] = task.result as [string, TimeoutError, number, number];
    expect([got, rest, error instanceof TimeoutError]).toEqual(["in time", [1, 19], true]);
    expect(error.message).toMatch(/^worker 1: no message within 10 in receive\(\{ match, timeout: 10 \}\)/);
  });
});

describe("M1 What match throws", () => {
  const error = new Error("match is broken");
  const broken = receive({
    match: (message) => (message === "bad" ? refuse(error) : message === "good"),
  });

  it("goes to the receiver at that receive, when the message is there before it; the mailbox stays as it was", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      for (const message of ["other", "bad", "good"]) self().send(message);
      try {
        return yield* broken;
      } catch (caught) {
        return [caught === error, yield* receive(), yield* receive(), yield* receive()];
      }
    });
    scheduler.run();
    expect(task.result).toEqual([true, "other", "bad", "good"]);
  });

  it.each([
    ["send", (task: Task): Iterable<unknown, unknown> => send(task, "bad")],
    [
      "task.send",
      (task: Task): Iterable<unknown, unknown> => {
        task.send("bad");
        return pass();
      },
    ],
  ])(
    "goes to the receiver, when the message comes by %s while it waits; the sender hears nothing of it",
    (_, reach) => {
      const scheduler = new Scheduler();
      const task = scheduler.spawn(function* () {
        try {
          return yield* broken;
        } catch (caught) {
          return [caught === error, self().unread, yield* receive()];
        }
      });
      scheduler.advance(0);
      const sender = scheduler.spawn(function* () {
        return yield* reach(task);
      });
      scheduler.run();
      expect([task.result, sender.state]).toEqual([[true, 1, "bad"], "done"]);
    },
  );

  it("withdraws the timeout of that receive", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        return yield* receive({ timeout: 50, match: () => refuse(error) });
      } catch (caught) {
        return caught === error;
      }
    });
    scheduler.advance(5);
    task.send(1);
    scheduler.run();
    expect([task.result, scheduler.now, scheduler.nextWakeTime]).toEqual([true, 5, undefined]);
  });
});

describe("M1 A match that sends to its own task", () => {
  it("is asked about what it sends, too", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().send(0);
      const got = yield* receive<number>({
        match(n) {
          if (n < 50) self().send(n + 1);
          return n === 50;
        },
      });
      return [got, self().unread];
    });
    scheduler.run();
    expect(task.result).toEqual([50, 50]);
  });

  it("without end is a livelock, which is thrown at that receive, and loses no message", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().send("first");
      try {
        yield* receive({
          match() {
            self().send("more");
            return false;
          },
        });
      } catch (error) {
        return [error, yield* receive()];
      }
      return "not thrown";
    });
    scheduler.run();
    expect(task.result).toEqual([expect.any(LivelockError), "first"]);
  });
});

function refuse(error: unknown): never {
  throw error;
}
