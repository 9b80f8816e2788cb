import { checkCount, checkDuration, checkFunction, checkTime, instantAfter } from "../../lib/kernel/checks.js";
import { errorOf } from "../support/thrown.js";

const notNumbers = ["1", null, undefined, 1n, {}, [1], true];

describe.each<readonly [string, (value: unknown, role: string) => void, readonly number[], readonly number[]]>([
  [
    "checkDuration",
    (value, role) => checkDuration(value, role),
    [0, -0, 0.5, 1e308],
    [-1, -1e-9, NaN, Infinity, -Infinity],
  ],
  ["checkTime", (value, role) => checkTime(value, role), [0, -5, 0.5, -1e308], [NaN, Infinity, -Infinity]],
  ["checkCount", (value, role) => checkCount(value, role), [1, 2, 2 ** 53, Infinity], [0, -1, 1.5, NaN, -Infinity]],
  ["checkCount from 0", (value, role) => checkCount(value, role, 0), [0, 1, Infinity], [-1, 0.5, NaN]],
])("%s", (_, check, good, bad) => {
  it.each(good.map((value) => [value]))("takes %d", (value) => {
    expect(() => check(value, "f: n")).not.toThrow();
  });

  it.each(bad.map((value) => [value]))(
    "refuses %d by a RangeError that names who was called, the value, and what may come",
    (value) => {
      const { name, message } = errorOf(() => check(value, "f: n"));
      expect(name).toBe("RangeError");
      expect(message.startsWith(`f: n: ${String(value)} is not a `)).toBe(true);
    },
  );

  it.each(notNumbers.map((value) => [value]))("refuses %p by a TypeError", (value) => {
    expect(errorOf(() => check(value, "f: n"))).toMatchObject({
      name: "TypeError",
      message: expect.stringMatching(/^f: n: .* is not a number\.$/) as string,
    });
  });
});

describe("checkDuration", () => {
  it("says how to wait for ever to whoever asks for it", () => {
    expect(errorOf(() => checkDuration(Infinity, "sleep")).message).toMatch(/suspend\(\(\) => \{\}\)/);
    expect(errorOf(() => checkDuration(NaN, "sleep")).message).not.toMatch(/suspend/);
  });
});

describe("checkCount", () => {
  it("names the least that may come", () => {
    expect(errorOf(() => checkCount(-1, "f", 0)).message).toMatch(/whole number from 0 up/);
    expect(errorOf(() => checkCount(0, "f")).message).toMatch(/whole number from 1 up/);
  });
});

describe("checkFunction", () => {
  it("takes functions of all kinds, and nothing else", () => {
    for (const good of [() => {}, function* () {}, Map, Math.max]) expect(() => checkFunction(good, "f")).not.toThrow();
    for (const bad of [...notNumbers, 5]) expect(errorOf(() => checkFunction(bad, "f")).name).toBe("TypeError");
    expect(errorOf(() => checkFunction(5, "ensure: cleanup")).message).toBe("ensure: cleanup: 5 is not a function.");
  });
});

describe("instantAfter", () => {
  it("adds, and refuses what no number can tell", () => {
    expect([instantAfter(2, 3, "sleep"), instantAfter(-1e308, 1e308, "sleep")]).toEqual([5, 0]);
    const { name, message } = errorOf(() => instantAfter(1.5e308, 1.5e308, "sleep"));
    expect([name, message]).toEqual([
      "RangeError",
      "sleep: 1.5e+308 after 1.5e+308 is later than any number can tell.",
    ]);
  });
});
