import { pass, sleep, type Program } from "../../../../lib/index.js";
import { PartialOrderSampling } from "../../../../lib/testing/explore/strategies/pos.js";
import { cell, type Cell } from "../../../../lib/testing/index.js";
import { errors, histogram, hitsOverSeeds, machineFor, once, type Sampled } from "../support/sampling.js";

const RUNS = 8000;

describe("partial order sampling", () => {
  it.each([1, 2, 4])(
    "lets %d steps of its own cost a task no more than one draw each against a step that waits",
    (k) => {
      // b writes x before a does if all its k + 1 draws are above a's one; a random walk needs as many throws of a coin.
      expect(distance(writers("x", `${"p".repeat(k)}x`), /b.*a/, 1 / (k + 2))).toBeLessThan(4);
    },
  );

  it("draws again for a step that depends on the one that was taken", () => {
    // a comes last with a chance of one half, twice; with the priority that it had at first it would be a third.
    expect(distance(writers("x", "xx"), /^bba$/, 1 / 4)).toBeLessThan(4);
  });

  it("does not draw again for a step that does not depend on it", () => {
    expect(distance(writers("x", "yy"), /^bba$/, 1 / 3)).toBeLessThan(4);
  });

  it("takes a step that was never seen for one that depends on all others", () => {
    const { setup, outcome } = writers("x", "yyyy");
    const hits = hitsOverSeeds(
      { setup, outcome },
      (seed) => new PartialOrderSampling(seed),
      (order) => order === "bbbba",
      { seeds: RUNS, warmUp: 0 },
    );
    expect(Math.abs(errors(hits, RUNS, 2 ** -4))).toBeLessThan(4);
  });

  it("takes a step to touch what it touched when it was seen last", () => {
    let first = "x";
    const sampled = writersOf(() => [first, "xx"]);
    const machine = machineFor(sampled.setup);
    const strategy = new PartialOrderSampling(5);
    const hits = { x: 0, y: 0 };
    for (let i = 0; i < RUNS; i++) {
      first = i % 2 === 0 ? "x" : "y";
      once(machine, strategy);
      if (sampled.outcome() === "bba") hits[first as "x" | "y"]++;
    }
    // What a writes is always taken for what it wrote in the run before.
    expect(Math.abs(errors(hits.x, RUNS / 2, 1 / 3))).toBeLessThan(4);
    expect(Math.abs(errors(hits.y, RUNS / 2, 1 / 4))).toBeLessThan(4);
  });

  it("is not led astray by the clock", () => {
    let order = "";
    function* main(): Generator<unknown, void, unknown> {
      yield* sleep(1);
      order += "m";
    }
    const setup = (): { tasks: Program[] } => {
      order = "";
      return { tasks: [main, main] };
    };
    expect([...histogram({ setup, outcome: () => order }, new PartialOrderSampling(1), { runs: 50 })]).toEqual([
      ["mm", 50],
    ]);
  });
});

/** How many standard errors the number of runs with such an outcome is away from what a probability makes of them. */
function distance(sampled: Sampled, order: RegExp, probability: number): number {
  let hits = 0;
  for (const [outcome, count] of histogram(sampled, new PartialOrderSampling(3), { runs: RUNS, warmUp: 20 })) {
    if (order.test(outcome)) hits += count;
  }
  return Math.abs(errors(hits, RUNS, probability));
}

/** Two tasks, a and b, that write the cells that are named, one a step; the outcome is who took each step that is no `p`. */
function writers(...tasks: readonly string[]): Sampled {
  return writersOf(() => tasks);
}

function writersOf(tasks: () => readonly string[]): Sampled {
  let order = "";
  function* writer(
    name: string,
    writes: string,
    cells: Record<string, Cell<string>>,
  ): Generator<unknown, void, unknown> {
    for (const [i, which] of Array.from(writes).entries()) {
      cells[which]!.set(name);
      if (which !== "p") order += name;
      if (i < writes.length - 1) yield* pass();
    }
  }
  const setup = (): { tasks: Program[] } => {
    order = "";
    const cells = { x: cell(""), y: cell(""), p: cell("") };
    return { tasks: tasks().map((writes, i) => () => writer("ab"[i]!, writes, cells)) };
  };
  return { setup, outcome: () => order };
}
