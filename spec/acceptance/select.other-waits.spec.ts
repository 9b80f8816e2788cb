import {
  ask,
  Channel,
  ensure,
  join,
  Latch,
  now,
  pass,
  receive,
  run,
  Scheduler,
  select,
  Semaphore,
  shield,
  sleep,
  spawn,
  suspend,
  suppressed,
  type Ask,
  type Syscall,
  type Task,
} from "rondo";
import { fails, stays } from "../support/actors.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("a select over other waits", () => {
  it("a join that fails is thrown, where the task is of another scope; the other alternatives are gone", () => {
    const scheduler = new Scheduler();
    const boom = new Error("boom");
    const failing = scheduler.spawn(fails, boom, 2);
    const chooser = scheduler.spawn(() => caughtBy(() => select({ end: join(failing), late: sleep(100) })));
    scheduler.run();
    expect([chooser.result, scheduler.now]).toEqual([boom, 2]);
  });

  it("permits for a big request that loses are not kept, and no longer stand before small ones", () => {
    const seen = run(function* () {
      const semaphore = new Semaphore(3);
      const one = yield* semaphore.acquire();
      const big = yield* spawn(() => does(() => select({ all: semaphore.acquire(3), soon: sleep(2) })));
      const small = yield* spawn(function* () {
        yield* sleep(1);
        yield* semaphore.acquire();
        return now();
      });
      yield* big;
      one.release();
      return [yield* small, semaphore.available];
    });
    expect(seen).toEqual([2, 2]);
  });

  it("mail that comes for a select that has lost stays in the mailbox, in order", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        const got = yield* select({ wanted: receive({ match: (m) => m === "wanted" }), soon: sleep(1) });
        yield* sleep(1);
        return [got.name, yield* receive(), yield* receive()];
      });
      yield* pass();
      task.send("a");
      yield* sleep(1);
      task.send("wanted");
      return yield* task;
    });
    expect(seen).toEqual(["soon", "a", "wanted"]);
  });

  it("a question that has lost can still be seen by whoever was asked, and its reply goes nowhere", () => {
    const seen = run(function* () {
      const server: Task = yield* spawn(function* () {
        yield* sleep(5);
        const question = yield* receive<Ask<string, string>>();
        const { open } = question;
        question.reply("too late");
        return open;
      });
      const got = yield* select({ reply: ask(server, "quick?"), late: sleep(1) });
      yield* sleep(10);
      return [got.name, yield* server];
    });
    expect(seen).toEqual(["late", false]);
  });

  it("a latch that is open answers at once, before anything is asked from outside", () => {
    const seen = run(function* () {
      const outside = suspend(() => void log.push("started"));
      return [(yield* select({ open: new Latch(0).wait(), outside })).name, ...log];
    });
    expect(seen).toEqual(["open"]);
  });
});

describe("a disposer in a select", () => {
  it("runs once where its alternative loses, wins, or is withdrawn", () => {
    const scheduler = new Scheduler();
    const counts: Record<string, number> = {};
    const outside = (name: string, answers: boolean): Syscall<unknown> =>
      suspend((resolve) => {
        counts[name] ??= 0;
        if (answers) resolve(undefined);
        return () => counts[name]!++;
      });
    scheduler.spawn(() => does(() => select({ loses: outside("loses", false), wins: outside("wins", true) })));
    const task = scheduler.spawn(() => does(() => select({ w: outside("withdrawn", false), late: sleep(9) })));
    scheduler.advance(1);
    task.cancel();
    scheduler.advance(10);
    expect(counts).toEqual({ loses: 1, wins: 1, withdrawn: 1 });
  });

  it("that throws where it loses takes nothing from the winner: it is reported", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown) => heard.push(thrown));
    const boom = new Error("in the disposer");
    const loses = suspend(() => () => {
      throw boom;
    });
    const task = scheduler.spawn(() => does(() => select({ loses, soon: sleep(1) })));
    scheduler.run();
    expect([task.result?.name, heard]).toEqual(["soon", [boom]]);
  });

  it("that throws while the select is cancelled ends the task failed with that", () => {
    const boom = new Error("in the disposer");
    const second = new Error("in the next one");
    const throws = (error: Error): Syscall<unknown> =>
      suspend(() => () => {
        throw error;
      });
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => select({ a: throws(boom), b: throws(second), late: sleep(9) })));
    scheduler.advance(1);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(boom);
    expect([task.state, suppressed(boom)]).toEqual(["failed", [second]]);
  });

  it("of one whose start throws is thrown by the select, and the earlier alternatives are disposed of", () => {
    const boom = new Error("no start");
    const seen = run(() =>
      caughtBy(() =>
        select({
          first: suspend(() => () => void log.push("disposed")),
          second: suspend(() => {
            throw boom;
          }),
          third: suspend(() => void log.push("never")),
        }),
      ),
    );
    expect([seen, log]).toEqual([boom, ["disposed"]]);
  });
});

it("a select in a shield, and in a cleanup, waits through a cancellation", () => {
  const scheduler = new Scheduler();
  const [one, two] = [new Channel<string>(), new Channel<string>()];
  const task = scheduler.spawn(() =>
    does(() =>
      ensure(
        function* () {
          const got = yield* shield(() => does(() => select({ one: one.receive(), late: sleep(100) })));
          log.push(got.name);
          yield* stays([], "");
        },
        function* () {
          log.push((yield* select({ two: two.receive(), late: sleep(5) })).name);
        },
      ),
    ),
  );
  scheduler.advance(1);
  task.cancel();
  scheduler.advance(1);
  one.trySend("1");
  scheduler.run();
  expect([log, task.state, scheduler.now]).toEqual([["one", "late"], "cancelled", 7]);
  expect(run(() => sleeps(0))).toBe("slept");
});
