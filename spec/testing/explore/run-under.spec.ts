import assert from "node:assert/strict";
import fc from "fast-check";
import { sleep, timeout } from "rondo";
import { explore, runUnder, ScheduleFailure, type ExploreSetup } from "rondo/testing";
import { lostUpdate } from "../../support/explored.js";
import { thrownBy } from "../../support/thrown.js";

/** Three tasks of two steps; puts down in which order the steps come. */
function steps(order: string[]): ExploreSetup {
  return () => {
    order.length = 0;
    function* twice(name: string): Generator<unknown, void> {
      order.push(name);
      yield;
      order.push(name.toUpperCase());
    }
    return { tasks: [() => twice("a"), () => twice("b"), () => twice("c")] };
  };
}

/** The order of the steps under some choices. */
function under(...choices: number[]): string {
  const order: string[] = [];
  runUnder(steps(order), choices);
  return order.join("");
}

describe("runUnder", () => {
  it("lets the last task go on where nothing is said, and the first one where that has ended", () => {
    expect(under()).toBe("aAbBcC");
    expect(under(0, 0, 0, 0)).toBe("aAbBcC");
  });

  it("passes over as many as a number says, from the last task on, and no more than there are", () => {
    expect(under(1)).toBe("bBaAcC");
    expect(under(2)).toBe("cCaAbB");
    expect(under(0, 1)).toBe("abBAcC");
    expect(under(0, 1, 1)).toBe("abcCAB");
    expect(under(0, 1, 2)).toBe("abABcC");
    expect(under(3)).toBe(under(2));
    expect(under(4, 7)).toBe(under(2, 2));
  });

  it("asks for no number where there is one task to choose from", () => {
    expect(under(0, 0, 0, 0, 1)).toBe(under());
    expect(under(0, 0, 0, 1)).toBe("aAbBcC".replace("bBcC", "bcCB"));
  });

  it("reaches every schedule", () => {
    const seen = new Set<string>();
    for (let n = 0; n < 3 ** 5; n++)
      seen.add(under(...Array.from({ length: 5 }, (_, i) => Math.floor(n / 3 ** i) % 3)));
    expect(seen.size).toBe(90);
  });

  it("reports on the one run", () => {
    expect(runUnder(steps([]), [1])).toMatchObject({ strategy: "choices", schedules: 1, complete: false, depth: 6 });
  });

  it("throws the failure of that schedule", () => {
    expect(() => runUnder(lostUpdate, [])).not.toThrow();
    const failure = thrownBy(() => runUnder(lostUpdate, [0, 1])) as ScheduleFailure;
    expect(failure).toBeInstanceOf(ScheduleFailure);
    expect(failure).toMatchObject({ kind: "check", preemptions: 1 });
  });

  it("takes a mode of time and a limit of steps", () => {
    const setup: ExploreSetup = () =>
      function* main() {
        yield* timeout(10, function* () {
          yield* sleep(5);
        });
      };
    expect(() => runUnder(setup, [])).not.toThrow();
    expect(() => runUnder(setup, [1], { time: "free" })).toThrow(/TimeoutError/);
    expect(() => runUnder(setup, [], { steps: 1 })).toThrow(/^livelock: /);
  });

  it.each([[5], [undefined], ["01"]])("refuses choices that are no list: %p", (choices) => {
    expect(() => runUnder(lostUpdate, choices as never)).toThrow(/^runUnder: .* is no list of choices\.$/);
  });

  it.each([[-1], [0.5], [NaN], ["1"]])("refuses a choice that is no whole number from 0 up: %p", (choice) => {
    expect(() => runUnder(lostUpdate, [choice as number])).toThrow(/^runUnder: choices: /);
  });
});

describe("a property over inputs and schedules", () => {
  /** `count` tasks add what they are given to a sum; one that adds more than 9 gives the others time to come between. */
  function adders(amounts: readonly number[]): ExploreSetup {
    return () => {
      let sum = 0;
      function* add(n: number): Generator<unknown, void> {
        const before = sum;
        if (n > 9) yield;
        sum = before + n;
        yield;
      }
      return {
        tasks: amounts.map((n) => () => add(n)),
        check: () =>
          assert.equal(
            sum,
            amounts.reduce((a, b) => a + b, 0),
          ),
      };
    };
  }

  const sorted = (amounts: readonly number[]): number[] => [...amounts].sort((a, b) => a - b);

  it("is shrunk to the least input and the simplest schedule together", () => {
    const inputs = fc.tuple(fc.nat(50), fc.nat(50));
    const schedules = fc.array(fc.nat(2), { maxLength: 20 });
    for (let seed = 0; seed < 50; seed++) {
      const { counterexample } = fc.check(
        fc.property(inputs, schedules, (amounts, choices) => {
          runUnder(adders(amounts), choices);
        }),
        { seed, numRuns: 1000 },
      );
      const [amounts, choices] = counterexample!;
      // One that gives time, one that comes between, and one preemption.
      expect(sorted(amounts)).toEqual([1, 10]);
      expect(choices).toEqual(amounts[0] === 10 ? [0, 1] : [1, 1]);
    }
  });

  it("is shrunk to the least input by an exploration of each, also where inputs decide how many tasks there are", () => {
    const inputs = fc.array(fc.nat(50), { minLength: 1, maxLength: 3 });
    for (let seed = 0; seed < 10; seed++) {
      const { counterexample } = fc.check(
        fc.property(inputs, (amounts) => {
          explore(adders(amounts), { strategy: "exhaustive" });
        }),
        { seed },
      );
      const amounts = counterexample![0];
      expect(sorted(amounts)).toEqual([1, 10]);
    }
  });
});
