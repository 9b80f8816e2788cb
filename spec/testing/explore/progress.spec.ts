import { explore, type ExploreOptions, type ExploreProgress, type ExploreSetup } from "rondo/testing";
import { lostUpdate } from "../../support/explored.js";

/** `tasks` tasks of `steps` steps that have nothing to do with each other. */
function independent(tasks: number, steps: number): ExploreSetup {
  return () => {
    function* body(): Generator<unknown, void> {
      for (let i = 1; i < steps; i++) yield;
    }
    return { tasks: Array.from({ length: tasks }, () => body) };
  };
}

/** All that is told of the progress, a call after each schedule. */
function listenTo(setup: ExploreSetup, options: ExploreOptions): ExploreProgress[] {
  const told: ExploreProgress[] = [];
  explore(setup, { ...options, progressMs: 0, onProgress: (progress) => told.push(progress) > 0 });
  return told;
}

describe("onProgress", () => {
  it("is called after each schedule where no time is to be between", () => {
    const told = listenTo(independent(2, 3), { strategy: "exhaustive" });
    expect(told.map(({ schedules }) => schedules)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(told.every(({ depth, failing, limit }) => depth === 6 && failing === 0 && limit === Infinity)).toBe(true);
    expect(told.every(({ ms }) => ms >= 0)).toBe(true);
  });

  it("is called by time where that is left out or set", () => {
    let calls = 0;
    explore(independent(2, 2), { strategy: "exhaustive", progressMs: 1e9, onProgress: () => ++calls > 0 });
    expect(calls).toBe(0);
  });

  it("ends the exploration with false, which the report shows", () => {
    const options = { strategy: "exhaustive", progressMs: 0 } as const;
    const report = explore(independent(2, 3), { ...options, onProgress: ({ schedules }) => schedules < 7 });
    expect(report).toMatchObject({ schedules: 7, complete: false });
    expect(explore(independent(2, 3), { ...options, onProgress: () => true })).toMatchObject({ complete: true });
  });

  it("counts what failed so far", () => {
    const told = listenTo(lostUpdate, { strategy: "exhaustive", collect: true });
    expect(told.map(({ failing }) => failing)).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it.each(["exhaustive", "dpor", "dpor-source"] as const)(
    "tells which share of the tree is behind, which never passes 1: %s",
    (strategy) => {
      const told = listenTo(lostUpdate, { strategy, collect: true });
      expect(told.length).toBeGreaterThan(3);
      expect(told.every(({ share }) => share! >= 0 && share! <= 1)).toBe(true);
    },
  );

  it("raises the share from schedule to schedule, where nothing is left out", () => {
    const shares = listenTo(independent(3, 2), { strategy: "exhaustive" }).map(({ share }) => share!);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(new Set(shares).size).toBe(90);
  });

  it("estimates the size of the tree, well enough in the end", () => {
    const told = listenTo(independent(2, 6), { strategy: "exhaustive" });
    const late = told.slice(800, 920).map(({ estimate }) => estimate!);
    expect(Math.min(...late)).toBeGreaterThan(924 / 2);
    expect(Math.max(...late)).toBeLessThan(924 * 2);
    expect(told[0]?.estimate).toBeUndefined();
  });

  it("knows no share of a sample, but its limit", () => {
    const told = listenTo(independent(2, 2), { strategy: "random", schedules: 5 });
    expect(told.map(({ share, estimate, limit }) => [share, estimate, limit])).toEqual(
      Array.from({ length: 5 }, () => [undefined, undefined, 5]),
    );
  });

  it("has to be a function, and the time between a length of time", () => {
    expect(() => explore(lostUpdate, { onProgress: 5 as never })).toThrow(
      new TypeError("explore: onProgress: 5 is not a function."),
    );
    expect(() => explore(lostUpdate, { progressMs: -1 })).toThrow(RangeError);
  });
});
