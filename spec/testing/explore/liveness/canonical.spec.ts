import { canonical } from "../../../../lib/testing/explore/liveness/canonical.js";
import { tracked } from "../../../../lib/testing/index.js";

describe("the canonical text of a value", () => {
  it.each([
    [0, -0],
    [1, "1"],
    [1, 1n],
    [null, undefined],
    ["a,b", ["a", "b"]],
    [[], {}],
    [[[1], 2], [[1, 2]]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, {}],
    [new Set([1]), new Set(["1"])],
    [new Map([[1, 2]]), new Map([[2, 1]])],
    [
      new Map([
        [1, 2],
        [3, 4],
      ]),
      new Map([
        [3, 4],
        [1, 2],
      ]),
    ], // their order is what a loop over them sees
    [
      ["a", ["b"]],
      [["a"], "b"],
    ],
    [true, "true"],
    [NaN, "NaN"],
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      [1, 2, 3, 4, 5, 6, 7, 8, 0],
    ],
  ])("tells %j and %j apart", (a, b) => {
    expect(canonical(a)).not.toBe(canonical(b));
  });

  it.each([
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [new Set([1, 2]), new Set([2, 1])],
    [NaN, NaN],
    [[{ deep: [new Map([["k", new Set(["v"])]])] }], [{ deep: [new Map([["k", new Set(["v"])]])] }]],
  ])("is the same for %j and %j", (a, b) => {
    expect(canonical(a)).toBe(canonical(b));
  });

  it("tells objects that are the same one from objects that are alike", () => {
    const one = {};
    expect(canonical([one, one])).not.toBe(canonical([{}, {}]));
  });

  it("comes to an end in rings", () => {
    const ring: { next?: unknown; n: number } = { n: 1 };
    ring.next = ring;
    expect(canonical(ring)).toBe(canonical(ring));
  });

  it("reads tracked state as plain state", () => {
    expect(canonical(tracked({ list: [1, { a: 2 }] }))).toBe(canonical({ list: [1, { a: 2 }] }));
  });

  it("refuses a function", () => {
    expect(() => canonical({ f: () => 1 })).toThrow(
      new TypeError("fingerprint: a function tells nothing of the state. Give the values that it depends on."),
    );
  });
});
