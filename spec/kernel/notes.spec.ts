import fc from "fast-check";
import { explain, suppressed } from "rondo";
import { findNotes, notesOf, suppress } from "../../lib/kernel/notes.js";

describe("what is suppressed under an error", () => {
  it("is kept in order, each once, and never under itself", () => {
    const first = new Error("first");
    const [a, b] = [new Error("a"), new Error("b")];
    for (const later of [a, first, b, a]) suppress(first, later);
    expect(suppressed(first)).toEqual([a, b]);
    expect([suppressed(a), suppressed(new Error("first"))]).toEqual([[], []]);
  });

  it.each([
    ["a frozen error", Object.freeze(new Error("frozen"))],
    ["a frozen object", Object.freeze({})],
    ["a function", () => {}],
    ["a string", "no"],
    ["a number", -0],
    ["NaN", NaN],
    ["undefined", undefined],
    ["null", null],
    ["a symbol", Symbol("s")],
    ["a bigint", 5n],
  ])("may stand under %s, which is not touched", (_, first) => {
    const later = new Error("later");
    suppress(first, later);
    expect(suppressed(first)).toEqual([later]);
    if (typeof first === "object" && first !== null) expect(Object.isFrozen(first)).toBe(true);
  });

  it("under primitives is forgotten after a while, since nothing says when it can be; under objects it stays", () => {
    const object = new Error("kept");
    suppress(object, "later");
    for (let i = 0; i < 1000; i++) notesOf(`error ${String(i)}`);
    const kept = Array.from({ length: 1000 }, (_, i) => findNotes(`error ${String(i)}`)).filter(Boolean);
    expect([kept.length, suppressed(object)]).toEqual([16, ["later"]]);
    expect(findNotes("error 999")).toBeDefined();
  });
});

describe("explain", () => {
  it("gives class and message in full, and all that is known, a line each", () => {
    const error = new RangeError(`out of stock${"!".repeat(500)}`);
    Object.assign(notesOf(error), {
      path: "counter 1.3 < main 1",
      waitedFor: "receive()",
      spawnedBy: "main",
      spawnedAt: "at main (shop.ts:3:9)",
      cancelledAt: "at close (shop.ts:9:3)",
    });
    expect(explain(error).split("\n")).toEqual([
      `RangeError: out of stock${"!".repeat(500)}`,
      "  in counter 1.3 < main 1",
      "  last waited for receive()",
      "  spawned by main",
      "  spawned at at main (shop.ts:3:9)",
      "  cancelled at at close (shop.ts:9:3)",
    ]);
  });

  it("shows what is suppressed, below it and indented, however deep", () => {
    const [a, b, c] = [new Error("a"), new TypeError("b\nsecond line"), "c"];
    suppress(a, b);
    suppress(b, c);
    suppress(a, new Error("d"));
    notesOf(b).path = "child 1.1 < main 1";
    expect(explain(a).split("\n")).toEqual([
      "Error: a",
      "  suppressed: TypeError: b",
      "    second line",
      "    in child 1.1 < main 1",
      '    suppressed: string "c"',
      "  suppressed: Error: d",
    ]);
  });

  it("says each error once, also where errors are suppressed in a ring", () => {
    const [a, b] = [new Error("a"), new Error("b")];
    suppress(a, b);
    suppress(b, a);
    expect(explain(a).split("\n")).toEqual([
      "Error: a",
      "  suppressed: Error: b",
      "    suppressed: Error: a (shown above)",
    ]);
  });

  it.each([
    ["no", 'string "no"'],
    [undefined, "undefined"],
    [5, "number 5"],
    [{ code: 7 }, "{ code: 7 }"],
    [new Error(), "Error"],
  ])("takes any value that was thrown: %p", (value, words) => {
    expect(explain(value)).toBe(words);
  });

  it("calls no code of the error", () => {
    const called: string[] = [];
    const error = Object.defineProperties(new Error("e"), {
      message: { get: () => called.push("message") },
      stack: { get: () => called.push("stack") },
      toString: { value: () => called.push("toString") },
    });
    // Giving an error another stack lets the host write its own, from name and message.
    called.length = 0;
    expect([explain(error), called]).toEqual(["Error", []]);
  });

  it("answers with a string for anything", () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => typeof explain(value) === "string"));
  });
});
