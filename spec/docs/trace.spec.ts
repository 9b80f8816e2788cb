import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../../lib/trace/schema.js";
import { ASCII, MEANINGS, UNICODE } from "../../lib/trace/timeline/glyphs.js";
import { printed, snippets, typeErrors } from "../support/markdown.js";

const page = readFileSync(join(__dirname, "../../docs/trace.md"), "utf8");
const programs = snippets(page, "ts");

/** The first cells of the rows of a table, by the heading above it. */
function firstCells(heading: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| (.*?) \|/gm)].map((match) => match[1] ?? "");
}

describe("docs/trace.md", () => {
  it.each(programs.map((program) => [program.section, program] as const))(
    "prints what it says: %s",
    (_section, program) => {
      expect(printed(program.source)).toBe(program.output);
    },
  );

  it("has programs that the compiler accepts in the strictness of this repository", () => {
    expect(typeErrors(programs)).toEqual([]);
  });

  it("explains each sign that a timeline can have in a row, in both sets", () => {
    const signs = MEANINGS.flatMap(([what, , style]) => (style === "ruler" ? [] : [what]));
    const table = page.replace(/ +/g, " ");
    for (const sign of signs) expect(table).toContain(`| \`${UNICODE[sign]}\` | \`${ASCII[sign]}\` |`);
  });

  it("lists each kind of event", () => {
    const listed = firstCells("The format").flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]));
    expect(listed).toEqual(expect.arrayContaining([...KINDS]));
  });
});
