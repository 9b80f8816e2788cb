import { explore, History, linearizable, type ExploreScene, type StrategyName } from "rondo/testing";

/** A counter whose increment takes two steps, and whose state no exploration sees. */
class Racy {
  private count = 0;
  *increment(): Generator<undefined, number> {
    const before = this.count;
    yield;
    this.count = before + 1;
    return before + 1;
  }
}

class Counter {
  private count = 0;
  increment(): number {
    return ++this.count;
  }
}

function scene(tasks: number): ExploreScene {
  const history = new History();
  const counter = history.record(new Racy());
  return {
    tasks: Array.from(
      { length: tasks },
      () =>
        function* () {
          yield* counter.increment();
        },
    ),
    check: () => void linearizable(history.operations, Counter),
  };
}

describe.each<StrategyName>(["exhaustive", "dpor", "dpor-source"])("an exploration with %s", (strategy) => {
  it("finds a history that is not linearizable, though the state of the object is not tracked", () => {
    expect(() => explore(() => scene(2), { strategy, shrink: false })).toThrow("LinearizabilityError");
  });
});

it("reorders a return and an invocation of different tasks, and two returns, but no two invocations", () => {
  const idle = (): ExploreScene => {
    const history = new History();
    return {
      tasks: [0, 1].map(
        () =>
          function* () {
            const operation = history.invoke("look");
            yield;
            operation.returned();
          },
      ),
    };
  };
  // One before the other, the other before the one, or both at once, with either return first.
  expect(explore(idle, { strategy: "dpor" })).toMatchObject({ schedules: 4, blocked: 0, complete: true });
});
