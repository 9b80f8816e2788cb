import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { shorten, sourceLine, stackOf, userFrame } from "../../lib/cli/stack.js";
import { viewOf } from "./views.js";

const view = viewOf({ cwd: "/user/project", home: "/user/project/node_modules/rondo/" });

/** An error with a stack of these lines. */
function withStack(...lines: string[]): Error {
  const error = new Error("no\n    at all (the message has a line like a frame of a stack)");
  error.stack = ["Error: no", ...lines.map((line) => `    ${line}`)].join("\n");
  return error;
}

const mixed = withStack(
  "at take (/user/project/shop.ts:4:20)",
  "at shop.next (<anonymous>)",
  "at resume (file:///user/project/node_modules/rondo/dist/index.js:774:27)",
  "at Object.main (file:///user/project/a%20b/main.mjs:1:2)",
  "at async file:///elsewhere/x.mjs:10:5",
  "at new Shop (/user/project/lib/shop.ts:7:1)",
  "at Array.map (<anonymous>)",
  "at ModuleJob.run (node:internal/modules/esm/module_job:325:25)",
  "at resolve (data:text/javascript,hook:4:49)",
);

describe("the stack of an error", () => {
  it("is that of the user's code, with paths from the present folder", () => {
    expect(stackOf(mixed, view)).toEqual([
      { text: "at take (shop.ts:4:20)", file: "/user/project/shop.ts", line: 4 },
      { text: "at Object.main (a b/main.mjs:1:2)", file: "/user/project/a b/main.mjs", line: 1 },
      { text: "at async /elsewhere/x.mjs:10:5", file: "/elsewhere/x.mjs", line: 10 },
      { text: "at new Shop (lib/shop.ts:7:1)", file: "/user/project/lib/shop.ts", line: 7 },
    ]);
  });

  it("has all frames where all is asked for", () => {
    expect(stackOf(mixed, { ...view, verbose: true }).map(({ text }) => text)).toEqual([
      "at take (shop.ts:4:20)",
      "at shop.next (<anonymous>)",
      "at resume (node_modules/rondo/dist/index.js:774:27)",
      "at Object.main (a b/main.mjs:1:2)",
      "at async /elsewhere/x.mjs:10:5",
      "at new Shop (lib/shop.ts:7:1)",
      "at Array.map (<anonymous>)",
      "at ModuleJob.run (node:internal/modules/esm/module_job:325:25)",
      "at resolve (data:text/javascript,hook:4:49)",
    ]);
  });

  it("is empty where there is none", () => {
    const without = new Error("no");
    delete without.stack;
    const odd = Object.assign(new Error("no"), { stack: 5 });
    const throwing = Object.defineProperty(new Error("no"), "stack", {
      get() {
        throw new Error("a trap");
      },
    });
    for (const error of [without, odd, throwing, "text", null]) expect(stackOf(error, view)).toEqual([]);
  });
});

describe("a line of a stack", () => {
  it("is the user's, or nothing", () => {
    expect(userFrame("at shop (/user/project/shop.ts:4:20)", view)?.text).toBe("at shop (shop.ts:4:20)");
    expect(userFrame("at start (/user/project/node_modules/rondo/dist/cli/main.js:1:1)", view)).toBeUndefined();
    expect(userFrame("at Array.map (<anonymous>)", view)).toBeUndefined();
  });
});

describe("a path", () => {
  it("is shown from the present folder where it lies in it", () => {
    expect(shorten("/user/project/a/b.ts", "/user/project")).toBe("a/b.ts");
    expect(shorten("/user/projects/b.ts", "/user/project")).toBe("/user/projects/b.ts");
    expect(shorten("node:fs", "/user/project")).toBe("node:fs");
  });
});

describe("a line of source", () => {
  it("is read from the file, where there is one", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "rondo-spec-"));
    try {
      const file = path.join(dir, "a.ts");
      writeFileSync(file, "one\r\ntwo\nthree");
      expect([1, 2, 3, 4].map((line) => sourceLine(file, line))).toEqual(["one", "two", "three", undefined]);
      expect(sourceLine(path.join(dir, "b.ts"), 1)).toBeUndefined();
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
