import { linearizable, UndecidedError, type Model, type Operation } from "rondo/testing";
import { RandomStream } from "../../../lib/kernel/random.js";
import { errorOf, thrownBy } from "../../support/thrown.js";
import { failureOf, longhand, type Short } from "./helpers.js";
import { Counter, IntSet, KeyValue, Queue } from "./models.js";

/** Counts the calls of a model's methods. */
function counted(model: new () => object): { readonly model: Model; readonly calls: () => number } {
  let calls = 0;
  const names = Object.getOwnPropertyNames(model.prototype).filter((name) => name !== "constructor");
  class Counted extends model {}
  for (const name of names) {
    const method = (model.prototype as Record<string, (...args: unknown[]) => unknown>)[name]!;
    Object.defineProperty(Counted.prototype, name, {
      value(this: object, ...args: unknown[]) {
        calls++;
        return method.apply(this, args);
      },
    });
  }
  return { model: Counted, calls: () => calls };
}

describe("the work of a check, in calls of the model", () => {
  it("is one for each operation where they come one after the other", () => {
    const history = Array.from({ length: 10_000 }, (_, n): Operation => {
      const [op, args, result] = n % 3 < 2 ? ["push", [n], undefined] : ["pop", [], popped(n)];
      return { task: n % 7, op, args: args as unknown[], call: 2 * n, return: 2 * n + 1, result };
    });
    const { model, calls } = counted(Queue);
    expect(linearizable(history, model).steps).toBe(10_000);
    // A second time for the audit.
    expect(calls()).toBe(20_000);
  });

  it("is small for a map with a hundred callers, checked key by key", () => {
    const history = mapHistory(5000, 100, 50);
    const { steps } = linearizable(history, KeyValue, { partition: ({ args = [] }) => args[0] });
    expect(steps).toBeLessThan(50_000);
  });

  it("finds no end in that map where it is checked as a whole", () => {
    const history = mapHistory(5000, 100, 50);
    expect(thrownBy(() => linearizable(history, KeyValue, { maxSteps: 50_000 }))).toBeInstanceOf(UndecidedError);
  });

  it("is that of the sets of operations, and not that of their orders", () => {
    // 12 adds at once, and then an answer that cannot be: 12! = 479 001 600 orders, 4096 sets.
    const adds = Array.from({ length: 12 }, (_, n): Short => [n, 0, 9, "increment", [], undefined]);
    class Silent {
      private count = 0;
      increment(): void {
        this.count++;
      }
      read(): number {
        return this.count;
      }
    }
    const { model, calls } = counted(Silent);
    const history = longhand([...adds, ["a", 10, 11, "read", [], 13]]);
    expect(failureOf(history, model, { maxSteps: 30_000 }).order).toHaveLength(12);
    expect(calls()).toBeLessThan(200_000);
  });

  it("is doubled by a pending operation at most, and not by one that changes nothing", () => {
    const pending = Array.from({ length: 30 }, (_, n): Short => [n, 0, null, "read", []]);
    const calls = [1, 2, 3, 4].map((n): Short => ["a", 2 * n, 2 * n + 1, "increment", [], n]);
    expect(linearizable(longhand([...pending, ...calls]), Counter).steps).toBeLessThan(10);
    expect(() => linearizable(longhand([...pending, ...calls, ["a", 20, 21, "read", [], 9]]), Counter)).toThrow(
      "where Counter gives 4",
    );
  });

  it("does not grow with what lies behind, in a set of any order", () => {
    const history = Array.from({ length: 200 }, (_, n) =>
      longhand([
        ["a", 10 * n, 10 * n + 5, "add", [2 * n], true],
        ["b", 10 * n, 10 * n + 5, "add", [2 * n + 1], true],
      ]),
    ).flat();
    expect(linearizable(history, IntSet).steps).toBeLessThan(1000);
  });
});

describe("the step budget", () => {
  const history = longhand([
    ["a", 0, 1, "increment", [], 1],
    ["a", 2, 3, "increment", [], 2],
  ]);

  it("is enough when it is just enough", () => {
    expect(linearizable(history, Counter, { maxSteps: 2 }).steps).toBe(2);
  });

  it("leaves no verdict when it is used up, and says what to do", () => {
    const { name, message } = errorOf(() => linearizable(history, Counter, { maxSteps: 1 }));
    expect(`${name}: ${message}`).toBe(
      "UndecidedError: linearizable: 1 steps of the model, and no verdict yet. Raise maxSteps; or help the search: " +
        "partition the history, record less at the same time, or give the model a fingerprint() that leaves out what " +
        "does not matter.",
    );
  });
});

/** What the n-th operation pops: of three operations two push. */
function popped(n: number): number {
  const pops = (n - 2) / 3;
  return 3 * Math.floor(pops / 2) + (pops % 2);
}

/** A history that is linearizable: each operation takes effect at a moment in its span, which overlaps with that of many others. */
function mapHistory(size: number, callers: number, keys: number): Operation[] {
  const random = new RandomStream("map");
  const map = new Map<string, number>();
  return Array.from({ length: size }, (_, n): Operation => {
    const key = `k${String(random.below(keys))}`;
    const span = { call: n - (callers * random.next()) / 2, return: n + (callers * random.next()) / 2 };
    if (random.next() < 0.5) {
      map.set(key, n % 50);
      return { task: n % callers, op: "put", args: [key, n % 50], ...span, result: undefined };
    }
    return { task: n % callers, op: "get", args: [key], ...span, result: map.get(key) };
  });
}
