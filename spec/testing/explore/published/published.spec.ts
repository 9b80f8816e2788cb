import { explore, ScheduleFailure, type ExploreOptions, type ExploreReport, type FailureKind } from "rondo/testing";
import { expectSameReach, reached } from "../outcomes.js";
import { ACTORS } from "./actors.js";
import { CS_SUITE } from "./cs-suite.js";
import { GO } from "./go.js";
import { LOCK_FREE } from "./lock-free.js";
import { MUTUAL_EXCLUSION } from "./mutual-exclusion.js";
import type { Published } from "./program.js";
import { PROTOCOLS } from "./protocols.js";
import { TIMED, WAITING } from "./waiting.js";

/** Holds a program against its verdict: in which ways it fails, with how few preemptions, and by which strategies that is found. */
function expectVerdict(program: Published, more: ExploreOptions = {}): void {
  const options = { ...program.options, ...more };
  const { setup, fails, preemptions, isLarge = false } = program;
  const report = isLarge ? reducedAlike(setup, options) : expectSameReach(setup, options).report;
  expect(report.complete).toBe(true);
  expect(kindsOf(report.failures)).toEqual([...fails].sort());
  if (fails.length === 0) return;
  const found = firstFailure(options);
  if (isLarge) expect(found).toMatchObject({ preemptions });
  else expect(firstFailure({ ...options, strategy: "exhaustive", deepen: true })).toMatchObject({ preemptions });

  function firstFailure(how: ExploreOptions): ScheduleFailure {
    try {
      explore(setup, how);
    } catch (error) {
      if (error instanceof ScheduleFailure) return error;
      throw error;
    }
    throw new Error("no schedule fails");
  }
}

/** Holds the two reduced searches against each other. */
function reducedAlike(setup: Published["setup"], options: ExploreOptions): ExploreReport {
  const optimal = reached(setup, { ...options, strategy: "dpor" });
  const source = reached(setup, { ...options, strategy: "dpor-source" });
  expect(source.outcomes).toEqual(optimal.outcomes);
  expect(source.report.complete).toBe(true);
  expect(source.report.schedules).toBeGreaterThanOrEqual(optimal.report.schedules);
  return optimal.report;
}

function kindsOf(failures: readonly ScheduleFailure[]): FailureKind[] {
  return [...new Set(failures.map(({ kind }) => kind))].sort();
}

describe("explore finds what is wrong, and proves what is right, in", () => {
  it.each(CS_SUITE)("$name", (program) => expectVerdict(program));
  it.each(MUTUAL_EXCLUSION)("mutual exclusion: $name", (program) => expectVerdict(program));
  it.each(LOCK_FREE)("without locks: $name", (program) => expectVerdict(program));
  it.each(WAITING)("waiting: $name", (program) => expectVerdict(program));
  it.each(GO)("Go: $name", (program) => expectVerdict(program));
  it.each(ACTORS)("actors: $name", (program) => expectVerdict(program));
  it.each(PROTOCOLS)("protocols: $name", (program) => expectVerdict(program));
  it.each(TIMED)("any time: $name", (program) => expectVerdict(program, { time: "any" }));
  it.each(TIMED)("free time: $name", (program) => expectVerdict(program, { time: "free" }));
  it.each(TIMED)("and nothing in quiescent time: $name", ({ setup }) => {
    expect(expectSameReach(setup, { time: "quiescent" }).report.failing).toBe(0);
  });
});
