import fc from "fast-check";
import {
  call,
  DroppedSyscallError,
  emit,
  ensure,
  pass,
  receive,
  run,
  Scheduler,
  self,
  sleep,
  spawn,
  type Syscall,
} from "rondo";
import { drops, rows } from "../support/dropped-waits.js";
import { interpret, newWorld, programs } from "../support/logged-programs.js";
import { thrownBy } from "../support/thrown.js";

type Body = Generator<unknown, unknown, unknown>;

/** The yields at which a drop may be told. */
const nexts: readonly (readonly [string, () => Body])[] = [
  ["a bare yield", bare(() => undefined)],
  ["an emission", bare(() => 1)],
  ["yield pass()", bare(() => pass())],
  ["yield sleep(5)", bare(() => sleep(5))],
  ["yield* sleep(5)", () => inline(sleep(5))],
  ["yield* receive()", () => inline(receive({ timeout: 1 }))],
  ["yield* call(…)", () => inline(call(rest))],
  ["a yielded generator", bare(() => rest())],
  ["a mistake", bare(() => Promise.resolve())],
];

describe.each(drops)("Y6 A syscall that is begun and dropped by %s", (_, drop) => {
  it.each(nexts)("is a DroppedSyscallError at the next yield: %s", (_name, next) => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    scheduler.on("emission", (value) => log.push(value));
    scheduler.spawn(function* main() {
      drop();
      try {
        yield* next();
      } catch (error) {
        log.push(error);
      }
      yield* pass();
      log.push("goes on");
    });
    scheduler.run();
    expect([log, scheduler.now]).toEqual([[expect.any(DroppedSyscallError), "goes on"], 0]);
    expect((log[0] as Error).message).toMatch(/^main 1: sleep\(5\) was begun .* yield\* call\(program\)/);
  });

  it("fails the task that ends without another yield", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* pass();
      drop();
      return "done";
    });
    expect(thrownBy(() => scheduler.run())).toBe(task.error);
    expect(task.error).toBeInstanceOf(DroppedSyscallError);
  });

  it("is told once, in the task and the turn that dropped it, and to nobody else", () => {
    const scheduler = new Scheduler();
    const quiet = [1, 2].map(() => scheduler.spawn(waits));
    const task = scheduler.spawn(function* () {
      drop();
      drop();
      try {
        yield;
      } catch (error) {
        yield;
        yield* pass();
        return error;
      }
      return "not told";
    });
    quiet.push(scheduler.spawn(waits));
    scheduler.run();
    expect([task.result, quiet.map((each) => each.state)]).toEqual([
      expect.any(DroppedSyscallError),
      ["done", "done", "done"],
    ]);
  });

  it("is told though another scheduler ran in between", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      drop();
      run(waits);
      return yield* inline(pass());
    });
    expect(thrownBy(() => scheduler.run())).toBeInstanceOf(DroppedSyscallError);
    expect(task.state).toBe("failed");
  });

  it("in a scheduler inside a turn is told there, and not outside", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const inner = thrownBy(() => run(dropping));
      yield* sleep(1);
      return inner;
    });
    function* dropping(): Body {
      drop();
      return yield;
    }
    scheduler.run();
    expect(task.result).toBeInstanceOf(DroppedSyscallError);
  });
});

describe("Y6 Of several that were dropped", () => {
  it("the first is named, once for all", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      for (const wait of [sleep(1), sleep(2), receive()]) wait[Symbol.iterator]().next();
      try {
        yield;
      } catch (error) {
        yield* pass();
        return String(error);
      }
      return "not told";
    });
    scheduler.run();
    expect(task.result).toMatch(/^DroppedSyscallError: .*: sleep\(1\) was begun/);
  });
});

describe("Y6 A shared syscall that was begun and dropped", () => {
  const shared = pass();
  it.each<readonly [string, (it: Iterator<unknown>) => unknown]>([
    ["closed", (it) => it.return?.()],
    ["failed", (it) => thrownBy(() => it.throw?.(new Error("up")))],
    ["answered", (it) => it.next()],
  ])("is told from the same one that is yielded after it, where its iterator was %s by another hand", (_how, end) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const it = shared[Symbol.iterator]();
      it.next();
      end(it);
      yield shared;
    });
    thrownBy(() => scheduler.run());
    expect(task.error).toBeInstanceOf(DroppedSyscallError);
  });
});

describe("Y6 What is no task drops", () => {
  it.each(["emission", "error", "end", "spawn"] as const)("in a listener of %s is laid at no task's door", (event) => {
    const scheduler = new Scheduler();
    const told = jest.fn(() => sleep(5)[Symbol.iterator]().next());
    scheduler.on("error", () => {});
    scheduler.on(event, told);
    const tasks = [1, 2].map(() => scheduler.spawn(waits));
    scheduler.spawn(function* () {
      yield* spawn(rest);
      yield "out";
      throw new Error("no");
    });
    sleep(5)[Symbol.iterator]().next();
    scheduler.run();
    expect(told).toHaveBeenCalled();
    expect(tasks.map((task) => task.state)).toEqual(["done", "done"]);
  });
});

describe("Y6 nothing is dropped", () => {
  it("by any program that yields all that it begins", () => {
    fc.assert(
      fc.property(
        programs("pass", "sleep", "spawn", "call", "send", "receive", "emit", "cancel", "interrupt"),
        (ops) => {
          const world = newWorld();
          const scheduler = new Scheduler();
          scheduler.spawn(interpret, world, ops);
          scheduler.advance(100);
          expect(world.log.filter((line) => line.includes("DroppedSyscallError"))).toEqual([]);
        },
      ),
    );
  });

  it.each<readonly [string, () => Body]>([
    ["by call, which runs the generator as a frame", () => inline(call(rows))],
    ["by yield* of the generator", () => rows() as Body],
    [
      "by a generator that is closed where it does not wait",
      function* () {
        for (const row of rows()) if (row) break;
        return yield;
      },
    ],
    [
      "by one that is made and not begun",
      function* () {
        rows();
        sleep(5);
        return yield;
      },
    ],
    [
      "by a hand that yields on what it is given",
      function* () {
        const it = rows();
        for (let step = it.next(); step.done !== true;) step = it.next(yield step.value);
        return 1;
      },
    ],
    [
      "by a task that is cancelled while it waits",
      function* () {
        const child = yield* spawn(rest);
        yield;
        child.cancel();
        return yield;
      },
    ],
    [
      "by a task that throws at its wait",
      function* () {
        yield* ensure(rest, () => {});
        self().interrupt("up");
        try {
          yield* sleep(5);
        } catch {
          yield* emit("caught");
        }
        return 1;
      },
    ],
  ])("%s", (_, program) => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program);
    scheduler.run();
    expect(task.state).toBe("done");
  });
});

function bare(make: () => unknown): () => Body {
  return function* () {
    return yield make();
  };
}

function* inline(syscall: Syscall<unknown>): Body {
  return yield* syscall;
}

function* waits(): Generator<unknown, void> {
  for (let i = 0; i < 3; i++) yield* sleep(i);
}

function* rest(): Generator<unknown, void> {
  yield* sleep(1);
}
