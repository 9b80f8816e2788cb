import { pass, scope, spawn, type Program } from "../../../../lib/index.js";
import { Uniform } from "../../../../lib/testing/explore/strategies/uniform.js";
import {
  chiSquare,
  errors,
  histogram,
  interleavings,
  machineFor,
  needle,
  once,
  steppers,
} from "../support/sampling.js";
import type { Sampled } from "../support/sampling.js";

describe("the uniform strategy", () => {
  it.each([2, 4, 8, 16])("reads k/2 of a count up to %d with a probability of 1/(k+1)", (k) => {
    const runs = 10_000;
    const hits = histogram(needle(k), new Uniform(k), { runs, warmUp: 1 }).get(String(k / 2)) ?? 0;
    expect(Math.abs(errors(hits, runs, 1 / (k + 1)))).toBeLessThan(4);
  });

  it.each([[[3, 3]], [[5, 1]], [[2, 2, 2]], [[4, 2, 1]], [[1, 1, 1, 1]]])(
    "makes each interleaving of tasks with %j steps as likely as the other",
    (lengths) => {
      expect(Math.abs(unevenness(steppers(...lengths), interleavings(...lengths)))).toBeLessThan(4);
    },
  );

  it("counts the steps of children that are not there yet for their parent, and not those that come after their ends", () => {
    // a spawns b in its first step and c in its second, takes another one, and waits for them; two more steps come last.
    const orders = interleavings(3, 4, 2).filter((order) => {
      const second = order.indexOf("a", order.indexOf("a") + 1);
      return order.indexOf("a") < order.indexOf("b") && second < order.indexOf("c");
    });
    expect(orders).toHaveLength(210);
    expect(Math.abs(unevenness(spawning(), orders))).toBeLessThan(4);
  });

  it("clamps what is left at one step and learns anew where a task takes more than it did", () => {
    let length = 1;
    const sampled = steppersOf(() => [length, 2]);
    const strategy = new Uniform(3);
    const machine = machineFor(sampled.setup);
    once(machine, strategy);
    length = 4;
    // In this run a has one step left by the books, at all times; after it, one or four.
    for (let i = 0; i < 10; i++) once(machine, strategy);
    let first = 0;
    const runs = 5000;
    for (let i = 0; i < runs; i++) {
      once(machine, strategy);
      if (sampled.outcome().startsWith("a")) first++;
    }
    expect(Math.abs(errors(first, runs, 4 / 6))).toBeLessThan(4);
  });

  it("learns nothing from a run that was broken off", () => {
    const sampled = steppers(50, 1);
    const strategy = new Uniform(1);
    const machine = machineFor(sampled.setup, { maxSteps: 20 });
    let first = 0;
    const runs = 4000;
    for (let i = 0; i < runs; i++) {
      once(machine, strategy);
      if (sampled.outcome().startsWith("a")) first++;
    }
    expect(Math.abs(errors(first, runs, 1 / 2))).toBeLessThan(4);
  });
});

/** How far the frequencies are from being equal, in standard errors. */
function unevenness(sampled: Sampled, orders: readonly string[]): number {
  const runs = 100 * orders.length;
  const expected = new Map(orders.map((order) => [order, runs / orders.length]));
  const counts = histogram(sampled, new Uniform(7), { runs, warmUp: 10 });
  expect([...counts.keys()].sort()).toEqual([...orders].sort());
  return chiSquare(counts, expected);
}

function steppersOf(lengths: () => readonly number[]): Sampled {
  let present = steppers(...lengths());
  return {
    setup: (cleanups) => {
      present = steppers(...lengths());
      return present.setup(cleanups);
    },
    outcome: () => present.outcome(),
  };
}

function spawning(): Sampled {
  let order = "";
  function* child(name: string, length: number): Generator<unknown, void, unknown> {
    for (let i = 1; i <= length; i++) {
      order += name;
      if (i < length) yield* pass();
    }
  }
  function* main(): Generator<unknown, void, unknown> {
    yield* scope(function* () {
      order += "a";
      yield* spawn(child, "b", 4);
      order += "a";
      yield* spawn(child, "c", 2);
      order += "a";
    });
    yield* pass();
    yield* pass();
  }
  const setup = (): Program => {
    order = "";
    return main;
  };
  return { setup, outcome: () => order };
}
