import fc from "fast-check";
import { random, run } from "rondo";
import { DataLoader, mapped, type Dataset } from "../../examples/lib/data-loader.js";
import { seeded } from "../../examples/lib/random.js";

const upTo = (length: number): Dataset<number> => ({ length, item: (index) => index });
const list = (length: number): number[] => Array.from({ length }, (_, index) => index);
const sorted = (items: readonly number[]): number[] => items.toSorted((a, b) => a - b);

const length = fc.nat({ max: 60 });
const batchSize = fc.integer({ min: 1, max: 70 });
const seed = fc.integer();

describe("DataLoader", () => {
  it("gives every item once and in order, in full batches but for the last", () => {
    fc.assert(
      fc.property(length, batchSize, (length, batchSize) => {
        const loader = new DataLoader(upTo(length), { batchSize });
        const batches = [...loader];
        expect(batches.flat()).toEqual(list(length));
        expect(batches).toHaveLength(loader.length);
        expect(batches.slice(0, -1).filter((batch) => batch.length !== batchSize)).toEqual([]);
        expect(batches.filter((batch) => batch.length === 0)).toEqual([]);
      }),
    );
  });

  it("loads no item before its batch is pulled, and each item once a pass", () => {
    fc.assert(
      fc.property(length, batchSize, fc.nat({ max: 9 }), (length, batchSize, pulls) => {
        const loaded: number[] = [];
        const dataset = mapped(upTo(length), (n) => {
          loaded.push(n);
          return -n;
        });
        const pass = new DataLoader(dataset, { batchSize })[Symbol.iterator]();
        for (let pull = 0; pull < pulls; pull++) pass.next();
        expect(loaded).toEqual(list(Math.min(length, pulls * batchSize)));
      }),
    );
  });

  it("gives every item once in a shuffled pass, in the same order for the same numbers", () => {
    fc.assert(
      fc.property(length, batchSize, seed, (length, batchSize, seed) => {
        const pass = (): number[] => [...new DataLoader(upTo(length), { batchSize, random: seeded(seed) })].flat();
        expect(sorted(pass())).toEqual(list(length));
        expect(pass()).toEqual(pass());
      }),
    );
  });

  it("goes through the items in a new order each time round, where one stream of numbers goes on", () => {
    const loader = new DataLoader(upTo(100), { batchSize: 10, random: seeded(1) });
    const passes = [[...loader].flat(), [...loader].flat()] as const;
    expect(passes[0]).not.toEqual(passes[1]);
    expect(passes.map(sorted)).toEqual([list(100), list(100)]);
  });

  it("gives every order of three items about as often as every other", () => {
    const count = new Map<string, number>();
    const loader = new DataLoader(upTo(3), { batchSize: 3, random: seeded(7) });
    for (let pass = 0; pass < 6000; pass++) {
      const order = [...loader].join();
      count.set(order, (count.get(order) ?? 0) + 1);
    }
    expect(count.size).toBe(6);
    // 1000 each is expected, with a standard deviation below 30; the seed fixes what is drawn.
    expect(Math.max(...[...count.values()].map((n) => Math.abs(n - 1000)))).toBeLessThan(100);
  });

  it("shuffles by the random numbers of a task, which the seed of the run fixes", () => {
    const pass = (seed: number): number[] =>
      run(
        function* () {
          return [...new DataLoader(upTo(100), { batchSize: 10, random })].flat();
        },
        { seed },
      );
    expect(sorted(pass(1))).toEqual(list(100));
    expect(pass(1)).toEqual(pass(1));
    expect(pass(1)).not.toEqual(pass(2));
  });

  it.each([0, -1, 2.5, NaN, Infinity])("refuses batches of %d items", (batchSize) => {
    expect(() => new DataLoader(upTo(3), { batchSize })).toThrow(RangeError);
  });
});

describe("seeded", () => {
  it("draws from 0 up to but without 1, and the same for the same seed", () => {
    fc.assert(
      fc.property(seed, (seed) => {
        const [one, other] = [seeded(seed), seeded(seed)];
        const drawn = list(20).map(() => one());
        expect(list(20).map(() => other())).toEqual(drawn);
        expect(drawn.filter((n) => !(n >= 0 && n < 1))).toEqual([]);
      }),
    );
  });
});
