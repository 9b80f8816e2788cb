/** Holds what `docs/exploring.md` says about pairs of steps against the footprints that they leave. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BESIDES } from "./pairs/besides.js";
import { depend, type Pair } from "./pairs/depend.js";
import { OBJECTS } from "./pairs/objects.js";
import { TASKS } from "./pairs/tasks.js";

const page = readFileSync(join(__dirname, "../../docs/exploring.md"), "utf8");
const table = page.split("### Which pairs")[1]!.split("\n## ")[0]!;

/** What the page says of each pair; an order that is given is no question. */
const rows = [...table.matchAll(/^\| (.*?) +\| (yes|no) +\|/gm)].map(([, pair, says]) => [pair!, says!] as const);

const pairs: Readonly<Record<string, readonly Pair[]>> = { ...OBJECTS, ...TASKS };

describe("docs/exploring.md", () => {
  it("lists the pairs that have a spec", () => {
    expect(rows.map(([pair]) => pair)).toEqual(Object.keys(pairs));
  });

  it.each(rows)("says whether they depend on each other: %s: %s", (pair, says) => {
    for (const each of pairs[pair]!) expect(depend(each)).toBe(says === "yes");
  });

  it.each(Object.entries(BESIDES))("is right about %s", (_name, [depends, pair]) => {
    expect(depend(pair)).toBe(depends);
  });
});
