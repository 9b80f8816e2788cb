import { readFileSync } from "node:fs";
import { join } from "node:path";
import { printed, snippets, typeErrors } from "../support/markdown.js";

const page = readFileSync(join(__dirname, "../../docs/python-and-javascript.md"), "utf8");
const programs = snippets(page, "ts");

describe("docs/python-and-javascript.md", () => {
  it.each(programs.map((program) => [program.section, program] as const))(
    "prints what it says: %s",
    (_section, program) => {
      expect(printed(program.source)).toBe(program.output);
    },
  );

  it("has programs that the compiler accepts in the strictness of this repository", () => {
    expect(typeErrors(programs)).toEqual([]);
  });

  it("shows each difference in both languages, and lists it in the table, in order", () => {
    const sections = [...page.matchAll(/^### (\d+)\. (.*)$/gm)];
    expect(sections.map((match) => Number(match[1]))).toEqual(sections.map((_match, index) => index + 1));
    expect(programs.map((program) => program.section)).toEqual(sections.map((match) => match[0].slice("### ".length)));
    expect(snippets(page, "python").map((program) => program.section)).toEqual(
      programs.map((program) => program.section),
    );
    expect([...page.matchAll(/^\| (\d+) +\|/gm)].map((match) => match[1])).toEqual(sections.map((match) => match[1]));
  });
});
