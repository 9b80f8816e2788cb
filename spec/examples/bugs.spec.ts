import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { explore, ScheduleFailure, type ExploreOptions, type ExploreReport, type TimeMode } from "rondo/testing";
import { bugs, type Bug } from "../../examples/bugs/index.js";
import { folder } from "../support/examples.js";
import { wayOf } from "../testing/explore/outcomes.js";

const TIMES: readonly TimeMode[] = ["quiescent", "any", "free"];
const names = Object.keys(bugs);

/** The first failure that is found. */
function failureOf(bug: Bug, options: ExploreOptions): ScheduleFailure {
  try {
    explore(bug.default, { time: timeOf(bug), ...options });
  } catch (error) {
    if (error instanceof ScheduleFailure) return error;
    throw error;
  }
  throw new Error("no schedule fails");
}

function all(bug: Bug, options: ExploreOptions): ExploreReport {
  return explore(bug.default, { time: timeOf(bug), collect: true, shrink: false, ...options });
}

function timeOf({ facts }: Bug): TimeMode {
  return facts.time ?? "quiescent";
}

describe.each(Object.entries(bugs))("the bug %s", (_name, bug) => {
  const { kind, preemptions, schedules, classes, time } = bug.facts;

  it("is found with as few preemptions as it says", () => {
    expect(failureOf(bug, { strategy: "exhaustive", deepen: true })).toMatchObject({ kind, preemptions });
  });

  it("is found within that bound, and is not there with one preemption fewer", () => {
    expect(failureOf(bug, { strategy: "exhaustive", preemptions })).toMatchObject({ preemptions });
    if (preemptions === 0) return;
    const fewer = all(bug, { strategy: "exhaustive", preemptions: preemptions - 1 });
    expect(fewer).toMatchObject({ complete: true, failing: 0 });
  });

  it("is found by both reductions, a random walk, and where no strategy is given", () => {
    for (const strategy of ["dpor", "dpor-source", "random"] as const) failureOf(bug, { strategy });
    failureOf(bug, {});
  });

  it("shows in as many classes of schedules as it says", () => {
    const report = all(bug, { strategy: "dpor" });
    expect({ failing: report.failing, all: report.schedules }).toEqual(classes);
    expect(report.complete).toBe(true);
  });

  it("shows in as many schedules as it says, and in the same ways as in its classes", () => {
    if (schedules === undefined) return;
    const report = all(bug, { strategy: "exhaustive" });
    expect({ failing: report.failing, all: report.schedules }).toEqual(schedules);
    expect(waysOf(report)).toEqual(waysOf(all(bug, { strategy: "dpor" })));
  });

  it("needs the mode of time that it says", () => {
    if (time === undefined) return;
    expect(all(bug, { strategy: "exhaustive", time: "quiescent" })).toMatchObject({ complete: true, failing: 0 });
    expect(failureOf(bug, { strategy: "dpor", time: "free" }).kind).toBe(kind);
  });

  it.each(TIMES)("is gone from its mended form, in %s time", (time) => {
    const reduced = explore(bug.mended, { strategy: "dpor", time });
    expect(reduced).toMatchObject({ complete: true, failing: 0 });
    if (schedules === undefined) return;
    expect(explore(bug.mended, { strategy: "exhaustive", time })).toMatchObject({ complete: true, failing: 0 });
  });
});

/** How it fails, each way once. */
function waysOf({ failures }: ExploreReport): string[] {
  return failures.map(wayOf).sort();
}

describe("examples/bugs", () => {
  const place = path.join(folder, "bugs");
  const page = readFileSync(path.join(folder, "README.md"), "utf8");

  it("lists each of its files once", () => {
    const files = readdirSync(place).filter((file) => file.endsWith(".ts") && file !== "index.ts");
    expect(names.map((name) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  it.each(names)("says at the top of the file how to run it: %s", (name) => {
    const source = readFileSync(path.join(place, `${name}.ts`), "utf8");
    const { time } = bugs[name]!.facts;
    const flag = time === undefined ? "" : ` --time ${time}`;
    expect(source).toContain(`\n *     npx rondo explore examples/bugs/${name}.ts${flag}\n */\n`);
  });

  it.each(names)("has a row in the table of examples/README.md that agrees with its facts: %s", (name) => {
    const { kind, preemptions, schedules, classes, time } = bugs[name]!.facts;
    const cells = page.split("\n").flatMap((line) => {
      const [, link, , ...rest] = line.split("|").map((cell) => cell.trim());
      return link === `[${name}](bugs/${name}.ts)` ? [rest.slice(0, -1)] : [];
    });
    const of = (n: typeof schedules): string => (n === undefined ? "" : `${n.failing} of ${n.all}`);
    const shown = time === undefined ? kind : `${kind}, time ${time}`;
    expect(cells).toEqual([[shown, String(preemptions), of(schedules), of(classes)]]);
  });
});
