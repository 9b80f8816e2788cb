import { call, Channel, ensure, LockError, Mutex, pass, Semaphore, sleep, suspend, use } from "rondo";
import { sweep, SweepFailure, type Setup, type SweepOptions } from "rondo/testing";
import { thrownBy } from "../../support/thrown.js";

/** What a sweep says about a scene that is wrong. */
function failureOf(setup: Setup, options?: SweepOptions): SweepFailure {
  const error = thrownBy(() => sweep(setup, options));
  expect(error).toBeInstanceOf(SweepFailure);
  return error as SweepFailure;
}

describe("a sweep fails", () => {
  it("where a lock is lost, and says when, what is wrong, and how to run that case alone", () => {
    const setup: Setup = () => {
      const mutex = new Mutex("m");
      return function* careless() {
        const guard = yield* mutex.lock();
        yield* sleep(10);
        guard.release();
      };
    };
    const failure = failureOf(setup);
    expect(failure.message).toBe(
      [
        "careless 1 was cancelled after 1 turn, when it was ready to go on:",
        "  left behind: Mutex m, lost with careless 1, which has ended",
        'To run this case alone: sweep(setup, { only: { act: "cancel", task: "1", step: 1 } })',
      ].join("\n"),
    );
    expect(failure.case).toEqual({ act: "cancel", task: "1", step: 1 });
    expect(failureOf(setup, { only: failure.case! }).message).toBe(failure.message);
    expect(failureOf(setup, { acts: ["interrupt"] }).message).toContain("careless 1 was interrupted after 1 turn");
  });

  it("where a permit is lost", () => {
    const { faults } = failureOf(() => {
      const semaphore = new Semaphore(2);
      return function* careless() {
        yield* semaphore.acquire(2);
        yield* sleep(10);
        semaphore.release(2);
      };
    });
    expect(faults).toEqual(["left behind: 2 permits of Semaphore(2), taken by careless 1, which has ended"]);
  });

  it("where a cleanup is not done, because a native finally waits before", () => {
    const failure = failureOf((cleanups) => ({
      tasks: [
        function* main() {
          const done = cleanups.due("file");
          try {
            yield* sleep(1);
          } finally {
            yield* sleep(1);
            done();
          }
        },
      ],
    }));
    expect(failure.message).toContain("main 1 was cancelled after 2 turns, when it waited for sleep(1):");
    expect(failure.faults).toEqual(["the cleanup of file in main 1 was never done"]);
  });

  it("where a value is lost, by what the scene's check throws, which is the cause", () => {
    const failure = failureOf(() => {
      const [from, to] = [new Channel<number>(1), new Channel<number>(1)];
      from.trySend(1);
      return {
        tasks: [
          function* mover() {
            const value = yield* from.receive();
            yield* pass();
            yield* to.send(value);
          },
        ],
        check: () => expect(from.size + to.size).toBe(1),
      };
    });
    expect(failure.faults).toEqual([expect.stringMatching(/^the check failed: /)]);
    expect(failure.cause).toMatchObject({ matcherResult: { expected: 1, actual: 0 } });
  });

  it("where a cleanup throws", () => {
    const failure = failureOf(() => {
      let file: { close: () => void } | undefined;
      return function* main() {
        try {
          yield* sleep(1);
          file = { close: () => {} };
          yield* sleep(1);
        } finally {
          file!.close();
        }
      };
    });
    expect(failure.message).toContain("an error escaped: TypeError: Cannot read properties of undefined");
    expect(failure.cause).toBeInstanceOf(TypeError);
  });

  it("where an error of a cleanup is kept under the interrupt that led to it", () => {
    const failure = failureOf(
      () =>
        function* main() {
          let isDone = false;
          yield* ensure(
            function* () {
              yield* sleep(1);
              isDone = true;
            },
            () => {
              if (!isDone) throw new RangeError("in cleanup");
            },
          );
        },
      { only: { act: "interrupt", task: "1", step: 1 } },
    );
    expect(failure.message).toContain("suppressed: RangeError: in cleanup");
  });

  it("where a cancellation gets lost in a finally", () => {
    const failure = failureOf(
      () =>
        function* main() {
          for (let left = 2; left > 0; left--) {
            try {
              yield* sleep(1);
            } finally {
              continue;
            }
          }
        },
    );
    expect(failure.faults).toEqual([expect.stringContaining("CancellationLostError")]);
  });

  it("where a program uses a lock against its rules when it is disturbed", () => {
    const failure = failureOf(() => {
      const mutex = new Mutex();
      return function* main() {
        const guard = yield* mutex.lock();
        try {
          yield* sleep(1);
          guard.release();
        } catch (error) {
          guard.release();
          throw error;
        } finally {
          if (mutex.locked) guard.release();
          else guard[Symbol.dispose]();
        }
        yield* use(
          () => guard,
          () => guard.release(),
        );
      };
    });
    expect(failure.cause).toBeInstanceOf(LockError);
  });

  it("where a cleanup never ends", () => {
    let runs = 0;
    const failure = failureOf(
      () =>
        function* main() {
          yield* ensure(
            function* () {
              yield* sleep(1);
            },
            function* stuck() {
              if (++runs > 1) yield* suspend(() => {});
            },
          );
        },
      { acts: ["cancel"] },
    );
    expect(failure.faults[0]).toBe("it did not end: it waits for suspend(anonymous)");
  });
});

describe("a program cannot be swept", () => {
  it("that stands still by itself: the failure shows who waits for what", () => {
    const failure = failureOf(
      () =>
        function* main() {
          yield* call(function* () {
            yield* suspend(() => {});
          });
        },
    );
    expect(failure.message).toBe(
      "The program was left to itself:\n" +
        "  it does not come to its end by itself:\n  main 1: waits for suspend(anonymous)",
    );
    expect(failure.case).toBeUndefined();
  });

  it("that does not come to an end within as many turns as it may have", () => {
    const { faults } = failureOf(
      () =>
        function* main() {
          for (;;) yield* sleep(1);
        },
      { maxSteps: 100 },
    );
    expect(faults[0]).toBe("it does not come to its end by itself:\nmain 1: waits for sleep(1)");
  });

  it("that fails by itself, unless that is expected", () => {
    const boom = new Error("boom");
    const main = function* (): Generator<unknown, void> {
      yield* sleep(1);
      throw boom;
    };
    const failure = failureOf(() => main);
    expect([failure.cause, failure.faults[0]]).toEqual([
      boom,
      expect.stringContaining("an error escaped: Error: boom"),
    ]);
    sweep(() => ({ tasks: [main], expects: (error) => error === boom }));
  });

  it("that keeps something from one run to the next", () => {
    let count = 0;
    const failure = failureOf(
      () =>
        function* main() {
          yield* sleep(++count);
        },
    );
    expect(failure.message).toContain("Two runs of the program differ before anything was done to it");
    expect(failure.faults).toContain("turn 0 of the first: main 1: sleep(1)");
  });
});
