import { explore, ScheduleFailure, type ExploreOptions, type FailureKind } from "rondo/testing";
import { expectSameReach } from "../outcomes.js";
import { CS_SUITE } from "./cs-suite.js";
import { LOCK_FREE } from "./lock-free.js";
import { MUTUAL_EXCLUSION } from "./mutual-exclusion.js";
import type { Published } from "./program.js";
import { TIMED, WAITING } from "./waiting.js";

/** Holds a program against its verdict: in which ways it fails, with how few preemptions, and by which strategies that is found. */
function expectVerdict({ setup, fails, preemptions }: Published, options: ExploreOptions = {}): void {
  const { report } = expectSameReach(setup, options);
  expect(report.complete).toBe(true);
  expect(kindsOf(report.failures)).toEqual([...fails].sort());
  if (fails.length === 0) return;
  expect(firstFailure({ ...options, strategy: "exhaustive", deepen: true })).toMatchObject({ preemptions });
  firstFailure(options);

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

function kindsOf(failures: readonly ScheduleFailure[]): FailureKind[] {
  return [...new Set(failures.map(({ kind }) => kind))].sort();
}

describe("explore finds what is wrong, and proves what is right, in", () => {
  it.each(CS_SUITE)("$name", (program) => expectVerdict(program));
  it.each(MUTUAL_EXCLUSION)("mutual exclusion: $name", (program) => expectVerdict(program));
  it.each(LOCK_FREE)("without locks: $name", (program) => expectVerdict(program));
  it.each(WAITING)("waiting: $name", (program) => expectVerdict(program));
  it.each(TIMED)("any time: $name", (program) => expectVerdict(program, { time: "any" }));
  it.each(TIMED)("free time: $name", (program) => expectVerdict(program, { time: "free" }));
  it.each(TIMED)("and nothing in quiescent time: $name", ({ setup }) => {
    expect(expectSameReach(setup, { time: "quiescent" }).report.failing).toBe(0);
  });
});
