import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as coroutine from "../../lib/coroutine/index.js";
import * as rondo from "../../lib/index.js";
import * as testing from "../../lib/testing/index.js";
import * as trace from "../../lib/trace/index.js";

const page = (name: string): string => readFileSync(join(__dirname, "../../docs", name), "utf8");

/** What stands as code in the first column of the tables. */
const named = (text: string): string[] =>
  [...text.matchAll(/^\| (`[^|]*)/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]*)`/g)].map(([, code]) => code!),
  );

/** The names of functions and classes among them: of `yield* sleep(ms)`, `sleep`. */
const callable = (code: string): string => /^(?:yield\* |new )?(\w+)/.exec(code)![1]!;

const errors = new Set(named(page("errors.md")));
const sections = new Map(
  page("reference.md")
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n")[0]!, new Set(named(section).map(callable))]),
);

describe("docs/reference.md", () => {
  it.each([
    ["rondo", rondo],
    ["rondo/testing", testing],
    ["rondo/trace", trace],
    ["rondo/coroutine", coroutine],
  ] as const)(
    "has a row for all that %s exports, but for the errors, which are on their own page",
    (name, exported) => {
      const missing = Object.keys(exported).filter((key) => !sections.get(name)!.has(key) && !errors.has(key));
      expect(missing).toEqual([]);
    },
  );

  it("has rules that there are", () => {
    const rules = [...page("reference.md").matchAll(/\[((?:[A-Z]\d+)(?:, [A-Z]\d+)*)\]/g)].flatMap(([, list]) =>
      list!.split(", "),
    );
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.filter((rule) => !page("semantics.md").includes(`### ${rule}. `))).toEqual([]);
  });
});
