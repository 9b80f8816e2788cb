import { linearizable, type Model, type Operation } from "rondo/testing";
import { errorOf } from "../../support/thrown.js";
import { failureOf, isLinearizable, longhand } from "./helpers.js";
import { Queue, Register } from "./models.js";

const said = (model: unknown, history: readonly Operation[] = overlapping): string => {
  const { name, message } = errorOf(() => linearizable(history, model as Model));
  return `${name}: ${message}`;
};

/** Two increments at the same time, and a third after them. */
const overlapping = longhand([
  ["a", 0, 3, "increment", [], 2],
  ["b", 1, 2, "increment", [], 1],
  ["a", 4, 5, "increment", [], 3],
]);

describe("a model", () => {
  it("is a class", () => {
    class Counter {
      private count = 0;
      increment(): number {
        return ++this.count;
      }
    }
    expect(isLinearizable(overlapping, Counter)).toBe(true);
  });

  it("is a function that makes an instance, of whatever kind", () => {
    class Counter {
      private count: number;
      constructor(count: number) {
        this.count = count;
      }
      increment(): number {
        return ++this.count;
      }
    }
    const literal = {
      count: 0,
      increment(): number {
        return ++this.count;
      },
    };
    function make(): object {
      return new Counter(0);
    }
    expect(isLinearizable(overlapping, () => new Counter(0))).toBe(true);
    expect(isLinearizable(overlapping, () => new Counter(1))).toBe(false);
    expect(isLinearizable(overlapping, make)).toBe(true);
    const prototype = { increment: literal.increment };
    expect(isLinearizable(overlapping, () => Object.assign(Object.create(prototype) as object, { count: 0 }))).toBe(
      true,
    );
  });

  it("is made afresh for each check", () => {
    let made = 0;
    class Counted extends Register {
      constructor() {
        super();
        made++;
      }
    }
    const history = longhand([["a", 0, 1, "read", [], 0]]);
    linearizable(history, Counted);
    const once = made;
    linearizable(history, Counted);
    expect(made).toBe(2 * once);
  });

  it.each([
    [5, "TypeError: linearizable: model: 5 is neither a class nor a function that makes a model."],
    [() => 5, "TypeError: linearizable: model: anonymous() made 5, which has no methods."],
    [{}, "TypeError: linearizable: model: {} is neither a class nor a function that makes a model."],
  ])("is nothing else: %p", (model, message) => {
    expect(said(model)).toBe(message);
  });

  it("waits for nothing", () => {
    const returning = (value: unknown): Model =>
      class Waiting {
        increment(): unknown {
          return value;
        }
      };
    expect(said(returning(Promise.resolve()))).toMatch(
      /^TypeError: linearizable: increment\(\) of Waiting returned Promise .*A model waits for nothing/,
    );
    expect(said(returning((function* () {})()))).toMatch(/A model waits for nothing/);
  });
});

describe("the state of a model", () => {
  it("is lists, maps, sets, dates, bytes, helper objects, and what refers back", () => {
    class Cell {
      next: Cell | null = null;
      value = 0;
    }
    class Everything {
      readonly list = [[1], [2]];
      readonly map = new Map([["k", { n: 1 }]]);
      readonly set = new Set([1]);
      readonly bytes = new Uint8Array([1]);
      at = new Date(0);
      ring = new Cell();
      nothing = null;
      symbol = Symbol.for("s");
      big = 1n;
      error = new Error("no");

      constructor() {
        this.ring.next = this.ring;
      }

      increment(): number {
        this.list[0]![0]!++;
        this.map.get("k")!.n++;
        this.set.add(this.set.size + 1);
        this.bytes[0]!++;
        this.at = new Date(this.at.getTime() + 1);
        this.ring.next!.value++;
        const seen = [
          this.list[0]![0]! - 1,
          this.map.get("k")!.n - 1,
          this.set.size - 1,
          this.bytes[0]! - 1,
          this.at.getTime(),
          this.ring.value,
        ];
        if (new Set(seen).size !== 1) throw new Error(`torn: ${seen.join()}`);
        return seen[0]!;
      }
    }
    expect(isLinearizable(overlapping, Everything)).toBe(true);
  });

  it("keeps what is given to an operation, and cannot change it for others", () => {
    class Jobs {
      private readonly jobs: { left: number }[] = [];
      add(job: { left: number }): void {
        this.jobs.push(job);
      }
      work(): number {
        return --this.jobs[0]!.left;
      }
    }
    const job = { left: 2 };
    const history = longhand([
      ["a", 0, 1, "add", [job]],
      ["a", 2, 5, "work", [], 0],
      ["b", 3, 4, "work", [], 1],
    ]);
    expect(isLinearizable(history, Jobs)).toBe(true);
    expect(job).toEqual({ left: 2 });
  });

  it("may be told apart by the order of a map, where the model looks at it", () => {
    class Oldest {
      private readonly seen = new Map<string, boolean>();
      see(key: string): void {
        this.seen.set(key, true);
      }
      oldest(): string | undefined {
        return [...this.seen.keys()][0];
      }
    }
    const seeing = longhand([
      ["a", 0, 9, "see", ["x"]],
      ["b", 0, 9, "see", ["y"]],
      ["c", 0, 9, "see", ["z"]],
    ]);
    const then = (key: string): Operation[] => [...seeing, ...longhand([["a", 10, 11, "oldest", [], key]])];
    expect(["x", "y", "z", "w"].map((key) => isLinearizable(then(key), Oldest))).toEqual([true, true, true, false]);
  });

  it("may be private, or in variables of a closure, where the model can copy itself and tell its states apart", () => {
    class Private {
      #count = 0;
      increment(): number {
        return ++this.#count;
      }
      clone(): Private {
        const made = new Private();
        made.#count = this.#count;
        return made;
      }
      fingerprint(): number {
        return this.#count;
      }
    }
    interface Closure {
      increment(): number;
      clone(): Closure;
      fingerprint(): number;
    }
    const closure = (count: number): Closure => ({
      increment: () => ++count,
      clone: () => closure(count),
      fingerprint: () => count,
    });
    expect(isLinearizable(overlapping, Private)).toBe(true);
    expect(isLinearizable(overlapping, () => closure(0))).toBe(true);
    expect(isLinearizable(overlapping, () => closure(1))).toBe(false);
  });

  it("is refused where it is hidden: private fields, variables of a closure", () => {
    class Private {
      #count = 0;
      increment(): number {
        return ++this.#count;
      }
    }
    const swapped = longhand([
      ["a", 0, 3, "increment", [], 1],
      ["b", 1, 2, "increment", [], 2],
    ]);
    expect(said(Private, swapped)).toMatch(
      /^TypeError: linearizable: Private does not always answer in the same way: increment\(\) was answered with throws TypeError: .* by a copy, and with 1 by a new instance after the same operations\. If it has #private fields/,
    );
    const closure = (): object => {
      let count = 0;
      return { increment: () => ++count };
    };
    expect(said(closure)).toBe(
      "TypeError: linearizable: increment of the model is a function in a field, and may have state that a copy does not " +
        "see. Make it a method of a class, or give the model clone() and fingerprint().",
    );
  });

  it("is refused where it is outside: the verdict is held against a new instance", () => {
    let count = 0;
    class Leaky {
      increment(): number {
        return ++count;
      }
    }
    expect(said(Leaky)).toMatch(/^TypeError: linearizable: Leaky does not always answer in the same way/);
  });

  it("is copied by clone() and told apart by fingerprint(), which have to do that", () => {
    const made = (ways: object): Model =>
      class Odd extends Queue {
        constructor() {
          super();
          Object.defineProperties(this, Object.getOwnPropertyDescriptors(ways));
        }
        increment(): number {
          return 0;
        }
      };
    const fingerprint = (): number => 0;
    expect(said(made({ clone: () => new Queue() }))).toBe(
      "TypeError: linearizable: Odd has a clone(), and needs a fingerprint() as well.",
    );
    expect(said(made({ clone: () => 5, fingerprint }))).toBe(
      "TypeError: linearizable: clone() of Odd returned 5, which is no copy of it.",
    );
    expect(said(made({ clone: (): unknown => undefined, fingerprint }))).toMatch(
      /returned undefined, which is no copy/,
    );
    class Same {
      count = 0;
      increment(): number {
        return ++this.count;
      }
      fingerprint(): unknown {
        return [this.count];
      }
    }
    expect(said(Same)).toBe(
      "TypeError: linearizable: fingerprint() of Same returned [1], which is neither a string nor a number.",
    );
  });

  it("is the same for two that fingerprint() does not tell apart", () => {
    let calls = 0;
    /** The order of what is in the bag does not matter. */
    class Bag {
      private readonly items: number[] = [];
      add(item: number): void {
        calls++;
        this.items.push(item);
      }
      size(): number {
        return this.items.length;
      }
    }
    class Sorted extends Bag {
      fingerprint(): string {
        return String([...(this as unknown as { items: number[] }).items].sort());
      }
    }
    const history = longhand([
      ...[1, 2, 3, 4, 5, 6].map((n) => [n, 0, 9, "add", [n]] as const),
      ["a", 10, 11, "size", [], 7],
    ]);
    const callsOf = (model: Model): number => {
      calls = 0;
      failureOf(history, model, { maxSteps: 100_000 });
      return calls;
    };
    expect(callsOf(Sorted)).toBeLessThan(callsOf(Bag) / 5);
  });
});

it("is called what its class is called in messages, or the model", () => {
  const history = longhand([["a", 0, 1, "read", [], 1]]);
  expect(failureOf(history, Register).message).toContain("where Register gives 0");
  const plain = (): object => Object.assign(Object.create({ read: () => 0 }) as object, {});
  expect(failureOf(history, plain).message).toContain("where the model gives 0");
});
