import {
  any,
  cancel,
  CancelledError,
  ChannelClosedError,
  CleanupError,
  DeadlockError,
  LockAbandonedError,
  LockError,
  run,
  ScopeClosedError,
  sleep,
  spawn,
  TaskFinishedError,
  TimeoutError,
} from "rondo";
import { SweepInterrupt } from "rondo/testing";
import { suppress } from "../../../lib/kernel/notes.js";
import { isConsequence } from "../../../lib/testing/sweep/consequences.js";
import { thrownBy } from "../../support/thrown.js";

const nothing = (): boolean => false;

describe("an error that a disturbed program lets escape comes of the disturbance", () => {
  it.each<[string, unknown]>([
    ["where it is the interrupt itself", new SweepInterrupt("x")],
    ["where it tells of a cancelled task", new CancelledError("x")],
    ["where it tells of a task that has ended", new TaskFinishedError("x")],
    ["where it tells of a wait that took too long", new TimeoutError("x")],
    ["where it tells of a channel that was closed", new ChannelClosedError("x")],
    [
      "where it was caused by such an error",
      new Error("wrapped", { cause: new Error("twice", { cause: new SweepInterrupt("x") }) }),
    ],
    ["where it is made of such errors alone", new AggregateError([new CancelledError("a"), new SweepInterrupt("b")])],
  ])("%s", (_where, error) => {
    expect(isConsequence(error, nothing)).toBe(true);
  });

  it("where it is what combinators make of it", () => {
    const error = thrownBy(() =>
      run(function* () {
        yield* any([
          function* () {
            const child = yield* spawn(function* () {
              yield* sleep(1);
            });
            yield* cancel(child);
            yield* child;
          },
        ]);
      }),
    );
    expect([error, isConsequence(error, nothing)]).toEqual([expect.any(AggregateError), true]);
  });
});

describe("an error that a disturbed program lets escape is a fault", () => {
  it.each<[string, unknown]>([
    ["where it is any other", new TypeError("x")],
    ["where it is no error at all", "x"],
    ["where it tells of a lock that was used against its rules", new LockError("x")],
    ["where it tells of a lock that was lost", new LockAbandonedError("x")],
    ["where it tells of a cleanup that was lost", new CleanupError("x")],
    ["where it tells of a task that was spawned too late", new ScopeClosedError("x")],
    ["where it tells of a deadlock", new DeadlockError("x")],
    ["where it is made of nothing", new AggregateError([])],
    ["where it is made of such an error, too", new AggregateError([new SweepInterrupt("x"), new RangeError("y")])],
    ["where it was caused by another", new Error("x", { cause: new RangeError("y") })],
  ])("%s", (_where, error) => {
    expect(isConsequence(error, nothing)).toBe(false);
  });

  it("where such an error is suppressed under a harmless one", () => {
    const interrupt = new SweepInterrupt("x");
    suppress(interrupt, new CancelledError("harmless"));
    expect(isConsequence(interrupt, nothing)).toBe(true);
    suppress(interrupt, new TypeError("of a cleanup"));
    expect(isConsequence(interrupt, nothing)).toBe(false);
  });

  it("unless it is expected", () => {
    const boom = new Error("boom");
    const expects = (error: unknown): boolean => error === boom;
    expect(isConsequence(boom, expects)).toBe(true);
    expect(isConsequence(new AggregateError([boom, new SweepInterrupt("x")]), expects)).toBe(true);
    suppress(boom, new TypeError("of a cleanup"));
    expect(isConsequence(boom, expects)).toBe(false);
  });
});

it("goes round no ring of causes for ever", () => {
  const error = new Error("x");
  error.cause = new Error("y", { cause: error });
  expect(isConsequence(error, nothing)).toBe(true);
});
