import { readFileSync } from "node:fs";
import { join } from "node:path";
import { printed, snippets, typeErrors } from "../support/markdown.js";

const programs = snippets(readFileSync(join(__dirname, "../../docs/test-runners.md"), "utf8"), "ts");

describe("docs/test-runners.md", () => {
  describe.each(programs.map((program) => [program.section, program] as const))("%s", (_section, program) => {
    // The tests that the program declares are tests of this suite.
    const output = printed(program.source);

    it("prints what it says", () => {
      expect(output).toBe(program.output);
    });
  });

  it("has programs that the compiler accepts in the strictness of this repository", () => {
    expect(typeErrors(programs)).toEqual([]);
  });
});
