import {
  explore,
  type ExploreOptions,
  type ExploreReport,
  type ExploreScene,
  type ExploreSetup,
  type ScheduleFailure,
} from "rondo/testing";

/** What a search has reached: each final state and each failure once. */
export interface Reached {
  readonly outcomes: readonly string[];
  readonly report: ExploreReport;
}

/** All that the schedules of a scene come to: its `result`, or how it fails. */
export function reached(setup: ExploreSetup, options: ExploreOptions): Reached {
  const outcomes = new Set<string>();
  const watched: ExploreSetup = (cleanups) => {
    const scene = setup(cleanups) as ExploreScene;
    return {
      ...scene,
      check(run) {
        scene.check?.(run);
        outcomes.add(JSON.stringify([scene.result?.(), run.results]));
      },
    };
  };
  const report = explore(watched, { ...options, collect: true, shrink: false });
  for (const failure of report.failures) outcomes.add(wayOf(failure));
  return { outcomes: [...outcomes].sort(), report };
}

/** In which way a schedule fails: failures that differ in numbers alone, or in which tasks wait, are reported as one. */
export function wayOf({ message }: ScheduleFailure): string {
  return message.split("\n")[0]!.replace(/\d+/g, "#");
}

/** Holds both reductions against the search through all schedules: the same outcomes, from no more schedules. */
export function expectSameReach(setup: ExploreSetup, options: ExploreOptions = {}): Reached {
  const all = reached(setup, { ...options, strategy: "exhaustive" });
  expect(all.report.complete).toBe(true);
  for (const strategy of ["dpor", "dpor-source"] as const) {
    const { outcomes, report } = reached(setup, { ...options, strategy });
    expect({ strategy, outcomes }).toEqual({ strategy, outcomes: all.outcomes });
    expect(report.complete).toBe(true);
    expect(report.schedules).toBeLessThanOrEqual(all.report.schedules);
  }
  return all;
}
