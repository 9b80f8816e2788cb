import { cancel, CancelledError, pass, run, Scheduler, self, spawn, spawnWith, type Program } from "rondo";
import { toES5, toRegenerator } from "../coroutine/older-targets.js";

type Running = ReturnType<Program>;

let log: string[];

beforeEach(() => {
  log = [];
});

function* program(name: string): Generator<unknown, string> {
  log.push(`${name} begins`);
  try {
    yield* pass();
  } finally {
    log.push(`${name} ends`);
  }
  return "a result";
}

describe("C6 a task that is cancelled before its first turn", () => {
  it("never runs, and is cancelled when its turn comes", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program, "task");
    task.cancel();
    scheduler.run();
    expect([log, task.state, task.result]).toEqual([[], "cancelled", undefined]);
  });

  it("never runs as a child that its parent cancels in the next breath", () => {
    const scheduler = new Scheduler({ order: "priority" });
    scheduler.spawnWith({ priority: 1 }, function* () {
      const child = yield* spawnWith({ priority: 0 }, program, "child");
      yield* cancel(child);
      log.push(child.state);
    });
    scheduler.run();
    expect(log).toEqual(["cancelled"]);
  });

  it("never runs where its parent fails or is cancelled in the turn in which it was born", () => {
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      self().cancel();
      yield* spawn(program, "not even born");
    });
    const other = scheduler.spawn(function* () {
      yield* spawn(program, "other");
    });
    scheduler.step();
    scheduler.step();
    other.cancel();
    scheduler.run();
    expect([log, parent.state, other.state]).toEqual([["other begins", "other ends"], "cancelled", "cancelled"]);
  });

  it("gives a CancelledError to a join", () => {
    const name = run(function* () {
      const child = yield* spawn(function* () {
        const inner = yield* spawn(program, "inner");
        return inner;
      });
      return (yield* child).state;
    });
    expect(name).toBe("done");
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program, "task");
    const joiner = scheduler.spawn(function* () {
      try {
        yield* task;
      } catch (error) {
        return error instanceof CancelledError;
      }
      return false;
    });
    task.cancel();
    scheduler.run();
    expect([joiner.result, log.length]).toEqual([true, 2]);
  });

  it("never runs, whatever else is done to it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(program, "task");
    task.interrupt(new Error("before"));
    task.send("a message");
    task.cancel("first", { within: 5 });
    expect(task.interrupt(new Error("after"))).toBe(false);
    task.cancel("second");
    scheduler.run();
    expect([log, task.state, scheduler.now]).toEqual([[], "cancelled", 0]);
  });

  it.each<[string, (source: string) => string]>([
    ["TypeScript's ES5", toES5],
    ["Babel's regenerator", toRegenerator],
  ])("never runs in %s output either", (_target, compile) => {
    const source = `function* (log) { log("begins"); try { yield; } finally { log("ends"); } }`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the source above
    const evaluate = new Function(`return ${compile(source)};`) as () => (log: (line: string) => void) => Running;
    const make = evaluate();
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => make((line) => log.push(line)));
    task.cancel();
    scheduler.run();
    expect([log, task.state]).toEqual([[], "cancelled"]);
  });

  it("never runs where the scheduler is closed before it begins; the next older root lives on until its own turn to go", () => {
    const scheduler = new Scheduler();
    const tasks = ["elder", "younger"].map((name) => scheduler.spawn(program, name));
    scheduler.close();
    expect(log).toEqual(["elder begins", "elder ends"]);
    expect(tasks[1]!.state).toBe("cancelled");
  });
});
