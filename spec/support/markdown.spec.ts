import { codeBlocks, printed, printedInTime, snippets, typeErrors } from "./markdown.js";

const page = `
# A page

\`\`\`ts
const name: string = "Ada";
\`\`\`

Words.

\`\`\`ts
console.log("Hello,", name);
\`\`\`

\`\`\`text
Hello, Ada
\`\`\`

## Another section

\`\`\`\`md
\`\`\`ts
not a program
\`\`\`
\`\`\`\`

\`\`\`ts
export const wrong: number = "text";
\`\`\`
`;

describe("reading a page", () => {
  it("finds each fenced block with its language, section and line", () => {
    expect(codeBlocks(page).map(({ language, section, line }) => [language, section, line])).toEqual([
      ["ts", "A page", 5],
      ["ts", "A page", 11],
      ["text", "A page", 15],
      ["md", "Another section", 21],
      ["ts", "Another section", 27],
    ]);
  });

  it("takes the blocks of one language in one section for one program", () => {
    const [first, second] = snippets(page, "ts");
    expect(first).toEqual({
      section: "A page",
      line: 5,
      source: 'const name: string = "Ada";\nconsole.log("Hello,", name);\n',
      output: "Hello, Ada\n",
    });
    expect(second).toMatchObject({ section: "Another section", output: "" });
  });

  it("refuses a page whose last block is never closed", () => {
    expect(() => codeBlocks("# A page\n\n```ts\nconst n = 1;\n")).toThrow("line 4 is never closed");
  });
});

describe("running the programs of a page", () => {
  it("gives what they print, as the console writes it", () => {
    expect(printed('console.log("Hello,", { name: "Ada" });\nconsole.log([1]);')).toBe(
      "Hello, { name: 'Ada' }\n[ 1 ]\n",
    );
  });

  it("lets out the errors of a program", () => {
    expect(() => printed('throw new RangeError("out");')).toThrow(RangeError);
  });

  it("lets a program await at its top, and lets out its errors", async () => {
    expect(await printedInTime('import { format } from "node:util";\nconsole.log(await format("later"));')).toBe(
      "later\n",
    );
    await expect(printedInTime('await 1;\nthrow new RangeError("out");')).rejects.toThrow(RangeError);
  });

  it("names the section of each type error", () => {
    expect(typeErrors(snippets(page, "ts"))).toEqual([
      "Another section: Type 'string' is not assignable to type 'number'.",
    ]);
  });
});
