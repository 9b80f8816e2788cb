import { pass, sleep, spawn, type Program } from "../../../../lib/index.js";
import { FairPct } from "../../../../lib/testing/explore/strategies/fair-pct.js";
import { Pct } from "../../../../lib/testing/explore/strategies/pct.js";
import { chiSquare, errors, histogram, hitsOverSeeds, interleavings, machineFor } from "../support/sampling.js";
import { needle, once, steppers } from "../support/sampling.js";

const SEEDS = 10_000;

describe("the pct strategy", () => {
  describe.each([
    { lengths: [3, 2], depth: 1 },
    { lengths: [3, 2], depth: 2 },
    { lengths: [3, 2], depth: 3 },
    { lengths: [2, 2, 1], depth: 2 },
    { lengths: [2, 1, 1, 1], depth: 3 },
  ])("with depth $depth, and tasks of $lengths steps", ({ lengths, depth }) => {
    const exact = distribution(lengths, depth);

    it("comes to each schedule as often as the algorithm says", () => {
      const runs = 10_000;
      const counts = histogram(steppers(...lengths), new Pct(5, depth), { runs, warmUp: 1 });
      const expected = new Map([...exact].map(([order, probability]) => [order, probability * runs]));
      expect([...counts.keys()].sort()).toEqual([...expected.keys()].sort());
      expect(Math.abs(chiSquare(counts, expected))).toBeLessThan(4);
    });
  });

  it("comes to every schedule of two tasks with two steps each at the depth of 4 at the latest", () => {
    expect([...distribution([2, 2], 4).keys()].sort()).toEqual(interleavings(2, 2).sort());
  });

  // A bug of depth d, among tasks with so many steps.
  it.each([
    { d: 1, what: "the last of six tasks comes first", lengths: [1, 1, 1, 1, 1, 1], bug: /^f/ },
    { d: 1, what: "one comes before another, beside a third", lengths: [4, 1, 2], bug: /^c*b.*a/ },
    { d: 2, what: "a task is left after its fourth step", lengths: [8, 1], bug: /^aaaab/ },
    { d: 2, what: "one comes into the midst of another, beside a third", lengths: [3, 1, 3], bug: /ac*bc*a/ },
    { d: 3, what: "one is left for another, and that one for the first", lengths: [4, 3], bug: /^aabaabb/ },
    { d: 3, what: "two take turns, beside a third", lengths: [2, 2, 2], bug: /^c*ac*bc*ac*bc*$/ },
  ])("finds a bug of depth $d over 10 000 seeds as often as is promised: $what", ({ d, lengths, bug }) => {
    const n = lengths.length;
    const k = lengths.reduce((sum, length) => sum + length);
    const exact = probabilityOf(bug, lengths, d);
    expect(probabilityOf(bug, lengths, d - 1)).toBe(0);
    expect(exact).toBeGreaterThan(0.999 / (n * k ** (d - 1)));
    const hits = hitsOverSeeds(
      steppers(...lengths),
      (seed) => new Pct(seed, d),
      (order) => bug.test(order),
      { seeds: SEEDS, warmUp: 1 },
    );
    expect(Math.abs(errors(hits, SEEDS, exact))).toBeLessThan(4);
  });

  it.each([4, 8])("reads k/2 of a count up to %d with a probability of 1/(2(k+1)) at depth 2", (k) => {
    const hits = hitsOverSeeds(
      needle(k),
      (seed) => new Pct(seed, 2),
      (read) => read === String(k / 2),
      {
        seeds: SEEDS,
        warmUp: 1,
      },
    );
    expect(Math.abs(errors(hits, SEEDS, 1 / (2 * (k + 1))))).toBeLessThan(4);
  });

  it("counts only steps with more than one to choose from, and those after the first of them", () => {
    // Five steps alone, then a child with one step beside two of its parent.
    let order = "";
    function* main(): Generator<unknown, void, unknown> {
      for (let i = 0; i < 5; i++) yield* pass();
      yield* spawn(function* () {
        order += "c";
        yield* pass();
        order += "c";
      });
      order += "m";
      yield* pass();
      order += "m";
    }
    const setup = (): Program => {
      order = "";
      return main;
    };
    const runs = 4000;
    const counts = histogram({ setup, outcome: () => order }, new Pct(2, 2), { runs, warmUp: 3 });
    // Left after the first step: k is 4, or 5 with the parent's wait for its child, and not 10.
    expect((counts.get("mccm") ?? 0) / runs).toBeGreaterThan(1 / 12);
  });

  it("gives a task that is born later a random rank", () => {
    let order = "";
    function* main(): Generator<unknown, void, unknown> {
      for (const name of ["x", "y"]) {
        yield* spawn(function* () {
          order += name;
          yield* pass();
          order += name;
        });
      }
      order += "m";
    }
    const setup = (): Program => {
      order = "";
      return main;
    };
    const runs = 6000;
    const counts = histogram({ setup, outcome: () => order }, new Pct(1, 1), { runs });
    // Each order of the three is as likely as the other; in two of them x ends before y is born, and then y comes before main.
    const expected = { xxyym: 1 / 3, xxmyy: 1 / 6, yymxx: 1 / 6, mxxyy: 1 / 6, myyxx: 1 / 6 };
    expect([...counts.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [each, probability] of Object.entries(expected)) {
      expect(Math.abs(errors(counts.get(each)!, runs, probability))).toBeLessThan(4);
    }
  });

  it("gives timers a priority, too", () => {
    let order = "";
    function* sleeper(): Generator<unknown, void, unknown> {
      yield* sleep(1);
      order += "s";
    }
    function* worker(): Generator<unknown, void, unknown> {
      for (let i = 0; i < 4; i++) {
        order += "w";
        yield* pass();
      }
    }
    const setup = (): { tasks: Program[] } => {
      order = "";
      return { tasks: [sleeper, worker] };
    };
    const machine = machineFor(setup, { time: "any" });
    const strategy = new Pct(1, 1);
    const orders = new Set<string>();
    for (let i = 0; i < 200; i++) {
      once(machine, strategy);
      orders.add(order);
    }
    // Sleeper and timer both above the worker, or one of them below it.
    expect([...orders].sort()).toEqual(["swwww", "wwwws"]);
  });

  it.each([1, 2])("keeps a task that spins from starving the others (depth %d)", (depth) => {
    let isOpen = false;
    let rounds = 0;
    function* spins(): Generator<unknown, void, unknown> {
      while (!isOpen) {
        rounds++;
        yield;
      }
    }
    function* opens(): Generator<unknown, void, unknown> {
      yield;
      isOpen = true;
    }
    const setup = (): { tasks: Program[] } => {
      isOpen = false;
      rounds = 0;
      return { tasks: [spins, spins, opens] };
    };
    const machine = machineFor(setup);
    const strategy = new Pct(3, depth);
    let most = 0;
    for (let i = 0; i < 200; i++) {
      once(machine, strategy);
      expect(isOpen).toBe(true);
      if (i > 1) most = Math.max(most, rounds);
    }
    expect(most).toBeLessThan(100);
  });
});

describe("the fair form of pct", () => {
  it("is pct where all runs have the same length", () => {
    const runs = 10_000;
    const counts = histogram(steppers(3, 2), new FairPct(5, 3), { runs, warmUp: 1 });
    const expected = new Map([...distribution([3, 2], 3)].map(([order, probability]) => [order, probability * runs]));
    expect(Math.abs(chiSquare(counts, expected))).toBeLessThan(4);
  });

  it("goes on as a random walk where a run is longer than those before", () => {
    let length = 4;
    let order = "";
    const task = (name: string): Program =>
      function* () {
        for (let i = 0; i < length; i++) {
          order += name;
          yield* pass();
        }
      };
    const setup = (): { tasks: Program[] } => {
      order = "";
      return { tasks: [task("a"), task("b")] };
    };
    const machine = machineFor(setup);
    const strategy = new FairPct(1, 2);
    for (let i = 0; i < 5; i++) once(machine, strategy);
    length = 200;
    once(machine, strategy);
    expect(order.slice(20).match(/ab|ba/g)!.length).toBeGreaterThan(50);
  });
});

/** How likely each interleaving of tasks with so many steps is: the algorithm as the paper has it, for each draw that there is. */
function distribution(lengths: readonly number[], depth: number): Map<string, number> {
  const k = lengths.reduce((sum, length) => sum + length);
  const draws = permutations(lengths.map((_, i) => i)).flatMap((order) =>
    subsets(k, depth - 1).map((points) => simulate(lengths, order, points)),
  );
  const result = new Map<string, number>();
  for (const order of draws) result.set(order, (result.get(order) ?? 0) + 1 / draws.length);
  return result;
}

function probabilityOf(bug: RegExp, lengths: readonly number[], depth: number): number {
  if (depth === 0) return 0;
  return [...distribution(lengths, depth)].reduce((sum, [order, p]) => sum + (bug.test(order) ? p : 0), 0);
}

function simulate(lengths: readonly number[], priorities: readonly number[], points: readonly number[]): string {
  const left = lengths.slice();
  let order = priorities.slice();
  let choices = 0;
  let result = "";
  const highest = (): number => order.find((task) => left[task]! > 0)!;
  while (left.some((steps) => steps > 0)) {
    const hasChoice = left.filter((steps) => steps > 0).length > 1;
    if (hasChoice && points.includes(++choices)) {
      const lowered = highest();
      order = [...order.filter((task) => task !== lowered), lowered];
    }
    const task = highest();
    left[task]!--;
    result += "abcdef"[task]!;
  }
  return result;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.filter((_, k) => k !== i)).map((rest) => [item, ...rest]));
}

/** The sets of `size` numbers from 1 to `k`. */
function subsets(k: number, size: number): number[][] {
  if (size === 0) return [[]];
  if (k < size) return [];
  return [...subsets(k - 1, size), ...subsets(k - 1, size - 1).map((set) => [...set, k])];
}
