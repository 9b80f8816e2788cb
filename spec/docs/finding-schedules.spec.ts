/** The tables of `docs/finding-schedules.md` are whole: each field and each name has its row. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { STRATEGIES } from "../../lib/testing/explore/strategies/names.js";

const read = (path: string): string => readFileSync(join(__dirname, "../..", path), "utf8");
const page = read("docs/finding-schedules.md");

/** The words in code in the first cells of the tables of a section. */
function listed(section: string): string[] {
  const text = page.split(`\n## ${section}\n`)[1]!.split("\n## ")[0]!;
  const cells = [...text.matchAll(/^\| ([^|]*) \|/gm)].map(([, cell]) => cell!);
  return [...new Set(cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, word]) => word!)))];
}

/** The fields of an interface, by the text of its file. */
function fieldsOf(path: string, name: string): string[] {
  const text = read(`lib/testing/explore/${path}`).split(`export interface ${name} `)[1]!.split("\n}")[0]!;
  return [...text.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field!);
}

describe("docs/finding-schedules.md", () => {
  it("lists each option of explore", () => {
    const options = [...fieldsOf("options.ts", "ExploreOptions"), ...fieldsOf("faults/options.ts", "FaultOptions")];
    expect(options.length).toBeGreaterThan(20);
    expect(listed("Options")).toEqual(expect.arrayContaining(options));
  });

  it("lists each field of the scene", () => {
    expect(listed("The setup").sort()).toEqual(fieldsOf("machine/subject.ts", "ExploreScene").sort());
  });

  it("lists each field of the report", () => {
    expect(listed("The report").sort()).toEqual(fieldsOf("report.ts", "ExploreReport").sort());
  });

  it("lists each strategy", () => {
    expect(listed("Which strategy")).toEqual(expect.arrayContaining(Object.keys(STRATEGIES)));
  });

  it("lists each kind of failure", () => {
    const [, kinds] = read("lib/testing/explore/verdict.ts").split("export type FailureKind =");
    const names = [...kinds!.split(";")[0]!.matchAll(/\| "(\w+)"/g)].map(([, kind]) => kind!);
    expect(listed("What counts as a failure").sort()).toEqual(names.sort());
  });
});
