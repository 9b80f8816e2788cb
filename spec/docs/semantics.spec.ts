import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printedInTime, snippets, typeErrors } from "../support/markdown.js";

const page = readFileSync(join(__dirname, "../../docs/semantics.md"), "utf8");
const programs = snippets(page, "ts");

/** The rules that have a section, in order: T1, T2, … */
const rules = [...page.matchAll(/^### ([A-Z]\d+)\. /gm)].map((match) => match[1] ?? "");

/** The rule that the name of a file or the heading of a section begins with. */
function ruleOf(name: string): string {
  return /^[A-Z]\d+(?=\.)/.exec(name)?.[0] ?? "";
}

describe("docs/semantics.md", () => {
  it.each(programs.map((program) => [program.section, program] as const))(
    "prints what it says: %s",
    async (_section, program) => {
      expect(await printedInTime(program.source)).toBe(program.output);
    },
  );

  it("has programs that the compiler accepts in the strictness of this repository", () => {
    expect(typeErrors(programs)).toEqual([]);
  });

  it("shows each rule by a program that prints something", () => {
    const shown = programs.filter((program) => program.output !== "").map((program) => ruleOf(program.section));
    expect([...new Set(shown)]).toEqual(rules);
  });

  it("has a section for each rule of the contract, and no other", () => {
    const specs = readdirSync(join(__dirname, "../contract")).map(ruleOf);
    expect([...rules].sort()).toEqual([...new Set(specs)].sort());
  });

  it("lists in its table all of the rules that it has", () => {
    const listed = [...page.matchAll(/^\| \[.*?\) +\| (.*?): /gm)].flatMap((match) => rulesIn(match[1] ?? ""));
    expect(listed).toEqual(rules);
  });
});

/** Reads `T1–T8`, `E1, E2` and `C1–C10 and I1`. */
function rulesIn(text: string): string[] {
  return text.split(/, | and /).flatMap((part) => {
    const [first = "", last = first] = part.split("–");
    const family = first.slice(0, 1);
    const from = Number(first.slice(1));
    return Array.from({ length: Number(last.slice(1)) - from + 1 }, (_, i) => `${family}${String(from + i)}`);
  });
}
