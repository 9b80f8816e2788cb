import type { ScheduleFailure } from "../failure.js";
import { Explorer } from "../explorer.js";
import type { Fault } from "../faults/fault.js";
import type { Faults } from "../faults/plans.js";
import { investigate, withoutSchedule, type Found } from "../investigate.js";
import type { Plan } from "../options.js";
import type { ExploreReport } from "../report.js";
import { wayOf } from "../sameness.js";
import type { Strategy } from "../strategies/strategy.js";
import type { ExploreSetup } from "../machine/subject.js";
import { faultsOf, planOfJob, strategyOfJob, type Job } from "./job.js";

/** A failure as a part has found it. It is plain data. */
export interface FoundPart extends Omit<Found, "problem"> {
  readonly way: string;
  readonly kind: Found["problem"]["kind"];
  readonly text: string;
}

/** What came of a part. It is plain data. */
export interface Outcome {
  readonly stats: Omit<ExploreReport, "failures">;
  readonly found: readonly FoundPart[];
  /** Whether schedules were left out because of a bound. */
  readonly cut: boolean;
  /** What went wrong in all of its schedules, and what else could have. */
  readonly faults: Faults;
  readonly points: readonly Fault[];
}

/** Does one part of an exploration, schedule after schedule. */
export class Part {
  readonly explorer: Explorer;
  private readonly job: Job;
  private readonly strategy: { current: Strategy | undefined } = { current: undefined };

  constructor(setup: ExploreSetup, plan: Plan, job: Job) {
    this.job = job;
    const { strategy } = this;
    const make = (): Strategy => (strategy.current = strategyOfJob(job, plan));
    this.explorer = new Explorer(setup, planOfJob(job, plan), { strategy: make, putsDown: true });
  }

  outcome(): Outcome {
    const found = [...this.explorer.found.values()].map(({ problem, ...found }): FoundPart => {
      return { ...found, way: wayOf(problem), kind: problem.kind, text: problem.text };
    });
    const { current } = this.strategy;
    const cut = current !== undefined && "cut" in current && current.cut === true;
    const { explorer } = this;
    return { stats: explorer.stats(), found, cut, faults: faultsOf(this.job), points: [...explorer.points] };
  }
}

/** What came of the parts that were done, in the order of the search in one piece. */
export class Whole {
  private readonly parts: readonly Outcome[];

  constructor(parts: readonly Outcome[]) {
    this.parts = parts;
  }

  /** The first failure; or with `collect` all that differ. */
  failures(setup: ExploreSetup, plan: Plan): ScheduleFailure[] {
    const ways = new Map<string, Found>();
    for (const { way, kind, text, indexes, seen, faults } of this.parts.flatMap(({ found }) => found)) {
      const before = ways.get(way) ?? { problem: { kind, text, error: undefined }, indexes, seen: 0, faults };
      ways.set(way, { ...before, seen: before.seen + seen });
    }
    const [first, ...others] = [...ways.values()];
    const shown = first === undefined ? [] : plan.collect ? [first, ...others] : [first];
    return shown.map((found) =>
      found.problem.kind === "nondeterminism" ? withoutSchedule(found.problem) : investigate(setup, plan, found),
    );
  }

  /** @param own what can only be said of the whole */
  stats(own: Pick<ExploreReport, "strategy" | "complete" | "bound" | "ms">): Omit<ExploreReport, "failures"> {
    const all = this.parts.map(({ stats }) => stats);
    const sum = (count: (stats: Outcome["stats"]) => number): number => all.reduce((n, stats) => n + count(stats), 0);
    const schedules = sum((stats) => stats.schedules);
    return {
      ...own,
      schedules,
      // A sample may come to one schedule in several of its parts: that is not known.
      traces: sum((stats) => stats.traces),
      classes: own.strategy === "dpor" ? schedules : undefined,
      choicePoints: sum((stats) => stats.choicePoints),
      depth: all.reduce((depth, stats) => Math.max(depth, stats.depth), 0),
      audit: undefined,
      blocked: sum((stats) => stats.blocked),
      truncated: sum((stats) => stats.truncated),
      timers: all.some((stats) => stats.timers),
      failing: sum((stats) => stats.failing),
    };
  }
}
