import { sleep, wait } from "rondo";
import { explore, replay, ScheduleFailure, type ExploreOptions, type ExploreSetup } from "rondo/testing";
import { errorOf } from "../../support/thrown.js";

function failure(setup: ExploreSetup, options: ExploreOptions = {}): ScheduleFailure {
  const error: unknown = errorOf(() => explore(setup, options));
  if (error instanceof ScheduleFailure) return error;
  throw error;
}

describe("a run that waits for the outside", () => {
  function* main(): Generator<unknown, void> {
    yield* wait(new Promise(() => undefined));
  }

  it("is told, under the picture too, to let a task answer, and not what a plain run is told", () => {
    const { kind, message, timeline } = failure(() => main);
    expect([kind, message.split("\n")[0]]).toEqual([
      "deadlock",
      "deadlock: Only the outside can wake what is left, and an exploration waits for nothing outside. " +
        "Let a task of the scene answer in its place:",
    ]);
    expect(timeline).toContain("stopped after step 1: Only the outside can wake what is left, and an exploration");
    expect(message).not.toContain("runAsync");
  });
});

describe("a run that lasts longer than its scheduler allows", () => {
  function* main(): Generator<unknown, void> {
    yield* sleep(10);
    yield* sleep(100);
  }
  const scheduler = { maxTime: 50 };

  it.each(["dpor", "exhaustive", undefined] as const)(
    "fails with a schedule that can be replayed, under %p",
    (strategy) => {
      const { kind, message, token } = failure(() => main, {
        scheduler,
        ...(strategy === undefined ? {} : { strategy }),
      });
      expect([kind, message.split(":")[1]]).toEqual(["error", " TimeLimitError"]);
      expect(errorOf(() => replay(() => main, token, { scheduler })).message.split("\n")[0]).toBe(
        message.split("\n")[0],
      );
    },
  );

  it("is one failure where all are collected", () => {
    expect(explore(() => main, { scheduler, strategy: "dpor", collect: true, steps: 50 })).toMatchObject({
      failing: 1,
    });
  });
});
