import { pass, type Program } from "../../../../lib/index.js";
import { Portfolio } from "../../../../lib/testing/explore/strategies/portfolio.js";
import { cell, explore, invariant, type ExploreScene } from "../../../../lib/testing/index.js";
import { machineFor, needle, once, steppers } from "../support/sampling.js";

/** Tasks that write a cell each, so many times: one class of schedules. */
function independent(tasks: number, steps: number): ExploreScene {
  return {
    tasks: Array.from({ length: tasks }, (): Program => {
      const own = cell(0);
      return function* () {
        for (let i = 0; i < steps; i++) {
          own.set(i);
          if (i < steps - 1) yield* pass();
        }
      };
    }),
  };
}

describe("the portfolio", () => {
  it("is what is used where no strategy is named", () => {
    expect(explore(steppers(2, 2).setup)).toMatchObject({ strategy: "portfolio" });
  });

  it("tries the schedule of the plain scheduler first", () => {
    const { setup, outcome } = steppers(3, 2, 2);
    explore(setup, { schedules: 1 });
    expect(outcome()).toBe("abcabca");
  });

  it("needs one run for a program without a choice", () => {
    expect(explore(steppers(5).setup)).toMatchObject({ schedules: 1, complete: true });
  });

  it.each([[[2, 2]], [[3, 3]], [[2, 2, 2]], [[4, 3]]])(
    "explores tasks of %j steps whole, though nothing is tracked, and stops there",
    (lengths) => {
      const report = explore(steppers(...lengths).setup);
      expect(report.complete).toBe(true);
      expect(report.schedules).toBeLessThan(2000);
    },
  );

  it("counts every schedule once in traces", () => {
    expect(explore(steppers(3, 3).setup)).toMatchObject({ complete: true, traces: 20 });
  });

  it("does not take the reduced search for a proof where nothing is tracked", () => {
    expect(explore(steppers(6, 6, 6).setup, { schedules: 300 })).toMatchObject({ schedules: 300, complete: false });
  });

  it("does where the program tracks its state, and checks with the others all the same", () => {
    expect(explore(() => independent(3, 6), { schedules: 300 })).toMatchObject({ schedules: 300, complete: true });
  });

  it("says up to how many preemptions it has seen all schedules", () => {
    expect(explore(steppers(6, 6, 6).setup, { schedules: 2000 }).bound).toEqual({ preemptions: 1 });
  });

  it("gives each of its members its share", () => {
    const strategy = new Portfolio(1);
    const machine = machineFor(steppers(6, 6, 6).setup);
    let watched = 0;
    for (let i = 0; i < 101; i++) {
      once(machine, strategy);
      if (machine.watches) watched++;
    }
    // The plain schedule is. The reduced search has a single class here and is done at once: then partial order sampling has one of eight turns.
    expect(watched).toBe(1 + 1 + 12);
  });

  it("begins the reduced search again when more is looked at after each step", () => {
    // What is looked at depends on x, which the others only set in some schedules.
    const setup = (): ExploreScene => {
      const cells = { x: cell(0), y: cell(0), z: cell(0) };
      invariant(() => cells.x.value === 0 || cells.y.value === 0 || cells.z.value < 9);
      const writes = (which: "x" | "y" | "z"): Program =>
        function* () {
          cells[which].set(1);
          yield* pass();
          cells[which].set(0);
        };
      return { tasks: [writes("x"), writes("y"), writes("z")] };
    };
    const reduced = explore(setup, { strategy: "dpor" });
    const report = explore(setup, { schedules: 20_000 });
    expect(report.complete).toBe(true);
    expect(report.traces).toBeGreaterThanOrEqual(reduced.schedules);
  });

  it.each([10, 40, 100])("finds the needle among %d", (k) => {
    const { setup, outcome } = needle(k);
    const scene = (): ExploreScene => ({
      ...(setup(undefined as never) as ExploreScene),
      check: () => {
        if (outcome() === String(k / 2)) throw new Error("found");
      },
    });
    expect(() => explore(scene)).toThrow("found");
  });

  it("does the same for the same seed, and something else for another", () => {
    const orders = (seed: number): string[] => {
      const { setup, outcome } = steppers(6, 6, 6);
      const machine = machineFor(setup);
      const strategy = new Portfolio(seed);
      return Array.from({ length: 60 }, () => {
        once(machine, strategy);
        return outcome();
      });
    };
    expect(orders(1)).toEqual(orders(1));
    expect(orders(1)).not.toEqual(orders(2));
  });
});
