import fc from "fast-check";
import { Mutex } from "rondo";
import { copy, snapshot } from "../../../lib/testing/linear/copy.js";
import { Encoder, shortKey } from "../../../lib/testing/linear/encode.js";
import { sameValue } from "../../../lib/testing/linear/equality.js";

const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  maxDepth: 3,
  maxKeys: 4,
  withSparseArray: true,
  withNullPrototype: true,
});

class Point {
  x: number;
  constructor(x: number) {
    this.x = x;
  }
}

class Named extends Map<string, number> {
  title = "t";
}

describe("two results are the same", () => {
  const mutex = new Mutex();
  const same: [unknown, unknown][] = [
    [NaN, NaN],
    [0, -0],
    [
      [1, [NaN]],
      [1, [NaN]],
    ],
    [{ a: 1 }, { a: 1, b: undefined }],
    [new Map([["a", [1]]]), new Map([["a", [1]]])],
    [new Set([1, 2]), new Set([2, 1])],
    [new Set([[1], [2]]), new Set([[2], [1]])],
    [new Map([[[1], 1]]), new Map([[[1], 1]])],
    [new RangeError("a"), new RangeError("a")],
    [new Date(1), new Date(1)],
    [new Uint8Array([1]), new Uint8Array([1])],
    [new Point(1), { x: 1 }],
    [mutex, mutex],
  ];

  it.each(same)("%p and %p", (a, b) => {
    expect([sameValue(a, b), sameValue(b, a)]).toEqual([true, true]);
  });

  const different: [unknown, unknown][] = [
    [1, "1"],
    [null, undefined],
    [[1], [1, undefined]],
    [[1], { 0: 1 }],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [new Map([["a", 1]]), new Map([["a", 2]])],
    [new Set([1]), new Set([1, 2])],
    [new Set([1, [1]]), new Set([[1], [1]])],
    [new Map(), new Set()],
    [new RangeError("a"), new RangeError("b")],
    [new RangeError("a"), new TypeError("a")],
    [new Error("a"), { message: "a" }],
    [new Date(1), new Date(2)],
    [new Uint8Array([1]), new Uint8Array([2])],
    [new Mutex(), new Mutex()],
    [() => 1, () => 1],
  ];

  it.each(different)("but not %p and %p", (a, b) => {
    expect([sameValue(a, b), sameValue(b, a)]).toEqual([false, false]);
  });

  it("also where they refer to themselves", () => {
    const ring = (n: number): unknown[] => {
      const list: unknown[] = [n];
      list.push(list);
      return list;
    };
    expect([sameValue(ring(1), ring(1)), sameValue(ring(1), ring(2))]).toEqual([true, false]);
  });
});

describe("a copy", () => {
  it("is the same as its original, has the same text, and shares nothing with it", () => {
    fc.assert(
      fc.property(values, (value) => {
        const made = copy(value);
        expect(sameValue(made, value)).toBe(true);
        const encoder = new Encoder(true);
        expect(encoder.encode(made)).toBe(encoder.encode(value));
        if (typeof value === "object" && value !== null) expect(made).not.toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps classes, what is shared, and rings", () => {
    const point = new Point(1);
    const ring: { self?: unknown; readonly points: readonly Point[] } = { points: [point, point] };
    ring.self = ring;
    const made = copy(ring);
    expect(made.self).toBe(made);
    expect(made.points[0]).toBeInstanceOf(Point);
    expect(made.points[0]).toBe(made.points[1]);
    expect(made.points[0]).not.toBe(point);
    const named = copy(new Named([["a", 1]]));
    expect(named).toBeInstanceOf(Named);
    expect([named.get("a"), named.title]).toEqual([1, "t"]);
  });

  it("leaves alone what is no bundle of fields", () => {
    const atoms = [new Mutex(), () => 1, Symbol("s"), Promise.resolve(), new WeakMap(), /a/, new Error("e")];
    expect(copy(atoms).every((each, index) => each === atoms[index])).toBe(true);
  });

  it("for a history copies plain data alone", () => {
    const point = new Point(1);
    const data = { list: [point], map: new Map([["p", point]]) };
    const made = snapshot(data);
    expect(made).not.toBe(data);
    expect(made.list).not.toBe(data.list);
    expect([made.list[0], made.map.get("p")]).toEqual([point, point]);
    expect(made.list[0]).toBe(point);
  });
});

describe("the text of a value", () => {
  const encoder = new Encoder(true);

  it("is another one for another value", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        if (!sameValue(a, b)) expect(encoder.encode(a)).not.toBe(encoder.encode(b));
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[unknown, unknown]>([
    [0, -0],
    [[1, 2], "1,2"],
    [["a", "b"], ["a,b"]],
    [["a"], ['"1:a']],
    [[undefined], new Array(1)],
    [new Point(1), { x: 1 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [new Set([1, 2]), new Set([2, 1])],
    [[], {}],
    [new Date(0), 0],
    [new Error("a"), new RangeError("a")],
    [1n, 1],
    [null, "null"],
  ])("tells %p from %p", (a, b) => {
    expect(encoder.encode(a)).not.toBe(encoder.encode(b));
  });

  it("tells what is shared from what is only alike", () => {
    const one = {};
    expect(encoder.encode([one, one])).not.toBe(encoder.encode([{}, {}]));
  });

  it("may leave out the order of entries, and knows if that made a difference", () => {
    const loose = new Encoder(false);
    expect(loose.encode({ a: 1, b: new Set([1, 2]) })).toBe(loose.encode({ a: 1, b: new Set([1, 2]) }));
    expect(loose.sorted).toBe(false);
    expect(
      loose.encode(
        new Map([
          ["b", 1],
          ["a", 2],
        ]),
      ),
    ).toBe(
      loose.encode(
        new Map([
          ["a", 2],
          ["b", 1],
        ]),
      ),
    );
    expect(loose.sorted).toBe(true);
  });

  it("becomes a digest where it is long", () => {
    const long = "x".repeat(5000);
    expect(shortKey("short")).toBe("short");
    expect(shortKey(long).length).toBeLessThan(40);
    const keys = new Set(Array.from({ length: 20_000 }, (_, n) => shortKey(long + String(n))));
    expect(keys.size).toBe(20_000);
  });
});
