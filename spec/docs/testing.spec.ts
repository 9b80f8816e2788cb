import { readFileSync } from "node:fs";
import { join } from "node:path";
import { printed, snippets, typeErrors } from "../support/markdown.js";

const programs = snippets(readFileSync(join(__dirname, "../../docs/testing.md"), "utf8"), "ts");

describe("docs/testing.md", () => {
  it.each(programs.map((program) => [program.section, program] as const))(
    "prints what it says: %s",
    (_section, program) => {
      expect(printed(program.source)).toBe(program.output);
    },
  );

  it("has programs that the compiler accepts in the strictness of this repository", () => {
    expect(typeErrors(programs)).toEqual([]);
  });
});
