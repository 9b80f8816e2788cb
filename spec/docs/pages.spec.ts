import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { codeBlocks, printedInTime, snippets, typeErrors } from "../support/markdown.js";

const root = join(__dirname, "../..");

const RUN = [
  "README.md",
  "docs/coming-from.md",
  "docs/coming-from-loom-shuttle-coyote.md",
  "docs/errors.md",
  "docs/exploring.md",
  "docs/finding-schedules.md",
  "docs/linearizability.md",
  "docs/reference.md",
];

describe.each(RUN)("%s", (path) => {
  const programs = snippets(read(path), "ts");

  it.each(programs.map((program) => [program.section, program] as const))(
    "prints what it says: %s",
    async (_section, program) => {
      expect(program.output).not.toBe("");
      expect(await printedInTime(program.source)).toBe(program.output);
    },
  );

  it("has programs that the compiler accepts in the strictness of this repository", () => {
    expect(typeErrors(programs)).toEqual([]);
  });
});

describe("the pages of the repository", () => {
  const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", "spec/bench/README.md"].concat(
    readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
  );

  it.each(pages)("have links that lead somewhere: %s", (path) => {
    expect(linksOf(read(path)).filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  it("are all listed in docs/README.md", () => {
    const listed = linksOf(read("docs/README.md")).map((link) => relative(root, join(root, "docs", link)));
    expect(listed).toEqual(expect.arrayContaining(pages.filter((path) => path !== "docs/README.md")));
  });
});

describe("README.md", () => {
  it("begins with the two commands, and has at most 200 lines", () => {
    const page = read("README.md");
    const commands = codeBlocks(page)[0]?.text.split("\n") ?? [];
    expect(commands.map((line) => line.split(" #")[0]?.trim())).toEqual(["npm ci && npm start", "npm ci && npm test"]);
    expect(page.split("\n").length).toBeLessThanOrEqual(200);
  });

  it("lists each subpath that the package has", () => {
    expect(firstCells(read("README.md")).sort()).toEqual(subpaths().sort());
  });
});

describe("docs/errors.md", () => {
  it("lists each class of errors that the package has, once", async () => {
    const rooms = await Promise.all(subpaths().map((name) => import(name) as Promise<Record<string, unknown>>));
    const classes = rooms.flatMap((room) => Object.values({ ...room })).filter(isErrorClass);
    const ofTheLanguage = ["TypeError", "RangeError", "AggregateError"];
    const names = classes.map((type) => type.name).concat(ofTheLanguage);
    expect(names.length).toBeGreaterThan(20);
    expect(firstCells(read("docs/errors.md")).sort()).toEqual(names.sort());
  });
});

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** What can be imported from the package: `rondo`, `rondo/trace`, … */
function subpaths(): string[] {
  const { exports } = JSON.parse(read("package.json")) as { readonly exports: Readonly<Record<string, unknown>> };
  const names = Object.keys(exports).filter((name) => !name.endsWith(".json"));
  return names.map((name) => name.replace(".", "rondo"));
}

/** The words in code that the rows of a page's tables begin with. */
function firstCells(page: string): string[] {
  return [...page.matchAll(/^\| `([^`]+)` +\|/gm)].map((match) => match[1] ?? "");
}

function isErrorClass(value: unknown): value is { readonly name: string } {
  return typeof value === "function" && value.prototype instanceof Error;
}

/** Where the links of a page lead, those into the web left out. */
function linksOf(page: string): string[] {
  const words = page.replace(/^(`{3,})[^]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "code");
  const links = [...words.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : join(dirname(from), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

/** The names of a page's headings, as the common hosts of repositories make them. */
function anchorsOf(page: string): string[] {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );
}
