import { milliseconds } from "../../host/stopwatch.js";
import type { Plan } from "../../testing/explore/options.js";
import type { ExploreProgress } from "../../testing/explore/progress.js";
import type { Division, Round } from "../../testing/explore/split/division.js";
import { isReduced } from "../../testing/explore/split/job.js";
import { Whole, type Outcome } from "../../testing/explore/split/outcome.js";
import type { ExploreSetup } from "../../testing/explore/machine/subject.js";
import type { Finding } from "../explore-report.js";
import { muted } from "../muted.js";
import type { Pool, Task } from "./pool.js";

/** An exploration that several workers do, round after round. */
export class Parallel {
  private readonly plan: Plan;
  private readonly division: Division;
  private readonly pool: Pool;
  private readonly setup: ExploreSetup;
  private readonly begun = milliseconds();
  /** What came of the rounds before the one that is under way. */
  private readonly past: Outcome[] = [];
  private bound: Round["bound"] = undefined;

  constructor(setup: ExploreSetup, plan: Plan, division: Division, pool: Pool) {
    this.setup = setup;
    this.plan = plan;
    this.division = division;
    this.pool = pool;
  }

  /** Ends it with what it has seen so far. */
  stop(): void {
    this.pool.stop();
  }

  /**
   * Explores, and lets the workers go.
   * @param tick is told now and then how far it is
   */
  async run(tick: (progress: ExploreProgress) => void): Promise<Omit<Finding, "stopped">> {
    this.pool.heard = () => tick(this.progress());
    const complete = await this.rounds().finally(() => this.pool.close());
    const parts = [...this.past, ...this.pool.outcomes];
    const whole = new Whole(parts);
    const { share, ms } = this.progress();
    const strategy = parts[0]?.stats.strategy ?? this.plan.strategy;
    const failures = muted(() => whole.failures(this.setup, this.plan));
    return { stats: whole.stats({ strategy, complete, bound: this.bound, ms }), failures, share };
  }

  /** Does round after round; whether all was seen in the end. */
  private async rounds(): Promise<boolean> {
    let round = muted(() => this.division.first());
    for (let complete = true; ;) {
      await this.pool.run(round.jobs);
      const { outcomes, isCutShort } = this.pool;
      if (isCutShort) return false;
      this.bound = round.bound;
      complete &&= isComplete(this.plan, outcomes);
      const next = muted(() => this.division.after(round, outcomes));
      if (next === undefined) return complete;
      this.past.push(...outcomes);
      round = next;
    }
  }

  private progress(): ExploreProgress {
    const { tasks } = this.pool;
    const under = tasks.filter(({ outcome }) => outcome === undefined).flatMap(({ progress }) => progress ?? []);
    const done = [...this.past, ...tasks.flatMap(({ outcome }) => outcome ?? [])].map(({ stats }) => stats);
    const all: Counts[] = [...done, ...under];
    const sum = (count: (one: Counts) => number): number => all.reduce((n, one) => n + count(one), 0);
    const schedules = sum((one) => one.schedules);
    const share = shareOf(tasks);
    // How many schedules there are with faults is not known before the round of those.
    const isAll = this.past.length === 0 && this.plan.faults.strikes.length === 0;
    const known = share !== undefined && share > 0 && isAll;
    return {
      schedules,
      limit: this.plan.schedules,
      depth: all.reduce((depth, one) => Math.max(depth, one.depth), 0),
      failing: sum((one) => one.failing),
      share,
      estimate: known ? Math.round(schedules / share) : undefined,
      ms: milliseconds() - this.begun,
    };
  }
}

type Counts = Pick<ExploreProgress, "schedules" | "depth" | "failing">;

/** A tree was seen to its end if each of its parts was; a sample, if one part of it turned out to be all. */
function isComplete(plan: Plan, outcomes: readonly Outcome[]): boolean {
  const parts = outcomes.map(({ stats }) => stats.complete);
  return plan.strategy === "exhaustive" || isReduced(plan) ? parts.every(Boolean) : parts.some(Boolean);
}

/** How much of the present round is behind: the parts that are done, and of those under way what they tell. */
function shareOf(tasks: readonly Task[]): number | undefined {
  let share = 0;
  for (const { job, outcome, progress } of tasks) {
    if (job.kind === "sample") return undefined;
    const weight = job.kind === "tree" ? job.prefix.weight : job.weight;
    share += weight * (outcome?.stats.complete === true ? 1 : (progress?.share ?? 0));
  }
  return share;
}
