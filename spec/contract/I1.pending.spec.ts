import fc from "fast-check";
import {
  call,
  emit,
  ensure,
  pass,
  receive,
  Scheduler,
  scope,
  self,
  send,
  shield,
  sleep,
  spawn,
  supervise,
  timeout,
  type Syscall,
  type Task,
} from "rondo";
import { lingers } from "../support/actors.js";

type Body = Generator<unknown, unknown, unknown>;

function* tries(wait: Iterable<unknown, unknown>): Body {
  try {
    return yield* wait;
  } catch (caught) {
    return `caught ${String(caught)}`;
  }
}

function* nothing(): Generator<unknown, void> {}

function* sleep5(): Generator<unknown, void> {
  yield* sleep(5);
}

function* passes(log: unknown[], turns: number): Generator<unknown, void> {
  for (let i = 0; i < turns; i++) log.push(yield* tries(pass()));
}

describe("I1 Without a present wait, an interrupt is thrown at the next one", () => {
  it("of a task that has not begun: its first wait is not carried out", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const waits = [() => sleep(50), () => send(other, 1), () => spawn(nothing), () => emit("out"), () => receive()];
    const other = scheduler.spawn(function* () {
      yield* receive({ timeout: 9, match: () => false });
    });
    scheduler.on("error", () => {});
    scheduler.on("emission", () => log.push("emission"));
    const born = scheduler.tasks().length;
    const tasks = waits.map((wait) =>
      scheduler.spawn(function* () {
        log.push(yield* tries(wait()));
      }),
    );
    expect(tasks.map((task) => task.interrupt("up"))).toEqual([true, true, true, true, true]);
    scheduler.advance(1);
    expect([log, other.unread, scheduler.now, scheduler.tasks().length]).toEqual([
      new Array(5).fill("caught up"),
      0,
      1,
      born,
    ]);
  });

  it("of a task with an answer on its way, which it is given first", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      log.push(yield* tries(receive()));
      yield* call(nothing);
      log.push("entered and left a frame");
      log.push(yield* tries(sleep(5)), yield* tries(sleep(5)));
    });
    scheduler.advance(1);
    task.send("mail");
    expect(task.interrupt("up")).toBe(true);
    scheduler.advance(0);
    expect(log).toEqual(["mail", "entered and left a frame", "caught up"].slice(0, 2));
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["mail", "entered and left a frame", "caught up", undefined], 6]);
  });

  it.each<[string, (body: () => Body) => Syscall<unknown>]>([
    ["a scope", scope],
    ["a supervisor", supervise],
    ["a shield", shield],
    ["a time-out", (body) => timeout(100, body)],
  ])("of a task whose next wait is that of %s for its children: they are gone first", (_what, open) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      return yield* tries(
        open(function* () {
          yield* spawn(lingers, log, "child");
          self().interrupt("up");
          return "not answered";
        }),
      );
    });
    scheduler.run();
    expect([task.result, log, scheduler.now]).toEqual(["caught up", ["child leaves", "child is gone"], 1]);
  });

  it("of a task in a scope that has no children: it is thrown at the next wait after that", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const answer = yield* scope(function* () {
        self().interrupt("up");
        return "answered";
      });
      return [answer, yield* tries(pass())];
    });
    scheduler.run();
    expect(task.result).toEqual(["answered", "caught up"]);
  });

  it("of a task whose scope fails before that, after its teardown", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task: Task = scheduler.spawn(function* () {
      const failing = scope(function* () {
        yield* spawn(function* () {
          yield* sleep(1);
          task.send("mail");
          log.push(task.interrupt("up"));
          throw "failed";
        });
        log.push(yield* receive());
        yield* sleep(5);
      });
      log.push(yield* tries(failing), yield* tries(pass()));
    });
    scheduler.run();
    expect(log).toEqual([true, "mail", "caught failed", "caught up"]);
  });

  it("of a task whose time is up before that, after its teardown", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const late = timeout(2, function* () {
        yield* ensure(nothing, sleep5);
        yield* sleep(100);
      });
      log.push(yield* tries(late), yield* tries(pass()));
    });
    scheduler.advance(1);
    expect(task.interrupt("up")).toBe(true);
    scheduler.run();
    expect([log[0], log[1], scheduler.now]).toEqual([expect.stringContaining("TimeoutError"), "caught up", 5]);
  });

  it("of the running task itself", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      log.push(self().interrupt("up"));
      log.push(yield* tries(sleep(5)), yield* tries(pass()));
    });
    scheduler.run();
    expect([log, scheduler.now]).toEqual([[true, "caught up", undefined], 0]);
  });

  it("of a task in a cleanup, after that cleanup, which nothing cuts short", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* ensure(nothing, function* () {
        log.push(yield* tries(sleep(5)), yield* tries(pass()));
      });
      log.push(yield* tries(sleep(5)));
    });
    scheduler.advance(1);
    expect(task.interrupt("up")).toBe(true);
    scheduler.run();
    expect([log, scheduler.now]).toEqual([[undefined, undefined, "caught up"], 5]);
  });

  it("in order: so many interrupts so many waits, also where one of them was thrown at a present wait", () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), fc.boolean(), (interrupts, turns, begun) => {
        const log: unknown[] = [];
        const scheduler = new Scheduler();
        const task = scheduler.spawn(function* () {
          log.push(yield* tries(receive()));
          yield* passes(log, turns);
        });
        if (begun) scheduler.step();
        const answers = Array.from({ length: interrupts }, (_, i) => task.interrupt(i));
        if (interrupts === 0) task.send("mail");
        scheduler.advance(0);
        const expected = Array.from({ length: turns + 1 }, (_, i) =>
          i < interrupts ? `caught ${String(i)}` : undefined,
        );
        if (interrupts === 0) expected[0] = "mail";
        expect([answers, log]).toEqual([new Array(interrupts).fill(true), expected]);
      }),
    );
  });

  it("and is forgotten where its body ends without another wait, while its children live", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "child");
      self().interrupt("up");
    });
    scheduler.run();
    expect([task.state, log]).toEqual(["done", ["child stayed", "child leaves", "child is gone"]]);
  });

  it("and is forgotten where the task ends without another wait", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(nothing);
    task.interrupt("up");
    scheduler.run();
    expect(task.state).toBe("done");
  });
});

describe("I1 A pending cancel comes first, and drops an interrupt", () => {
  it.each([
    ["before", ["interrupt", "cancel"]],
    ["after", ["cancel", "interrupt"]],
  ])("that came %s it, of a task that has not begun, which never runs", (_, acts) => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(passes, log, 2);
    expect(perform(task, acts)).toBe(acts[0] === "interrupt");
    scheduler.run();
    expect([log, task.state]).toEqual([[], "cancelled"]);
  });

  it.each([
    ["before", ["interrupt", "cancel"]],
    ["after", ["cancel", "interrupt"]],
  ])("that came %s it, of a task with an answer on its way: no catch sees either", (_, acts) => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        log.push(yield* tries(receive()));
        yield* passes(log, 3);
      } finally {
        log.push("unwound");
      }
    });
    scheduler.advance(0);
    task.send("mail");
    expect(perform(task, acts)).toBe(acts[0] === "interrupt");
    scheduler.run();
    expect([log, task.state]).toEqual([["mail", "unwound"], "cancelled"]);
  });

  it("also where a shield holds the cancel back", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* shield(() => passes(log, 3));
      yield* passes(log, 1);
    });
    scheduler.step();
    expect(perform(task, ["interrupt", "cancel"])).toBe(true);
    expect(task.interrupt("late")).toBe(false);
    scheduler.run();
    expect([log, task.state]).toEqual([[undefined, undefined, undefined], "cancelled"]);
  });

  it("but an interrupt that was thrown at a present wait is on its way, and comes before the cancel", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      log.push(yield* tries(sleep(5)));
      yield* passes(log, 3);
    });
    scheduler.advance(1);
    perform(task, ["interrupt", "cancel"]);
    scheduler.run();
    expect([log, task.state]).toEqual([["caught up"], "cancelled"]);
  });
});

function perform(task: Task, acts: readonly string[]): boolean {
  let heard = false;
  for (const act of acts) {
    if (act === "interrupt") heard = task.interrupt("up");
    else task.cancel();
  }
  return heard;
}
