import assert from "node:assert/strict";
import { wayOf } from "../../../lib/testing/explore/sameness.js";
import type { FailureKind } from "../../../lib/testing/index.js";
import { thrownBy } from "../../support/thrown.js";

const way = (error: unknown, kind: FailureKind = "check"): string =>
  wayOf({ kind, error, text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
const unequal = (a: unknown, b: unknown): unknown => thrownBy(() => expect(a).toEqual(b));
const different = (a: unknown, b: unknown): unknown => thrownBy(() => assert.deepEqual(a, b));

test.each([
  ["numbers", new Error("1 of 3 are lost"), new Error("12 of 3 are lost")],
  ["decimals and ids", new Error("task 1.2 at -0.5"), new Error("task 2.10.1 at 17")],
  ["quoted texts", new Error("got \"a\" and 'it'"), new Error('got "b \\" c" and \'x\'')],
  ["lists of values", new Error("order: 1, 2, 3"), new Error("order: 2")],
  ["what jest expects", unequal(1, 2), unequal(3, 2)],
  ["what jest expects of lists", unequal([1, 2], [2, 1]), unequal([], [2, 1])],
  ["what node asserts of lists", different([1, 2], [2, 1]), different([2], [2, 1])],
])("two failures are the same but for %s", (_, a, b) => {
  expect(way(a)).toBe(way(b));
});

test.each([
  ["the class", new Error("lost"), new RangeError("lost")],
  ["the message", new Error("lost"), new Error("found")],
  ["what was thrown", new Error("lost"), "Error: lost"],
])("two failures differ in %s", (_, a, b) => {
  expect(way(a)).not.toBe(way(b));
});

test("a failure of another kind is another one", () => {
  expect(way(new Error("lost"), "check")).not.toBe(way(new Error("lost"), "invariant"));
});

test("of a deadlock it does not matter who waits for whom", () => {
  expect(way(new Error("a waits for b"), "deadlock")).toBe(way(new Error("c waits for d"), "deadlock"));
});
