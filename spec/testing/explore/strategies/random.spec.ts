import { RandomWalk } from "../../../../lib/testing/explore/strategies/random.js";
import { chiSquare, errors, histogram, interleavings, needle, steppers } from "../support/sampling.js";

describe("the random walk", () => {
  it.each([2, 4, 6, 8])("reads k/2 of a count up to %d with a probability of 2^-(k/2+1)", (k) => {
    const runs = 10_000;
    const hits = histogram(needle(k), new RandomWalk(k), { runs }).get(String(k / 2)) ?? 0;
    expect(Math.abs(errors(hits, runs, 2 ** -(k / 2 + 1)))).toBeLessThan(4);
  });

  it("takes each of those that can go on with the same probability at each step", () => {
    const runs = 10_000;
    const expected = new Map(interleavings(2, 2, 1).map((order) => [order, runs * probability(order, [2, 2, 1])]));
    const counts = histogram(steppers(2, 2, 1), new RandomWalk(1), { runs });
    expect([...counts.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(Math.abs(chiSquare(counts, expected))).toBeLessThan(4);
  });
});

/** Of an interleaving: one over the number of tasks with steps left, at each step. */
function probability(order: string, lengths: readonly number[]): number {
  const left = lengths.slice();
  let product = 1;
  for (const name of order) {
    product /= left.filter((length) => length > 0).length;
    left["abcdef".indexOf(name)]!--;
  }
  return product;
}
