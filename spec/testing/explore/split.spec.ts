import assert from "node:assert/strict";
import fc from "fast-check";
import { sleep } from "rondo";
import {
  cell,
  eventually,
  explore,
  failures,
  tracked,
  type ExploreOptions,
  type ExploreReport,
  type ExploreSetup,
} from "rondo/testing";
import { planOf } from "../../../lib/testing/explore/options.js";
import { Division } from "../../../lib/testing/explore/split/division.js";
import type { Job } from "../../../lib/testing/explore/split/job.js";
import { Part, Whole, type Outcome } from "../../../lib/testing/explore/split/outcome.js";
import { lockOrder, lostUpdate, twoFaults, wholeUpdate } from "../../support/explored.js";
import { compile } from "./programs/compile.js";
import { smallPrograms } from "./programs/arbitrary.js";

/** Each task reads and writes each of the fields in turn: 4, 36, 576 classes for each field of 2, 3, 4 tasks. */
function updaters(tasks: number, fields: string): ExploreSetup {
  return () => {
    const state = tracked<Record<string, number>>(Object.fromEntries(fields.split(",").map((name) => [name, 0])));
    function* body(n: number): Generator<unknown, void> {
      for (const name of fields.split(",")) {
        const before = state[name]!;
        yield;
        state[name] = before * 10 + n;
        yield;
      }
    }
    return { tasks: Array.from({ length: tasks }, (_, i) => () => body(i + 1)), result: () => ({ ...state }) };
  };
}

interface Parts {
  readonly jobs: readonly Job[];
  readonly outcomes: readonly Outcome[];
  readonly whole: Whole;
  readonly stats: Omit<ExploreReport, "failures">;
}

/** Explores in at least so many parts, one after the other, round after round. */
function inParts(setup: ExploreSetup, options: ExploreOptions, parts: number): Parts {
  const plan = planOf(options);
  const division = new Division(setup, plan, parts);
  expect(division.whyNot()).toBeUndefined();
  const [jobs, outcomes]: [Job[], Outcome[]] = [[], []];
  for (let round = division.first(), more = true; more;) {
    const fresh = [...round.jobs];
    const came = fresh.map((job) => doPart(setup, options, job));
    jobs.push(...fresh);
    outcomes.push(...came);
    const next = division.after(round, came);
    more = next !== undefined;
    round = next ?? round;
  }
  const whole = new Whole(outcomes);
  const complete = outcomes.every(({ stats }) => stats.complete);
  return { jobs, outcomes, whole, stats: whole.stats({ strategy: plan.strategy, complete, bound: undefined, ms: 0 }) };
}

function doPart(setup: ExploreSetup, options: ExploreOptions, job: Job): Outcome {
  // As between threads: all is plain data.
  const part = new Part(setup, planOf(options), structuredClone(job));
  while (part.explorer.next());
  return structuredClone(part.outcome());
}

/** All that the schedules of an exploration come to. */
function results(setup: ExploreSetup, through: (spied: ExploreSetup) => unknown): Set<string> {
  const seen = new Set<string>();
  through((cleanups) => {
    const scene = setup(cleanups);
    assert(typeof scene === "object" && "tasks" in scene);
    return {
      ...scene,
      check: (run) => {
        seen.add(JSON.stringify([run.results, scene.result?.()]));
        scene.check?.(run);
      },
    };
  });
  return seen;
}

const SIZES = [1, 2, 3, 5, 8, 13, 30, 100];

describe("an exhaustive exploration in parts", () => {
  it.each(SIZES)("runs each schedule in one of them, and none twice: %d parts", (parts) => {
    for (const setup of [updaters(2, "x"), updaters(3, "x"), updaters(2, "x,y,z"), wholeUpdate, lockOrder]) {
      const options = { strategy: "exhaustive", collect: true } as const;
      const { ms: _ms, failures: _failures, ...whole } = explore(setup, options);
      const { ms: _own, ...stats } = inParts(setup, options, parts).stats;
      expect(stats).toEqual(whole);
    }
  });

  it("has at least as many parts as it is to have, where the program has as many schedules", () => {
    expect(inParts(updaters(3, "x"), { strategy: "exhaustive" }, 24).jobs.length).toBeGreaterThanOrEqual(24);
    expect(inParts(wholeUpdate, { strategy: "exhaustive" }, 24).jobs.length).toBe(6);
  });

  it("has parts whose weights make one", () => {
    const { jobs } = inParts(updaters(3, "x"), { strategy: "exhaustive" }, 30);
    const sum = jobs.reduce((total, job) => total + (job.kind === "tree" ? job.prefix.weight : NaN), 0);
    expect(sum).toBeCloseTo(1, 9);
  });

  it.each(SIZES)("finds the failures of the one in one piece, in its order: %d parts", (parts) => {
    for (const setup of [lostUpdate, lockOrder, twoFaults]) {
      for (const collect of [true, false]) {
        const options = { strategy: "exhaustive", collect, shrink: false } as const;
        const plan = planOf(options);
        const alone = new Part(setup, plan, { kind: "tree", prefix: { indexes: [], weight: 1 }, bounds: {} });
        while (alone.explorer.next());
        const shown = (whole: Whole): unknown =>
          whole.failures(setup, plan).map(({ token, kind, seen }) => ({ token, kind, seen }));
        const expected = shown(new Whole([alone.outcome()]));
        expect(shown(inParts(setup, options, parts).whole)).toMatchObject(
          collect ? (expected as object) : [{ ...(expected as object[])[0], seen: expect.any(Number) as number }],
        );
      }
    }
  });

  it.each(["preemptions", "delays"] as const)("keeps to bounds, and deepens them: %s", (measure) => {
    for (const bound of [0, 1, 2, 3]) {
      for (const deepen of [true, false]) {
        const options = { strategy: "exhaustive", [measure]: bound, deepen } as const;
        const { schedules, depth, complete } = explore(updaters(3, "x"), options);
        expect(inParts(updaters(3, "x"), options, 10).stats).toMatchObject({ schedules, depth, complete });
      }
    }
  });

  it("deepens until nothing is left out", () => {
    const options = { strategy: "exhaustive", deepen: true } as const;
    expect(inParts(updaters(2, "x,y"), options, 5).stats.schedules).toBe(
      explore(updaters(2, "x,y"), options).schedules,
    );
  });

  it("tells of a program that keeps something from run to run", () => {
    let runs = 0;
    const { jobs } = inParts(wholeUpdate, { strategy: "exhaustive" }, 2);
    const setup: ExploreSetup = () => {
      function* main(): Generator<unknown, void> {
        yield;
      }
      return { tasks: runs++ % 2 === 0 ? [main, main] : [main, main, main] };
    };
    const whole = new Whole([doPart(setup, { strategy: "exhaustive" }, jobs[0]!)]);
    expect(whole.failures(setup, planOf({}))).toMatchObject([{ kind: "nondeterminism", token: "" }]);
  });
});

describe.each(["dpor", "dpor-source"] as const)("a reduced exploration in parts: %s", (strategy) => {
  it.each(SIZES)("runs each class once in one of them: %d parts", (parts) => {
    for (const [setup, classes] of [
      [updaters(2, "x"), 4],
      [updaters(2, "x,y"), 16],
      [updaters(3, "x"), 36],
      [updaters(3, "x,y"), 1296],
    ] as const) {
      const { stats } = inParts(setup, { strategy }, parts);
      expect(stats).toMatchObject({ schedules: classes, complete: true });
    }
  });

  it("reaches all that the exhaustive one reaches", () => {
    const setup = updaters(3, "x,y");
    const all = results(setup, (spied) => explore(spied, { strategy: "dpor" }));
    for (const parts of [2, 10, 50]) {
      expect(results(setup, (spied) => inParts(spied, { strategy }, parts))).toEqual(all);
    }
  });

  it.each(SIZES)("finds a deadlock, and ends there unless all are asked for: %d parts", (parts) => {
    for (const collect of [true, false]) {
      const { outcomes } = inParts(lockOrder, { strategy, collect }, parts);
      expect(outcomes.flatMap(({ found }) => found.map(({ kind }) => kind))).toEqual(["deadlock"]);
    }
  });

  it("counts nothing of the runs in which it finds out what sleepers touch", () => {
    const { outcomes } = inParts(updaters(3, "x"), { strategy }, 10);
    expect(outcomes.every(({ stats }) => stats.choicePoints >= stats.schedules)).toBe(true);
    expect(outcomes.every(({ stats }) => stats.schedules > 0 || stats.failing === 0)).toBe(true);
  });
});

describe("random programs in parts", () => {
  it("come to what they come to in one piece, and fail in the same ways", () => {
    fc.assert(
      fc.property(smallPrograms, fc.constantFrom(2, 4, 9, 25), (program, parts) => {
        const setup: ExploreSetup = () => compile(program);
        const options = { strategy: "dpor-source", collect: true, steps: 200, shrink: false } as const;
        let runs = 0;
        const enough = { progressMs: 0, onProgress: () => ++runs < 300 };
        let complete = false;
        const one = new Set<string>();
        const all = results(setup, (spied) => {
          const report = explore(spied, { ...options, ...enough });
          complete = report.complete;
          for (const failure of report.failures) one.add(failure.kind);
        });
        fc.pre(complete);
        const divided = new Set<string>();
        const came = results(setup, (spied) => {
          const { outcomes } = inParts(spied, options, parts);
          for (const { kind } of outcomes.flatMap(({ found }) => found)) divided.add(kind);
        });
        expect([came, divided]).toEqual([all, one]);
      }),
      { numRuns: Number(process.env["RONDO_PROGRAMS"] ?? 50) },
    );
  });
});

describe("an exploration with faults in parts", () => {
  const saving: ExploreSetup = () => {
    const [disk, tape] = [cell(0), cell(0)];
    function* save(): Generator<unknown, void> {
      if (!failures("disk")) disk.value++;
      yield;
      if (!failures("tape")) tape.value++;
    }
    return { tasks: [save, save], result: () => [disk.value, tape.value] };
  };
  const sleepers: ExploreSetup = () => {
    const log = cell("");
    function* main(n: number): Generator<unknown, void> {
      yield* sleep(n);
      log.value += String(n);
    }
    return { tasks: [() => main(1), () => main(2)], invariant: () => log.value.length < 3, result: () => log.value };
  };
  const strikes = [{}, { cancelAnywhere: true }, { crashAnywhere: true, interruptAnywhere: true }];

  it.each(
    strikes.flatMap((options) =>
      [0, 1, 2].flatMap((faults) =>
        (["exhaustive", "dpor"] as const).map((strategy): [string, ExploreOptions] => {
          const all = { ...options, faults, strategy };
          return [JSON.stringify(all), all];
        }),
      ),
    ),
  )("tries the faults that the one in one piece tries, with the same schedules: %s", (_, options) => {
    for (const setup of [saving, wholeUpdate]) {
      const { schedules, complete, depth } = explore(setup, { ...options, collect: true });
      const { stats } = inParts(setup, { ...options, collect: true }, 6);
      expect(stats).toMatchObject({ schedules, complete, depth });
    }
    expect(results(saving, (spied) => inParts(spied, options, 6))).toEqual(
      results(saving, (spied) => explore(spied, options)),
    );
  });

  it.each(["quiescent", "any", "free"] as const)(
    "takes each choice of faults for a part of a reduced one: %s",
    (time) => {
      const options = { strategy: "dpor", time, cancelAnywhere: true, faults: 2 } as const;
      const { schedules, complete } = explore(sleepers, options);
      const { stats, jobs } = inParts(sleepers, options, 6);
      expect(stats).toMatchObject({ schedules, complete });
      expect(jobs.every(({ kind }) => kind === "whole")).toBe(true);
      expect(jobs.length).toBeGreaterThan(6);
    },
  );

  it("deepens what goes wrong in each part, too", () => {
    const options = {
      strategy: "exhaustive",
      deepen: true,
      preemptions: 1,
      cancelAnywhere: true,
      collect: true,
    } as const;
    const { schedules, complete } = explore(wholeUpdate, options);
    expect(inParts(wholeUpdate, options, 6).stats).toMatchObject({ schedules, complete });
  });

  it("finds the failures of the one in one piece, in its order", () => {
    const fragile: ExploreSetup = () => {
      function* save(): Generator<unknown, void> {
        yield;
        assert(!failures("disk"), "the disk is full");
        yield;
        assert(!failures("tape"), "the tape is torn");
      }
      return { tasks: [save, save] };
    };
    const options = { strategy: "exhaustive", collect: true } as const;
    const shown = ({ failures: found }: Pick<ExploreReport, "failures">): unknown =>
      found.map(({ token, kind, seen }) => ({ token, kind, seen }));
    const whole = explore(fragile, options);
    expect(whole.failures.length).toBe(2);
    const parts = inParts(fragile, options, 6).whole.failures(fragile, planOf(options));
    expect(shown({ failures: parts })).toEqual(shown(whole));
  });
});

describe("a sample in parts", () => {
  it("has parts of 500 schedules, whatever number is wanted, each with a seed of its own", () => {
    const { jobs } = inParts(wholeUpdate, { strategy: "random", schedules: 1200, seed: 7 }, 100);
    expect(jobs.map((job) => job.kind === "sample" && job.schedules)).toEqual([500, 500, 200]);
    expect(jobs[0]).toMatchObject({ seed: 7 });
    expect(new Set(jobs.map((job) => job.kind === "sample" && job.seed)).size).toBe(3);
  });

  it("begins with the schedules of one in one piece", () => {
    const options = { strategy: "random", schedules: 500, seed: 3, shrink: false } as const;
    const plan = planOf(options);
    const [first] = inParts(lostUpdate, options, 1).whole.failures(lostUpdate, plan);
    expect(() => explore(lostUpdate, options)).toThrow(first!.message);
  });

  it("has seeds that are safe integers, also behind the largest", () => {
    const seed = Number.MAX_SAFE_INTEGER - 1;
    const { jobs } = inParts(wholeUpdate, { strategy: "pct", schedules: 2000, seed }, 1);
    expect(jobs.every((job) => job.kind === "sample" && Number.isSafeInteger(job.seed))).toBe(true);
    expect(new Set(jobs.map((job) => job.kind === "sample" && job.seed)).size).toBe(4);
  });
});

describe("an exploration that cannot be divided says why", () => {
  const looking: ExploreSetup = () => {
    const { tasks } = compileEmpty();
    return { tasks, invariant: () => true };
  };
  const hoping: ExploreSetup = () => {
    eventually(() => true);
    return compileEmpty();
  };
  function compileEmpty(): { tasks: (() => Generator<unknown, void>)[] } {
    function* main(): Generator<unknown, void> {
      yield* sleep(1);
    }
    return { tasks: [main, main] };
  }

  it.each<[ExploreSetup, ExploreOptions, RegExp]>([
    [wholeUpdate, { strategy: "dpor", audit: true }, /^an audit compares/],
    [wholeUpdate, { classes: true }, /counted over all/],
    [wholeUpdate, { strategy: "roundRobin" }, /^roundRobin goes from one/],
    [wholeUpdate, { strategy: "exhaustive", schedules: 5 }, /first schedules of a tree/],
    [wholeUpdate, { strategy: "dpor", time: "any" }, /timer/],
    [looking, { strategy: "dpor" }, /invariant/],
    [hoping, { strategy: "dpor-source" }, /invariant/],
  ])("case %#", (setup, options, why) => {
    expect(new Division(setup, planOf(options), 4).whyNot()).toMatch(why);
  });

  it.each<[ExploreSetup, ExploreOptions]>([
    [looking, { strategy: "exhaustive", time: "free" }],
    [looking, { strategy: "dpor", time: "free", cancelAnywhere: true }],
    [wholeUpdate, { deterministic: true }],
    [looking, { strategy: "random", schedules: 5, cancelAnywhere: true }],
  ])("and one that can does not: case %#", (setup, options) => {
    expect(new Division(setup, planOf(options), 4).whyNot()).toBeUndefined();
  });
});
