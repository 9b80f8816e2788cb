import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArguments } from "../../lib/cli/arguments.js";
import { EXIT, MEANINGS } from "../../lib/cli/exit-codes.js";

const rows = Object.entries(MEANINGS);
const page = readFileSync(path.resolve(__dirname, "../../docs/command.md"), "utf8");

describe("the exit codes", () => {
  it("are different from each other, and each has a meaning", () => {
    expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
    expect(rows.map(([code]) => Number(code)).sort((a, b) => a - b)).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });

  it("are in docs/command.md, in the words of --help", () => {
    const table = [...page.matchAll(/^\| +(\d+) \| (.*?) +\|$/gm)].map(([, code, meaning]) => [code, meaning]);
    expect(table).toEqual(rows);
  });
});

describe("docs/command.md", () => {
  it.each([
    ["run", "Options"],
    ["explore", "Options of rondo explore"],
    ["replay", "Options of rondo replay"],
  ])("has every option of --help, with the same name for its value: %s", (command, section) => {
    let help = "";
    parseArguments([command, "--help"], "0.0.0", { write: (text) => (help += text) });
    const offered = [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+(?: <\w+>)?) /gm)].map(([, flags]) => flags);
    const [, part = ""] = page.split(`\n## ${section}\n`);
    const documented = [...part.split("\n## ")[0]!.matchAll(/^\| `(--.*?)` /gm)].map(([, flags]) => flags);
    expect(documented.length).toBeGreaterThan(3);
    expect(documented.sort()).toEqual(offered.sort());
  });
});
