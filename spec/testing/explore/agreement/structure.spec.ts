import { firstDifference, structureOf } from "../../../../lib/testing/explore/agreement/structure.js";
import { tracked } from "../../../../lib/testing/index.js";

class Point {
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

const text = (value: unknown): string => structureOf(value, "it").join("; ");

test.each<[string, unknown, unknown]>([
  ["records with their keys in another order", { a: 1, b: [2] }, { b: [2], a: 1 }],
  ["instances of one class", new Point(1, 2), new Point(1, 2)],
  ["maps", new Map([["a", { n: 1 }]]), new Map([["a", { n: 1 }]])],
  ["sets", new Set([[1], [2]]), new Set([[1], [2]])],
  ["errors", new RangeError("no"), new RangeError("no")],
  ["dates", new Date(5), new Date(5)],
  ["tracked state and what it was made of", tracked({ a: [1] }), { a: [1] }],
])("%s are alike", (_, a, b) => {
  expect(text(a)).toBe(text(b));
});

test.each<[string, unknown, unknown]>([
  ["long texts that differ in their end", "x".repeat(500) + "a", "x".repeat(500) + "b"],
  ["deep values", { a: { b: { c: { d: { e: { f: 1 } } } } } }, { a: { b: { c: { d: { e: { f: 2 } } } } } }],
  ["a number and a text", 1, "1"],
  ["zeros of another sign", 0, -0],
  ["a hole and undefined", { a: undefined }, {}],
  ["classes", new Point(1, 2), { x: 1, y: 2 }],
  ["the order of a map", new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])], // prettier-ignore
  ["errors", new RangeError("no"), new Error("no")],
  ["dates", new Date(5), new Date(6)],
  ["lengths", [1, 2], [1]],
])("%s are not alike", (_, a, b) => {
  expect(text(a)).not.toBe(text(b));
});

test("a value that holds itself is described to its end", () => {
  const ring: { next?: unknown } = {};
  ring.next = [ring];
  expect(structureOf(ring, "ring")).toEqual([
    "ring = Object of 1",
    "ring.next = Array of 1",
    "ring.next[0] = the same as ring",
  ]);
});

test("the first difference is where it begins, with its path", () => {
  const [a, b] = [{ list: [1, { n: 2 }] }, { list: [1, { n: 3 }] }].map((value) => structureOf(value, "it"));
  expect(firstDifference(a!, b!)).toEqual(["it.list[1].n = 2", "it.list[1].n = 3"]);
  expect(firstDifference(a!.slice(0, 2), a!)).toEqual(["nothing more", "it.list[0] = 1"]);
  expect(firstDifference(a!, a!)).toBeUndefined();
});
