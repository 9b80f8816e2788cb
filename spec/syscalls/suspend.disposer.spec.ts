import {
  CleanupTimeoutError,
  pass,
  ReentrancyError,
  run,
  Scheduler,
  scope,
  select,
  self,
  sleep,
  spawn,
  suppressed,
  suspend,
  type Syscall,
  type Task,
} from "../../lib/index.js";
import { Outside, raise, waitingOn, waitsFor } from "../support/outside.js";
import { thrownBy } from "../support/thrown.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const [first, second] = [new Error("first"), new Error("second")];

describe("a start of suspend that throws", () => {
  it("throws at the yield", () => {
    const { watched, log } = waitingOn(new Outside().wait(() => raise(first)));
    watched.settle();
    expect(log[0]).toBe(first);
  });

  it("takes the place of a value that it gave before", () => {
    const outside = new Outside();
    const { watched, log } = waitingOn(
      outside.wait(() => {
        outside.resolve("value");
        throw first;
      }),
    );
    watched.settle();
    expect([log[0], outside.disposed]).toEqual([first, 0]);
  });

  it("is kept under an error that it gave before", () => {
    const error = new Error("given");
    const outside = new Outside();
    const { watched, log } = waitingOn(
      outside.wait(() => {
        outside.reject(error);
        throw second;
      }),
    );
    watched.settle();
    expect([log[0], suppressed(error)]).toEqual([error, [second]]);
  });

  it("is reported where its wait was withdrawn by then", () => {
    const [winner, loser] = [new Outside(), new Outside()];
    const begins = loser.wait(() => {
      winner.resolve("won");
      throw first;
    });
    const { watched, log } = waitingOn(select({ winner: winner.wait(), loser: begins }));
    watched.settle();
    expect([log[0], watched.thrown]).toEqual([{ name: "winner", value: "won" }, [first]]);
  });
});

describe("a disposer of suspend that throws", () => {
  const throwing = (error: unknown) => (): never => raise(error);

  it("on an answer takes the place of the value", () => {
    const outside = new Outside();
    const { watched, log } = waitingOn(outside.wait(undefined, throwing(first)));
    outside.resolve("value");
    watched.settle();
    expect([log, outside.disposed, watched.thrown]).toEqual([[first, "went on"], 1, []]);
  });

  it("on an answer that came at once, too", () => {
    const outside = new Outside();
    const { watched, log } = waitingOn(outside.wait(() => outside.resolve("value"), throwing(first)));
    watched.settle();
    expect([log, outside.disposed]).toEqual([[first, "went on"], 1]);
  });

  it("on a rejection is kept under its error", () => {
    const error = new Error("rejected");
    const outside = new Outside();
    const { watched, log } = waitingOn(outside.wait(undefined, throwing(second)));
    outside.reject(error);
    watched.settle();
    expect([log[0], suppressed(error), outside.disposed]).toEqual([error, [second], 1]);
  });

  it("on a cancellation stops nothing, and the task ends failed with it (C9)", () => {
    const outside = new Outside();
    const log: string[] = [];
    const watched = new WatchedKernel();
    const task = watched.spawn(function* () {
      try {
        yield* scope(function* () {
          yield* spawn(logsItsEnd, log, "child");
          try {
            yield* outside.wait(undefined, throwing(first));
          } finally {
            log.push("inner");
          }
        });
      } catch {
        log.push("is seen by no catch");
      } finally {
        log.push("outer");
      }
    });
    for (let turn = 0; turn < 3; turn++) watched.step();
    expect(task.waitingFor).toMatch("suspend");
    task.cancel();
    watched.settle();
    expect([log, task.state, task.error]).toEqual([["child", "inner", "outer"], "failed", first]);
    expect(watched.thrown).toEqual([first]);
  });

  it("in a scope that fails is kept under the error of that scope (F2)", () => {
    const error = new Error("of the child");
    const result = thrownBy(() =>
      run(function* () {
        yield* spawn(function* () {
          yield* sleep(1);
          throw error;
        });
        yield* new Outside().wait(undefined, throwing(second));
      }),
    );
    expect([result, suppressed(error)]).toEqual([error, [second]]);
  });

  it("on an interrupt is an error event, once; the task hears the interrupt", () => {
    const outside = new Outside();
    const { watched, log, task } = waitingOn(outside.wait(undefined, throwing(second)));
    const events: unknown[] = [];
    watched.kernel.reporter.on("error", (error, of) => void events.push([error, of?.id]));
    task.interrupt(first);
    watched.settle();
    expect([log, events, watched.thrown]).toEqual([[first, "went on"], [[second, "1"]], []]);
  });

  it("on an interrupt is thrown by the host call where nobody listens", () => {
    const outside = new Outside();
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield* outside.wait(undefined, throwing(second));
      } catch {
        yield* sleep(5);
      }
      return "went on";
    });
    scheduler.spawn(function* () {
      yield* sleep(1);
      task.interrupt(first);
    });
    expect(thrownBy(() => scheduler.run())).toBe(second);
    expect(scheduler.now).toBe(1);
    scheduler.run();
    expect(task.result).toBe("went on");
  });

  it("of a wait that lost in a select is reported; the select is answered", () => {
    const [winner, loser] = [new Outside(), new Outside()];
    const { watched, log } = waitingOn(
      select({ loser: loser.wait(undefined, throwing(first)), winner: winner.wait() }),
    );
    winner.resolve("won");
    watched.settle();
    expect([log, watched.thrown]).toEqual([[{ name: "winner", value: "won" }, "went on"], [first]]);
  });

  it("of a select that is cancelled becomes the task's error, all of them in order", () => {
    const lost = new Error("lost");
    const both = {
      a: new Outside().wait(undefined, throwing(lost)),
      b: new Outside().wait(undefined, throwing(second)),
    };
    const { watched, task } = waitingOn(select(both));
    task.cancel();
    watched.settle();
    expect([task.error, suppressed(lost), watched.thrown]).toEqual([lost, [second], [lost]]);
  });

  it("in a cleanup that is abandoned is kept under the CleanupTimeoutError", () => {
    const outside = new Outside();
    const watched = new WatchedKernel();
    const task = watched.spawn(function* () {
      try {
        yield* sleep(100);
      } finally {
        yield* outside.wait(undefined, throwing(first));
      }
    });
    watched.step();
    task.cancel("enough", { within: 5 });
    watched.settle();
    expect([watched.thrown, outside.disposed]).toEqual([[expect.any(CleanupTimeoutError)], 1]);
    expect(suppressed(watched.thrown[0])).toEqual([first]);
  });

  it("of a child that is abandoned with its parent is kept there, too", () => {
    const watched = new WatchedKernel();
    const parent = watched.spawn(function* () {
      yield* spawn(() => waitsFor(new Outside().wait(undefined, throwing(first))));
      try {
        yield* sleep(100);
      } finally {
        yield* suspend(() => {});
      }
    });
    for (let turn = 0; turn < 3; turn++) watched.step();
    parent.cancel("enough", { within: 5 });
    watched.settle();
    expect(watched.thrown.flatMap((error) => [error, ...suppressed(error)])).toContain(first);
  });
});

function both(task: Task, outside: Outside): void {
  task.cancel();
  outside.reject(second);
}

describe("a disposer of suspend may do anything to its own task", () => {
  it.each<[string, (task: Task, outside: Outside) => void]>([
    ["cancels", (task) => task.cancel()],
    ["interrupts", (task) => void task.interrupt(second)],
    ["answers", (_task, outside) => outside.resolve("again")],
    ["cancels and answers", both],
  ])("one that %s it leaves everything whole, whatever ended the wait", (_, act) => {
    const ends: ((outside: Outside, task: Task) => void)[] = [
      (outside) => outside.resolve("value"),
      (outside) => outside.reject(first),
      (_outside, task) => task.cancel(),
      (_outside, task) => void task.interrupt(first),
    ];
    for (const end of ends) {
      const outside = new Outside();
      let task: Task | undefined;
      const scene = waitingOn(
        outside.wait(
          () => (task = self()),
          () => act(task!, outside),
        ),
      );
      end(outside, scene.task);
      scene.watched.settle();
      expect([outside.disposed, scene.task.done, scene.watched.leftovers()]).toEqual([1, true, []]);
      expect(scene.watched.thrown.filter((error) => error !== second)).toEqual([]);
    }
  });

  it.each(["resolve", "reject"] as const)(
    "one that cancels it while an answer comes by %s leaves the answer first (C3)",
    (verb) => {
      const outside = new Outside();
      let task: Task | undefined;
      const scene = waitingOn(
        outside.wait(
          () => (task = self()),
          () => {
            task!.interrupt(second);
            task!.cancel();
          },
        ),
      );
      outside[verb]("answer");
      scene.watched.settle();
      expect([scene.log, scene.task.state]).toEqual([["answer"], "cancelled"]);
    },
  );

  it("one that answers another alternative of its select loses to that", () => {
    const [one, other] = [new Outside(), new Outside()];
    const disposer = () => {
      other.resolve("other");
      throw first;
    };
    const { watched, log } = waitingOn(select({ one: one.wait(undefined, disposer), other: other.wait() }));
    one.resolve("one");
    watched.settle();
    expect([log[0], watched.thrown]).toEqual([{ name: "other", value: "other" }, [first]]);
    expect([one.disposed, other.disposed, watched.kernel.outside.size]).toEqual([1, 1, 0]);
  });

  it("but it cannot drive the scheduler: that is a ReentrancyError (T7)", () => {
    const outside = new Outside();
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => waitsFor(outside.wait(undefined, () => scheduler.run())));
    scheduler.advance(0);
    outside.resolve("value");
    expect(() => scheduler.run()).toThrow(ReentrancyError);
    expect(task.error).toBeInstanceOf(ReentrancyError);
  });

  it.each<[string, (outside: Outside) => Syscall<unknown>, (outside: Outside) => void]>([
    ["an answer from outside", (outside) => outside.wait(), (outside) => outside.resolve("won")],
    ["a timer", () => sleep(1), () => {}],
  ])("one that cancels it when %s won a select leaves that answer first (C3)", (_, wait, win) => {
    const [winner, loser] = [new Outside(), new Outside()];
    const watched = new WatchedKernel();
    const log: unknown[] = [];
    const task = watched.spawn(function* () {
      const me = self();
      const both = { loser: loser.wait(undefined, () => me.cancel()), winner: wait(winner) };
      log.push((yield* select(both)).name);
      yield* pass();
      log.push("is not reached");
    });
    watched.step();
    win(winner);
    watched.settle();
    expect([log, task.state, watched.thrown]).toEqual([["winner"], "cancelled", []]);
  });
});

function* logsItsEnd(log: string[], name: string): Generator<unknown, void> {
  try {
    yield* sleep(100);
  } finally {
    log.push(name);
  }
}
