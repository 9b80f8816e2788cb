import {
  call,
  cancel,
  join,
  pass,
  receive,
  run,
  Scheduler,
  self,
  send,
  sleep,
  spawn,
  type Program,
  type Task,
} from "rondo";
import { lingers, stays } from "../support/actors.js";

/** Starts a program, cancels it when it waits, and runs to the end. */
function cancelled(program: Program): { task: Task; scheduler: Scheduler } {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program);
  scheduler.advance(0);
  task.cancel();
  scheduler.run();
  return { task, scheduler };
}

describe("C2 the cancelled task", () => {
  it("stops at once: nothing after its wait runs, and nothing at all before its next turn", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* sleep(5);
        log.push("went on");
      } finally {
        log.push("finally");
      }
    });
    scheduler.advance(0);
    task.cancel();
    expect([log, task.state]).toEqual([[], "ready"]);
    expect(scheduler.step()).toBe(true);
    expect([log, task.state, task.done]).toEqual([["finally"], "cancelled", true]);
  });

  it("is unwound from the inside out through its frames: each finally runs once, when the inner one is done", () => {
    const log: string[] = [];
    function frame(name: string, body: Program): Program {
      return function* () {
        try {
          yield* call(body);
        } finally {
          log.push(`${name} begins`);
          yield* sleep(1);
          yield* pass();
          log.push(`${name} ends`);
        }
      };
    }
    const { scheduler } = cancelled(
      frame(
        "outer",
        frame(
          "middle",
          frame("inner", () => stays(log, "innermost")),
        ),
      ),
    );
    const each = ["inner", "middle", "outer"].flatMap((name) => [`${name} begins`, `${name} ends`]);
    expect(log).toEqual(["innermost leaves", ...each]);
    expect(scheduler.now).toBe(3);
  });

  it("is unwound through a frame that was yielded as a generator object", () => {
    const log: string[] = [];
    cancelled(function* () {
      try {
        yield lingers(log, "inner");
      } finally {
        log.push("outer");
      }
    });
    expect(log).toEqual(["inner leaves", "inner is gone", "outer"]);
  });

  it("is unwound through what it inlined with yield*, inner before outer", () => {
    const log: string[] = [];
    function* nested(depth: number): Generator<unknown, void> {
      try {
        if (depth === 0) yield* receive();
        else yield* nested(depth - 1);
      } finally {
        log.push(String(depth));
      }
    }
    const { task } = cancelled(() => nested(4));
    expect([log, task.state]).toEqual([["0", "1", "2", "3", "4"], "cancelled"]);
  });

  it("is seen by no catch, in no frame", () => {
    const log: unknown[] = [];
    const { task } = cancelled(function* () {
      try {
        yield* call(function* () {
          try {
            yield* receive();
          } catch (error) {
            log.push(error);
          }
        });
      } catch (error) {
        log.push(error);
      }
      log.push("went on");
    });
    expect([log, task.state, task.error, task.result]).toEqual([[], "cancelled", undefined, undefined]);
  });

  it("ends where it waits for its children, too", () => {
    const log: string[] = [];
    const { task } = cancelled(function* () {
      yield* spawn(lingers, log, "child");
      return "a result";
    });
    expect([log, task.state, task.result]).toEqual([["child leaves", "child is gone"], "cancelled", undefined]);
  });
});

describe("C2 the children of a cancelled scope", () => {
  it("go one at a time, youngest first, each wholly gone before the next is asked; then the frame inside", () => {
    const log: string[] = [];
    const { scheduler } = cancelled(function* () {
      for (const name of ["eldest", "middle", "youngest"]) yield* spawn(lingers, log, name);
      yield* call(stays, log, "parent");
    });
    const each = ["youngest", "middle", "eldest"].flatMap((name) => [`${name} leaves`, `${name} is gone`]);
    expect(log).toEqual([...each, "parent leaves"]);
    expect(scheduler.now).toBe(3);
  });

  it("take their own children with them before they go themselves", () => {
    const log: string[] = [];
    cancelled(function* () {
      yield* spawn(function* () {
        yield* spawn(lingers, log, "1.1.1");
        yield* spawn(lingers, log, "1.1.2");
        yield* call(stays, log, "1.1");
      });
      yield* spawn(function* () {
        yield* spawn(lingers, log, "1.2.1");
        yield* call(stays, log, "1.2");
      });
      yield* call(stays, log, "1");
    });
    expect(log.filter((line) => line.endsWith("leaves"))).toEqual(
      ["1.2.1", "1.2", "1.1.2", "1.1.1", "1.1", "1"].map((name) => `${name} leaves`),
    );
  });

  it("live on until their turn, so that the cleanup of a younger one can use an older one", () => {
    const log: string[] = [];
    cancelled(function* () {
      const server = yield* spawn(function* () {
        try {
          for (;;) yield* send(yield* receive<Task>(), "answer");
        } finally {
          log.push("the server leaves");
        }
      });
      yield* spawn(function* () {
        try {
          yield* sleep(100);
        } finally {
          yield* send(server, self());
          log.push(`the client got an ${yield* receive<string>()}`);
        }
      });
      yield* sleep(100);
    });
    expect(log).toEqual(["the client got an answer", "the server leaves"]);
  });

  it("may end by themselves while they wait for their turn", () => {
    const log: string[] = [];
    cancelled(function* () {
      const elder = yield* spawn(function* () {
        yield* sleep(1);
        log.push("the elder is done");
      });
      yield* spawn(function* () {
        try {
          yield* sleep(100);
        } finally {
          yield* join(elder);
          log.push("the younger knows");
        }
      });
    });
    expect(log).toEqual(["the elder is done", "the younger knows"]);
  });

  it("can send to their parent in their cleanup, which reads it in its own", () => {
    const log: unknown[] = [];
    cancelled(function* () {
      const parent = self();
      try {
        yield* spawn(function* () {
          try {
            yield* sleep(100);
          } finally {
            yield* sleep(1);
            yield* send(parent, "last words");
          }
        });
        yield* sleep(100);
      } finally {
        log.push(yield* receive());
      }
    });
    expect(log).toEqual(["last words"]);
  });

  it("are all gone before whoever cancelled goes on", () => {
    const log: string[] = [];
    run(function* () {
      const parent = yield* spawn(function* () {
        for (const name of ["elder", "younger"]) yield* spawn(lingers, log, name);
      });
      yield* sleep(1);
      yield* cancel(parent);
      log.push("the canceller");
    });
    expect(log.at(-1)).toBe("the canceller");
    expect(log).toHaveLength(5);
  });
});
