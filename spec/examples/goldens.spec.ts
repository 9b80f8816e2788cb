import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { folder, load, names, output } from "../support/examples.js";
import { expectGolden } from "../support/golden.js";
import { sample } from "../support/sample.js";

describe("each example", () => {
  let file: ReturnType<typeof sample>;
  beforeAll(() => {
    file = sample("sample.txt", Array.from({ length: 1234 }, (_, row) => `row ${row}\n`).join(""));
  });
  afterAll(() => file.remove());

  /** What `rondo run` hands on to the program. */
  const argsOf = (name: string): string[] => (name === "tour" ? [file.path] : []);

  it.each(names)("prints what it printed before: %s", async (name) => {
    const example = await load(name);
    expectGolden(`spec/golden/examples/${name}.txt`, output(example.default, ...argsOf(name)));
  });

  it.each(names)("says at its top how to run it: %s", (name) => {
    const source = readFileSync(path.join(folder, `${name}.ts`), "utf8");
    expect(/^ \* {5}(npx .*)$/m.exec(source)?.[1]).toContain(`npx rondo run examples/${name}.ts`);
  });
});

describe("examples/README.md", () => {
  const page = readFileSync(path.join(folder, "README.md"), "utf8");
  const links = [...page.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1]!);

  it("names every example once in its tables, and nothing that is not there", () => {
    const listed = [...page.matchAll(/^\| \[([\w-]+)\]\(([\w-]+)\.ts\)/gm)].map((match) => [match[1], match[2]]);
    expect(listed.map(([shown]) => shown).sort()).toEqual([...names].sort());
    expect(listed.filter(([shown, file]) => shown !== file)).toEqual([]);
  });

  it("has no link that leads nowhere", () => {
    const places = links.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.replace(/#.*$/, ""));
    expect(places.filter((place) => !existsSync(path.join(folder, place)))).toEqual([]);
  });
});
