import fc from "fast-check";
import { emit, pass, receive, Scheduler, self, send, sleep, type Task } from "rondo";

/** What a task of the conservation property does. Times are small, so that much happens together. */
type Act =
  | { readonly do: "send" | "post" | "cancel" | "interrupt"; readonly to: number }
  | { readonly do: "receive"; readonly timeout: number | undefined; readonly odd: boolean }
  | { readonly do: "emit" }
  | { readonly do: "pass" }
  | { readonly do: "sleep"; readonly ms: number };
const to = fc.nat(3);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constantFrom("send", "post"), to }),
  fc.record({ do: fc.constantFrom("send", "cancel", "interrupt"), to }),
  fc.record({ do: fc.constant("receive"), timeout: fc.option(fc.nat(3), { nil: undefined }), odd: fc.boolean() }),
  fc.constantFrom<Act>({ do: "emit" }, { do: "pass" }),
  fc.record({ do: fc.constant("sleep"), ms: fc.nat(3) }),
);
const acts = fc.array(fc.tuple(fc.array(act, { maxLength: 12 }), fc.constantFrom(1, 2, Infinity)), {
  minLength: 1,
  maxLength: 4,
});

/** Where messages went: which were sent without an error, which task got which, and which were told unread. */
interface Books {
  readonly tasks: Task[];
  readonly sent: Map<number, Task>;
  readonly got: (readonly [number, Task])[];
  serial: number;
}

function* messenger(books: Books, program: readonly Act[]): Generator<unknown, void, unknown> {
  for (const act of program) {
    try {
      const message = yield* perform(books, act);
      if (typeof message === "number") books.got.push([message, self()]);
    } catch {
      // An interrupt, a time-out, a full mailbox, a receiver that has ended: the task goes on.
    }
  }
}

function* perform(books: Books, act: Act): Generator<unknown, unknown, unknown> {
  if (act.do === "pass") return yield* pass();
  if (act.do === "sleep") return yield* sleep(act.ms);
  if (act.do === "emit") return yield "x";
  if (act.do === "receive") {
    const match = (message: unknown): boolean => !act.odd || (message as number) % 2 === 1;
    return yield* receive(act.timeout === undefined ? { match } : { match, timeout: act.timeout });
  }
  const target = books.tasks[act.to % books.tasks.length]!;
  if (act.do === "interrupt") return target.interrupt("up");
  if (act.do === "cancel") {
    target.cancel();
    return undefined;
  }
  const message = ++books.serial;
  if (act.do === "post") target.send(message);
  else yield* send(target, message);
  books.sent.set(message, target);
  return undefined;
}

describe("M3 A message goes to one receiver, once", () => {
  it("and every message that was sent is got by its receiver, told unread, or still in the mailbox", () => {
    fc.assert(
      fc.property(acts, fc.nat(5), (programs, seed) => {
        const scheduler = new Scheduler({ order: seed === 0 ? "round-robin" : "shuffled", seed });
        const books: Books = { tasks: [], sent: new Map(), got: [], serial: 0 };
        const ends: (readonly [number, Task])[] = [];
        scheduler.on("unread", (task, messages) => ends.push(...messages.map((m) => [m as number, task] as const)));
        for (const [program, mailbox] of programs) {
          books.tasks.push(scheduler.spawnWith({ mailbox }, messenger, books, program));
        }
        scheduler.advance(100);
        const left = books.tasks.filter((task) => !task.done).reduce((sum, task) => sum + task.unread, 0);
        const reached = [...books.got, ...ends];
        expect(new Set(reached.map(([message]) => message)).size).toBe(reached.length);
        for (const [message, task] of reached) expect(books.sent.get(message) ?? task).toBe(task);
        const lost = [...books.sent.keys()].filter((message) => !reached.some(([each]) => each === message));
        expect(lost.length).toBe(left);
      }),
      { numRuns: 300 },
    );
  });

  it("to the task it was sent to, and to no other that receives", () => {
    const scheduler = new Scheduler();
    const [first, second] = [1, 2].map(() =>
      scheduler.spawn(function* () {
        return yield* receive({ timeout: 5 });
      }),
    ) as [Task, Task];
    scheduler.on("error", () => {});
    scheduler.advance(0);
    second.send("for the second");
    scheduler.run();
    expect([first.state, second.result]).toEqual(["failed", "for the second"]);
  });

  it("also where match sends to its own task while it looks", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().send("first");
      let looked = 0;
      const match = (): boolean => {
        if (looked++ === 0) self().send("second");
        return true;
      };
      return [yield* receive({ match }), yield* receive(), self().unread];
    });
    scheduler.run();
    expect(task.result).toEqual(["first", "second", 0]);
  });

  it("also where match sends to its own task while it is asked about one that arrives", () => {
    const scheduler = new Scheduler();
    const task: Task = scheduler.spawn(function* () {
      const match = (message: unknown): boolean => {
        if (message === "first") task.send("second");
        return true;
      };
      return [yield* receive({ match }), yield* receive(), self().unread].sort();
    });
    scheduler.advance(0);
    task.send("first");
    scheduler.run();
    expect(task.result).toEqual([0, "first", "second"]);
  });
});

function* sendsAt(time: number, to: () => Task): Generator<unknown, void> {
  yield* sleep(time);
  yield* send(to(), "mail");
}

describe("M3 A message that is not delivered stays where it was", () => {
  /** A task that receives in a loop; what it got, and what ended a receive. */
  function* listener(log: unknown[], timeout?: number): Generator<unknown, void, unknown> {
    try {
      for (;;) {
        try {
          log.push(yield* receive(timeout === undefined ? {} : { timeout }));
        } catch (error) {
          log.push(error instanceof Error ? error.name : error);
        }
      }
    } finally {
      log.push("unwound");
    }
  }

  it("when the receiver is cancelled before it: it is told unread, and not lost", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    scheduler.on("unread", (_, messages) => log.push(...messages));
    const task = scheduler.spawn(listener, log);
    scheduler.advance(1);
    task.cancel();
    task.send("after the cancel");
    scheduler.advance(1);
    expect([log, task.state]).toEqual([["unwound", "after the cancel"], "cancelled"]);
  });

  it("and one that was delivered before the cancel is had by the receiver", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(listener, log);
    scheduler.advance(1);
    task.send("before the cancel");
    task.cancel();
    scheduler.advance(1);
    expect([log, task.unread]).toEqual([["before the cancel", "unwound"], 0]);
  });

  it.each([
    ["before it", ["interrupt", "send"], ["up", "mail"]],
    ["after it was delivered", ["send", "interrupt"], ["mail", "up"]],
  ])("when the receiver is interrupted %s: both come, in order", (_, acts, expected) => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(listener, log);
    scheduler.advance(1);
    for (const act of acts) {
      if (act === "send") task.send("mail");
      else task.interrupt("up");
    }
    scheduler.advance(1);
    expect(log).toEqual(expected);
  });

  it("when it comes in the instant of the time-out, after it", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(listener, log, 5);
    scheduler.spawn(() => sendsAt(5, () => task));
    scheduler.advance(5);
    expect(log).toEqual(["TimeoutError", "mail"]);
  });

  it("and one that comes in the instant of the time-out, before it, is had: no time-out comes", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(listener, log, 5);
    scheduler.run({ until: 5 });
    task.send("mail");
    scheduler.advance(1);
    expect([log, scheduler.nextWakeTime]).toEqual([["mail"], 10]);
  });

  it("with undefined as with any message", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const got = [yield* receive()];
      got.push(yield* receive({ match: (message) => message === undefined }));
      got.push(yield* emit("out"), self().unread);
      return got;
    });
    scheduler.advance(0);
    for (let i = 0; i < 4; i++) task.send(undefined);
    expect(task.unread).toBe(3);
    scheduler.run();
    expect(task.result).toEqual([undefined, undefined, undefined, 1]);
  });
});
