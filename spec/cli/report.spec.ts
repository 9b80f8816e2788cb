import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pico from "picocolors";
import { ensure, run } from "rondo";
import { describeError, describeFault } from "../../lib/cli/report.js";
import { thrownBy } from "../support/thrown.js";
import { viewOf } from "./views.js";

let dir: string;
let file: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "rondo-spec-"));
  file = path.join(dir, "shop.ts");
  writeFileSync(file, ["function take() {", "\tif (empty)  throw new RangeError();", "}", "x".repeat(500)].join("\n"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What is said of an error, line by line. */
const told = (error: unknown): string[] => describeError(error, viewOf({ cwd: dir })).split("\n");

/** An error that was thrown at a line of the file. */
function at(line: number, message: string, options?: ErrorOptions): Error {
  const error = new Error(message, options);
  error.stack = `Error: ${message}\n    at take (${file}:${String(line)}:3)\n    at main (${file}:3:1)`;
  return error;
}

describe("an error", () => {
  it("is shown with the user's frames, the first with its line", () => {
    expect(told(at(2, "none left"))).toEqual([
      "Error: none left",
      "    at take (shop.ts:2:3)",
      "      if (empty)  throw new RangeError();",
      "    at main (shop.ts:3:1)",
    ]);
  });

  it("is shown without a line that is not there, and with a part of a long one", () => {
    expect(told(at(9, "beyond"))).toEqual(["Error: beyond", "    at take (shop.ts:9:3)", "    at main (shop.ts:3:1)"]);
    expect(told(at(4, "long"))[2]).toBe(`      ${"x".repeat(120)}…`);
  });

  it("is shown with what Rondo knows of it, and with the errors of the cleanup behind its stack", () => {
    const error = thrownBy(() =>
      run(function* shop() {
        yield* ensure(
          function* () {
            yield;
            throw at(2, "first");
          },
          function* () {
            yield;
            throw at(2, "second");
          },
        );
      }),
    );
    expect(told(error)).toEqual([
      "Error: first",
      "  in shop 1",
      expect.stringMatching(/^ {2}last waited for /),
      "    at take (shop.ts:2:3)",
      "      if (empty)  throw new RangeError();",
      "    at main (shop.ts:3:1)",
      "  suppressed: Error: second",
      "    in shop 1",
      "    last waited for pass()",
    ]);
  });

  it("is shown with its causes", () => {
    expect(told(at(9, "outer", { cause: at(9, "inner", { cause: "a text" }) }))).toEqual([
      "Error: outer",
      "    at take (shop.ts:9:3)",
      "    at main (shop.ts:3:1)",
      "  caused by: Error: inner",
      "      at take (shop.ts:9:3)",
      "      at main (shop.ts:3:1)",
      '    caused by: string "a text"',
    ]);
  });

  it("is shown with all that an AggregateError puts together", () => {
    const all = new AggregateError([at(9, "one"), at(9, "two")], "two failures");
    delete all.stack;
    expect(told(all).filter((line) => !line.includes("    at "))).toEqual([
      "AggregateError: two failures",
      "  one of them: Error: one",
      "  one of them: Error: two",
    ]);
  });

  it("is shown once, even where it is its own cause", () => {
    const error = at(9, "round");
    error.cause = error;
    expect(told(error)).toEqual(["Error: round", "    at take (shop.ts:9:3)", "    at main (shop.ts:3:1)"]);
  });

  it("may be any value", () => {
    expect([5, undefined, null].map((value) => told(value))).toEqual([["number 5"], ["undefined"], ["null"]]);
  });

  it("is coloured where colours are wanted", () => {
    const text = describeError(at(2, "red"), viewOf({ cwd: dir, colors: pico.createColors(true) }));
    expect(text).toContain("\u001b[1mError: red\u001b[22m");
  });
});

describe("a syntax error", () => {
  const fault = { line: 2, column: 2, message: "Unexpected token" };

  it("is shown with its line, and a mark below the column, whose tabs are kept", () => {
    expect(describeFault({ ...fault, file }, viewOf({ cwd: dir }))).toBe(
      ["shop.ts:2:2", "  2 | \tif (empty)  throw new RangeError();", "      \t^", "Unexpected token"].join("\n"),
    );
  });

  it("is shown without them where the file is gone", () => {
    const gone = path.join(dir, "gone.ts");
    expect(describeFault({ ...fault, file: gone }, viewOf({ cwd: dir }))).toBe("gone.ts:2:2\nUnexpected token");
  });
});
