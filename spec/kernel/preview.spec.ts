import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { Scheduler, sleep } from "rondo";
import { preview } from "../../lib/kernel/preview.js";

// A scheduler tells previews how this host knows proxies.
new Scheduler();

class Point {
  x = 1;
  y = 2;
}
class Warning extends Error {}

const nested = { a: { b: { c: { d: 1 } } }, list: [[[[1]]]] };
const cyclic: { self?: unknown; n: number } = { n: 1 };
cyclic.self = cyclic;

/** A value that notes each call of its own code. */
function spied(): { value: object; called: string[] } {
  const called: string[] = [];
  const note = (name: string) => (): string => {
    called.push(name);
    return name;
  };
  const value = {
    toString: note("toString"),
    toJSON: note("toJSON"),
    valueOf: note("valueOf"),
    [Symbol.toPrimitive]: note("toPrimitive"),
    [Symbol.iterator]: note("iterator"),
    [Symbol.for("nodejs.util.inspect.custom")]: note("inspect"),
  };
  for (const name of ["then", "name", "message", "constructor", "length", "stack"]) {
    Object.defineProperty(value, name, { get: note(name), enumerable: true });
  }
  Object.defineProperty(value, Symbol.toStringTag, { get: note("toStringTag") });
  return { value, called };
}

function named(name: string): object {
  return Object.defineProperty(() => {}, "name", { value: name });
}

function trapping(called: PropertyKey[], target: object = {}): object {
  const traps = Reflect.ownKeys(Reflect).map((trap) => [trap, () => called.push(trap)]);
  return new Proxy(target, Object.fromEntries(traps) as ProxyHandler<object>);
}

describe("a preview", () => {
  it.each<readonly [unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    [-0, "-0"],
    [NaN, "NaN"],
    [1.5e300, "1.5e+300"],
    [10n, "10n"],
    ['say "hi"\n', '"say \\"hi\\"\\n"'],
    [Symbol("mark"), "Symbol(mark)"],
    [Symbol(), "Symbol()"],
    [function named() {}, "function named"],
    [(() => () => {})(), "function"],
    [Point, "function Point"],
    [[], "[]"],
    [[1, "a", null], '[1, "a", null]'],
    [new Array(2), "[empty, empty]"],
    [[1, 2, 3, 4, 5, 6, 7], "[1, 2, 3, 4, 5, … 2 more]"],
    [{}, "{}"],
    [{ count: 1, tags: ["a"] }, '{ count: 1, tags: ["a"] }'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, "{ a: 1, b: 2, c: 3, d: 4, e: 5, … 1 more }"],
    [nested, "{ a: { b: {…} }, list: [[…]] }"],
    [cyclic, "{ n: 1, self: { n: 1, self: {…} } }"],
    [new Point(), "Point { x: 1, y: 2 }"],
    [Object.create(null), "{}"],
    [new Map(), "Map {}"],
    [new Map([[1, 2]]), "Map { 1 => 2 }"],
    [new Map([["a", new Map([["b", new Map([["c", 1]])]])]]), 'Map { "a" => Map { "b" => Map {…} } }'],
    [new Set([1, "a", 3, 4, 5, 6]), 'Set { 1, "a", 3, 4, 5, … 1 more }'],
    [
      Object.assign(new (class Rows extends Map<unknown, unknown> {})([[1, 2]]), { full: true }),
      "Rows { 1 => 2, full: true }",
    ],
    [new Uint8Array(3), "Uint8Array"],
    [new Error("no"), "Error: no"],
    [new Error(), "Error"],
    [new Warning("careful"), "Warning: careful"],
    [Object.assign(new Error("no"), { name: "Renamed" }), "Renamed: no"],
    [sleep(5), "sleep(5)"],
    [new Scheduler().spawn(function* main() {}), "task main 1"],
    [
      {
        get now() {
          return 1;
        },
      },
      "{ now: [getter] }",
    ],
    [new Proxy({}, {}), "proxy"],
    [new Proxy(() => {}, {}), "proxy"],
    [[new Proxy([], {})], "[proxy]"],
  ])("%# shows what kind of value it is (%p)", (value, shown) => {
    expect(preview(value)).toBe(shown);
  });

  it("asks no method of a map or a set what it holds, and takes one that holds nothing as it is", () => {
    const nosy = Object.assign(new Map([[1, 2]]), { forEach: () => assert.fail(), entries: () => assert.fail() });
    expect(preview(nosy)).toBe("Map { 1 => 2, forEach: function forEach, entries: function entries }");
    expect(preview(Object.create(Map.prototype))).toBe("Map {}");
    expect(preview(Object.create(Set.prototype))).toBe("Set {}");
  });

  it("calls no code of the value: no getter, no toString, no method of any protocol", () => {
    const { value, called } = spied();
    const heir = Object.setPrototypeOf(new Point(), value) as object;
    const error = Object.defineProperties(new Error("e"), Object.getOwnPropertyDescriptors(value));
    const all = [value, [value], { value }, Object.create(value) as object, heir, error];
    // Giving an error another stack lets the host write its own, from name and message.
    called.length = 0;
    for (const each of all) expect(typeof preview(each)).toBe("string");
    expect(called).toEqual([]);
  });

  it("springs no trap of a proxy, wherever it stands: value, field, prototype, constructor", () => {
    const called: PropertyKey[] = [];
    const proxy = trapping(called);
    const callable = trapping(called, function f() {});
    const all: unknown[] = [
      proxy,
      [proxy],
      { proxy },
      Object.create(proxy),
      Object.setPrototypeOf(new Point(), proxy),
      callable,
    ];
    all.push(Object.create({ constructor: callable }), Object.setPrototypeOf(new Error("e"), proxy));
    for (const each of all) expect(typeof preview(each)).toBe("string");
    expect(called).toEqual([]);
  });

  it("throws for no value, a revoked proxy for instance", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(preview({ proxy })).toBe("{ proxy: proxy }");
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true }), (value) => {
        expect(typeof preview(value)).toBe("string");
      }),
    );
  });

  it.each<readonly [string, (text: string) => unknown]>([
    ["a string", (text) => text],
    ["a symbol's description", (text) => Symbol(text)],
    ["a bigint", () => 7n ** 20_000n],
    ["an error's message", (text) => new Error(text)],
    ["an error's name", (text) => Object.assign(new Error("no"), { name: text })],
    ["a key", (text) => ({ [text]: 1 })],
    ["a function's name", (text) => named(text)],
    ["a class's name", (text) => ({ __proto__: { constructor: named(text) } })],
    ["a wide object", (text) => Object.fromEntries(Array.from(text, (_, i) => [`k${String(i)}`, text]))],
    ["a long array", (text) => Array.from(text, () => text)],
    ["a deep array", (text) => Array.from(text).reduce<unknown>((inner) => [inner, inner, inner], text)],
    [
      "a tree of errors and objects",
      (text) => ({ [text]: { [text]: [new Error(text), new Error(text), Symbol(text)] } }),
    ],
    ["a large buffer", () => new Uint8Array(10_000_000)],
  ])("is bounded, however large the value: %s", (_, make) => {
    expect(preview(make("long ".repeat(2000))).length).toBeLessThan(3000);
  });

  it("is the same for values that are equal, whatever their identity", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(preview(value)).toBe(preview(structuredClone(value)));
      }),
    );
  });
});

describe("the preview of an error of another realm", () => {
  it("is that of an error, as those of Node's own modules are in a test runner", () => {
    expect(preview(runInNewContext("new RangeError('far away')"))).toBe("RangeError: far away");
  });

  it("is that of an object where only a tag says so", () => {
    expect(preview({ [Symbol.toStringTag]: "Error" })).toBe("{}");
  });
});
