import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { findFault, toldFault, type Compiler } from "../../lib/cli/syntax-fault.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "rondo spec-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const write = (name: string, text: string): string => {
  const file = path.join(dir, name);
  writeFileSync(file, text);
  return file;
};

/** As the loader's compiler does, it leaves an assignment in place of a file that it cannot understand: here, one with `?!`. */
const compiler: Compiler & { readonly compiled: string[] } = {
  compiled: [],
  transform({ source, filename }) {
    compiler.compiled.push(path.basename(filename));
    const lines = source.split("\n");
    const line = lines.findIndex((text) => text.includes("?!"));
    if (line < 0) return "";
    const fault = { filename, line: line + 1, column: lines[line]!.indexOf("?!"), message: "Unexpected token " };
    return `exports.__JITI_ERROR__ = ${JSON.stringify(fault)}`;
  },
};

describe("the place of a syntax error", () => {
  it("is told by the compiler at the end of its message, with a column from 0", () => {
    const file = write("a b.ts", "");
    const error = new Error(`ParseError: Unexpected token, expected "," \n ${file}:3:12`);
    expect(toldFault(error)).toEqual({ file, line: 3, column: 13, message: 'Unexpected token, expected ","' });
  });

  it("is told by Node at the head of the stack", () => {
    const file = write("a.mjs", "");
    for (const name of [file, pathToFileURL(file).href]) {
      const error = new SyntaxError("Unexpected token ';'");
      error.stack = `${name}:3\n  const b = ;\n            ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe`;
      expect(toldFault(error)).toEqual({ file, line: 3, column: 13, message: "Unexpected token ';'" });
    }
  });

  it("is not told by an error of another kind, nor by one that only looks like it", () => {
    expect(toldFault(new SyntaxError("Unexpected token"))).toBeUndefined();
    expect(toldFault(new Error("ParseError: text \n nowhere.ts:3:12"))).toBeUndefined();
    expect(toldFault("text")).toBeUndefined();
  });

  it("is looked for in the file, then in those that it imports, each once", () => {
    const first = write(
      "first.mjs",
      'import "./second.mjs";\nimport b from "b";\nexport * from "./third%20one.js";\nconst d = await import("./gone.mjs");\nrequire("./100%.js"); require("./%ff.js");',
    );
    write("second.mjs", 'import "./first.mjs";');
    const third = write("third one.js", "\n ?!");
    expect(findFault(first, compiler)).toEqual({ file: third, line: 2, column: 2, message: "Unexpected token" });
    expect(compiler.compiled).toEqual(["first.mjs", "second.mjs", "third one.js"]);
  });

  it("may stay unknown", () => {
    expect(findFault(write("good.mjs", "export {};"), compiler)).toBeUndefined();
  });
});
