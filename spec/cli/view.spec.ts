import { colorsFor, columnsOf } from "../../lib/cli/view.js";
import { FakeOutput } from "./outputs.js";

describe("colours", () => {
  const isRed = (isTTY: boolean, wanted: boolean): boolean =>
    colorsFor(new FakeOutput({ isTTY }), wanted).red("x") !== "x";

  it("are for terminals, where they are wanted", () => {
    expect(isRed(true, true)).toBe(true);
    expect(isRed(true, false)).toBe(false);
    expect(isRed(false, true)).toBe(false);
  });

  it("are not for a terminal that has none", () => {
    const plain = Object.assign(new FakeOutput({ isTTY: true }), { hasColors: () => false });
    expect(colorsFor(plain, true).red("x")).toBe("x");
  });
});

describe("the width of a terminal", () => {
  it("is unknown where it is 0 or missing", () => {
    expect([new FakeOutput({ columns: 72 }), new FakeOutput(), { write: () => true }].map(columnsOf)).toEqual([
      72,
      undefined,
      undefined,
    ]);
  });
});
