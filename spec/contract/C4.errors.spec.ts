import { CancellationLostError, CleanupError, Scheduler } from "rondo";
import { call, cancel, pass, run, sleep, spawn, spawnWith } from "rondo";
import { thrownBy } from "../support/thrown.js";

function* waits(): Generator<unknown, void> {
  yield* sleep(10);
}

describe("C4 the CleanupError", () => {
  function* helper(): Generator<unknown, void> {
    try {
      yield* waits();
    } finally {
      yield* sleep(7);
    }
  }

  function messageOf(program: () => Generator<unknown, unknown>): string {
    const scheduler = new Scheduler();
    const task = scheduler.spawnWith({ name: "worker" }, program);
    scheduler.advance(0);
    task.cancel();
    const error = thrownBy(() => scheduler.run());
    expect(error).toBeInstanceOf(CleanupError);
    expect(task.error).toBe(error);
    return (error as Error).message;
  }

  it("names the task, the wait, the program and the cure, where a program is inlined", () => {
    const message = messageOf(function* download() {
      yield* helper();
    });
    for (const part of ["worker 1", "sleep(7)", "call(", "ensure(", "use("]) expect(message).toContain(part);
  });

  it("names the innermost frame, in which the program is inlined", () => {
    const message = messageOf(function* () {
      yield* call(function* inner() {
        yield* helper();
      });
    });
    expect(message).toContain("inner");
  });

  it("asks for yield* where a yield is bare", () => {
    const message = messageOf(function* () {
      try {
        yield* waits();
      } finally {
        yield sleep(7);
      }
    });
    expect(message).toContain("yield*");
    expect(message).toContain("sleep(7)");
  });

  it("fails the parent like any error", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        const child = yield* spawn(function* () {
          yield* helper();
        });
        yield* pass();
        yield* pass();
        yield* cancel(child);
      }),
    );
    expect(thrown).toBeInstanceOf(CleanupError);
  });

  it("is none where nothing waits", () => {
    const state = run(function* () {
      const child = yield* spawnWith({ supervised: true }, function* () {
        yield* call(waits);
      });
      yield* pass();
      yield* cancel(child);
      return child.state;
    });
    expect(state).toBe("cancelled");
  });
});

it("C4 a CancellationLostError names the task and the program that lost it", () => {
  const scheduler = new Scheduler();
  const task = scheduler.spawnWith({ name: "worker" }, function* () {
    yield* call(function* loses() {
      try {
        yield* waits();
      } finally {
        return "kept";
      }
    });
  });
  scheduler.advance(0);
  task.cancel();
  const error = thrownBy(() => scheduler.run());
  expect(error).toBeInstanceOf(CancellationLostError);
  expect((error as Error).message).toMatch(/worker 1.*loses/);
});
