import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError, EXIT } from "../../lib/cli/exit-codes.js";
import { findProgramFile, PROGRAM_EXTENSIONS } from "../../lib/cli/program-file.js";
import { thrownBy } from "../support/thrown.js";

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), "rondo-spec-")));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (name: string): string => {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
};

/** Why there is no such program file. */
function fault(name: string): [code: number, message: string] {
  const error = thrownBy(() => findProgramFile(name, dir));
  if (!(error instanceof CommandError)) throw error;
  return [error.code, error.message];
}

describe("a program file", () => {
  it("is found from the present folder, by its full path, and by its URL", () => {
    const file = write("a b/ä#1.ts");
    for (const name of ["a b/ä#1.ts", "./a b/../a b/ä#1.ts", file, pathToFileURL(file).href]) {
      expect(findProgramFile(name, dir)).toEqual({ shown: name, path: file, language: "typescript" });
    }
  });

  it("is JavaScript or TypeScript by its extension; without one it is JavaScript", () => {
    const languages = [...PROGRAM_EXTENSIONS, ""].map((extension) => {
      write(`a${extension}`);
      return [extension, findProgramFile(`a${extension}`, dir).language];
    });
    expect(languages).toEqual([
      [".ts", "typescript"],
      [".mts", "typescript"],
      [".cts", "typescript"],
      [".js", "javascript"],
      [".mjs", "javascript"],
      [".cjs", "javascript"],
      ["", "javascript"],
    ]);
  });

  it("may have a name that looks like a URL", () => {
    const file = write("npm:a.ts");
    expect(findProgramFile("npm:a.ts", dir).path).toBe(file);
  });

  it("is where its symbolic links lead, and of the kind that is there", () => {
    const file = write("real/a.mts");
    symlinkSync(file, path.join(dir, "link.js"));
    symlinkSync("link.js", path.join(dir, "link-to-link"));
    expect(findProgramFile("link-to-link", dir)).toEqual({ shown: "link-to-link", path: file, language: "typescript" });
  });
});

describe("no program file", () => {
  it("is one that is not there; one with an extension added is offered", () => {
    write("tour.mts");
    expect(fault("nowhere")).toEqual([EXIT.noFile, "there is no file nowhere."]);
    expect(fault("./tour")).toEqual([EXIT.noFile, "there is no file ./tour. Did you mean ./tour.mts?"]);
    expect(fault(pathToFileURL(path.join(dir, "x.ts")).href)[0]).toBe(EXIT.noFile);
  });

  it("is one without a name", () => {
    expect(fault("")).toEqual([EXIT.usage, "the name of the program file is empty."]);
  });

  it("is a directory; an index in it is offered", () => {
    mkdirSync(path.join(dir, "empty"));
    write("full/index.js");
    expect(fault("empty")).toEqual([EXIT.noFile, "empty is a directory. Name a program file."]);
    expect(fault("full")).toEqual([EXIT.noFile, `full is a directory. Did you mean ${path.join("full", "index.js")}?`]);
  });

  it("is a link that leads nowhere, or round in a circle", () => {
    symlinkSync("gone.ts", path.join(dir, "dangling.ts"));
    symlinkSync("round.ts", path.join(dir, "round.ts"));
    expect(fault("dangling.ts")).toEqual([
      EXIT.noFile,
      "dangling.ts is a symbolic link to a file that does not exist.",
    ]);
    expect(fault("round.ts")).toEqual([
      EXIT.noFile,
      "round.ts cannot be read: its symbolic links go round in a circle.",
    ]);
  });

  it("is one below a file, or one whose name no file can have", () => {
    write("a.ts");
    expect(fault("a.ts/b.ts")).toEqual([
      EXIT.noFile,
      "a.ts/b.ts cannot be read: a part of its path is a file, not a folder.",
    ]);
    const long = `${"x".repeat(5000)}.ts`;
    expect(fault(long)).toEqual([EXIT.noFile, `${long} cannot be read: the name is too long.`]);
  });

  it("is what is no file on this machine", () => {
    expect(fault("https://example.org/a.ts")).toEqual([
      EXIT.noFile,
      "https://example.org/a.ts is no file on this machine.",
    ]);
  });

  it("is a file of another kind", () => {
    write("a.json");
    expect(fault("a.json")).toEqual([
      EXIT.noProgram,
      "a.json is no program file. A program is a module that ends in .ts, .mts, .cts, .js, .mjs, .cjs.",
    ]);
  });
});
