/**
 * What generator libraries of JavaScript are known to get wrong: a spec each. (effection 4.1.1, redux-saga 1.5.1,
 * ember-concurrency 5.2.1 and Effect, as measured when Rondo was begun.)
 */
import v8 from "node:v8";
import vm from "node:vm";
import {
  call,
  cancel,
  CleanupError,
  ensure,
  explain,
  join,
  pass,
  run,
  runAsync,
  Scheduler,
  self,
  sleep,
  spawn,
  suppressed,
  type DeadlockError,
  type Program,
  type Task,
} from "rondo";
import { eventLoop } from "../support/outside.js";
import { does } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Waits in its `finally`. */
function* helper(): Generator<unknown, void> {
  try {
    yield* sleep(1000);
  } finally {
    yield* sleep(5);
    log.push("the helper is clean");
  }
}

function cancelled(program: Program): Task {
  const scheduler = new Scheduler();
  scheduler.on("error", (error) => log.push((error as Error).name));
  const task = scheduler.spawn(program);
  scheduler.advance(0);
  task.cancel();
  scheduler.run();
  expect(scheduler.leftovers()).toEqual([]);
  return task;
}

describe("a cancelled task whose helper waits in its finally", () => {
  it("does not go on where the helper was called: it ends when that is clean", () => {
    const task = cancelled(function* () {
      yield* call(helper);
      log.push("went on");
    });
    expect([task.state, log]).toEqual(["cancelled", ["the helper is clean"]]);
  });

  it("does not go on where the helper was run inline: the wait is refused, and the error is told", () => {
    const task = cancelled(function* () {
      yield* helper();
      log.push("went on");
    });
    expect([task.state, task.error, log]).toEqual(["failed", expect.any(CleanupError), ["CleanupError"]]);
  });

  it("does not go on where a catch around the inline helper takes the error", () => {
    const task = cancelled(function* () {
      try {
        yield* helper();
      } catch {
        log.push("caught");
      }
      yield* pass();
      log.push("went on");
    });
    expect([task.state, log]).toEqual(["failed", ["caught", "CleanupError"]]);
  });
});

it("a native finally runs when its task is cancelled, at every depth, and without any help", () => {
  const inner = function* (): Generator<unknown, void> {
    try {
      yield* sleep(1000);
    } finally {
      log.push("inner");
    }
  };
  const middle = function* (): Generator<unknown, void> {
    try {
      yield* inner();
    } finally {
      log.push("middle");
    }
  };
  const task = cancelled(function* () {
    try {
      yield middle();
    } finally {
      log.push("outer");
    }
  });
  expect([task.state, log]).toEqual(["cancelled", ["inner", "middle", "outer"]]);
});

describe("a sibling whose finally throws while a failure ends it", () => {
  const [first, second] = [new Error("first"), new Error("in a finally")];
  function* main(): Generator<unknown, void> {
    yield* spawn(function* () {
      try {
        yield* sleep(1000);
      } finally {
        throw second;
      }
    });
    yield* spawn(function* () {
      yield* sleep(1);
      throw first;
    });
  }

  it("lets the run end all the same, with the first error and the other one under it", () => {
    expect([thrownBy(() => run(main)), suppressed(first)]).toEqual([first, [second]]);
  });

  it("lets the promise of the run be settled", async () => {
    await expect(runAsync(main, { time: "virtual" })).rejects.toBe(first);
  });
});

describe("a child that ends in a live parent", () => {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;

  it.each<[string, (child: Task) => Iterable<unknown, unknown, unknown>]>([
    ["cancelled", (child) => cancel(child)],
    ["cancelled from outside, and joined", (child) => does(() => (child.cancel(), cancel(child)))],
  ])("is not retained: %s", async (_how, end) => {
    const kept: WeakRef<object>[] = [];
    const scheduler = new Scheduler();
    function* child(payload: object): Generator<unknown, void> {
      try {
        yield* sleep(1000);
      } finally {
        yield* sleep(1);
        log.push(String("of" in payload));
      }
    }
    scheduler.spawn(function* parent() {
      for (let i = 0; i < 50; i++) {
        const payload = { of: i };
        kept.push(new WeakRef(payload));
        const task = yield* spawn(child, payload);
        yield* pass();
        yield* end(task);
      }
      yield* sleep(1_000_000);
    });
    scheduler.advance(1000);
    expect(log).toHaveLength(50);
    await eventLoop();
    collect();
    // The last one may stand in a register of the parent that nothing has written over.
    expect(kept.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(3);
    expect(scheduler.tasks()).toHaveLength(1);
  });
});

it("a task that cancels itself in its own finally ends, whether it waits for that or not", () => {
  for (const waits of [true, false]) {
    const task = cancelled(function* () {
      try {
        yield* sleep(1000);
      } finally {
        if (waits) yield* cancel(self());
        else self().cancel();
        yield* sleep(1);
        log.push("clean");
      }
    });
    expect(task.state).toBe("cancelled");
  }
  expect(log).toEqual(["clean", "clean"]);
});

it("tasks that join each other are a deadlock, which names both and the ring", () => {
  let second: Task | undefined;
  const error = thrownBy(() =>
    run(function* main() {
      const first = yield* spawn(function* first() {
        yield* sleep(1);
        yield* join(second!);
      });
      second = yield* spawn(() => does(() => join(first)));
    }),
  ) as DeadlockError;
  expect(error.name).toBe("DeadlockError");
  expect(error.cycle).toEqual(["first 1.1 < main 1", "anonymous 1.2 < main 1"]);
  expect(explain(error)).toContain("first 1.1 < main 1 waits for join(anonymous 1.2)");
});

it("a cleanup that never ends can be bounded, and does not take the canceller along", () => {
  const task = run(function* () {
    const stuck = yield* spawn(() =>
      does(() =>
        ensure(
          () => does(() => sleep(1000)),
          () => does(() => sleep(1e9)),
        ),
      ),
    );
    yield* pass();
    try {
      yield* cancel(stuck, { within: 10 });
    } catch (error) {
      log.push((error as Error).name);
    }
    return stuck;
  });
  expect([task.state, log]).toEqual(["cancelled", ["CleanupTimeoutError"]]);
});
