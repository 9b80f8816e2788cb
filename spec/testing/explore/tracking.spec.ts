import {
  explore,
  replay,
  runUnder,
  ScheduleFailure,
  tracked,
  type ExploreOptions,
  type ExploreScene,
  type StrategyName,
} from "rondo/testing";
import { errorOf } from "../../support/thrown.js";

/** A task that does something to tracked state, and one beside it. */
function scene(does: () => void): ExploreScene {
  function* acts(): Generator<unknown, void> {
    yield;
    does();
  }
  function* waits(): Generator<unknown, void> {
    yield;
  }
  return { tasks: [acts, waits] };
}

const refused: Readonly<Record<string, () => ExploreScene>> = {
  "adds a key": () => {
    const state = tracked<Record<string, number>>({ a: 1 });
    return scene(() => (state["b"] = 2));
  },
  "deletes a key": () => {
    const state = tracked<{ a?: number; b: number }>({ a: 1, b: 2 });
    return scene(() => delete state.a);
  },
  "puts in what cannot be tracked": () => {
    const state = tracked<{ at: Date | null }>({ at: null });
    return scene(() => (state.at = new Date(0)));
  },
  "tracks what cannot be tracked": () => scene(() => void tracked(new Date(0))),
};

const WATCHING: readonly (StrategyName | undefined)[] = ["dpor", "dpor-source", "pos", "roundRobin", undefined];

function failure(setup: () => ExploreScene, options: ExploreOptions): ScheduleFailure {
  const error: unknown = errorOf(() => explore(setup, options));
  if (error instanceof ScheduleFailure) return error;
  throw error;
}

describe("a program whose state cannot be tracked", () => {
  describe.each(Object.entries(refused))("because it %s", (_what, setup) => {
    it.each(WATCHING)("fails with that very error, under %p", (strategy) => {
      const { kind, message, token } = failure(setup, strategy === undefined ? {} : { strategy });
      expect([kind, message.split(":")[1]]).toEqual(["error", " TypeError"]);
      // It is the same program that is run again.
      expect(errorOf(() => replay(setup, token)).message.split("\n")[0]).toBe(message.split("\n")[0]);
    });

    it("fails so under a list of choices", () => {
      expect(errorOf(() => runUnder(setup, []))).toMatchObject({ kind: "error" });
    });
  });

  it("is refused in its setup by the first schedule of a portfolio, though that needs no tracking", () => {
    class Account {
      #balance = 0;
      deposit(): void {
        this.#balance++;
      }
    }
    function* main(): Generator<unknown, void> {
      yield;
    }
    const setup = (): ExploreScene => {
      tracked(new Account());
      return { tasks: [main] };
    };
    expect(errorOf(() => explore(setup)).message).toMatch(/^Cannot track Account \{\}: .* private fields/);
  });
});

describe("a schedule that is run once", () => {
  it("is not run again for what an invariant looks at", () => {
    let made = 0;
    const setup = (): ExploreScene => {
      made++;
      const state = tracked({ sum: 0 });
      return { ...scene(() => state.sum++), invariant: () => state.sum < 2 };
    };
    expect(explore(setup, { strategy: "roundRobin" }).schedules).toBe(1);
    runUnder(setup, [1]);
    expect(made).toBe(2);
  });
});
