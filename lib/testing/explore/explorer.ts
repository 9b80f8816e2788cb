import { milliseconds } from "../../host/stopwatch.js";
import { checkSetup } from "../scene-checks.js";
import { Agreement } from "./agreement/agreement.js";
import { Auditor, type Audit } from "./agreement/audit.js";
import { unrepeatable } from "./agreement/repeatable.js";
import type { ScheduleFailure } from "./failure.js";
import { investigate, withoutSchedule, type Found } from "./investigate.js";
import type { Fault } from "./faults/fault.js";
import { FaultSearch } from "./faults/search.js";
import type { Ending } from "./machine/chooser.js";
import { Machine } from "./machine/machine.js";
import type { Plan } from "./options.js";
import { Pace, type ExploreProgress } from "./progress.js";
import type { ExploreReport } from "./report.js";
import { Runs } from "./runs.js";
import { wayOf } from "./sameness.js";
import { Divergence } from "./strategies/divergence.js";
import { STRATEGIES, type StrategyName } from "./strategies/names.js";
import type { Strategy } from "./strategies/strategy.js";
import type { ExploreSetup } from "./machine/subject.js";
import { judge, type FailureKind, type Problem } from "./verdict.js";

/** What an exploration can be told besides its plan. */
export interface ExplorerOptions {
  /** Makes the strategy: that of the plan where left out. */
  readonly strategy?: () => Strategy;
  /** Only failures of this kind count. */
  readonly seeks?: FailureKind;
  /** Failures are put down as they are found, for whoever looks into them elsewhere; without `collect` the first is the end. */
  readonly putsDown?: boolean;
}

/** Strategies of one schedule. */
const SINGLE: readonly string[] = ["replay", "roundRobin"] satisfies StrategyName[];

/** After so many schedules a strategy that is stale goes on to its end before it begins again. */
const SOON = 50;

/** One exploration: it lets a strategy run schedule after schedule, and looks at what comes of each. */
export class Explorer {
  private readonly plan: Plan;
  private readonly makeStrategy: () => Strategy;
  private isRepeatable: boolean;
  private readonly seeks: FailureKind | undefined;
  private readonly putsDown: boolean;
  private readonly machine: Machine;
  private strategy: Strategy;
  private runs: Runs;
  private schedules = 0;
  private truncated = 0;
  private choicePoints = 0;
  private depth = 0;
  private failing = 0;
  private timers = false;
  /** The schedules so far, where some may be the same. */
  private readonly traces = new Set<number | string>();
  /** What failed so far, by its way to do so. */
  readonly found: Map<string, Found> = new Map<string, Found>();
  private readonly begun = milliseconds();
  /** What all schedules are to come to. */
  private agreement: Agreement | null = null;
  private audited: Audit | undefined = undefined;
  /** A failure was found that is the end. */
  private isOver = false;
  /** Where the faults were decided before: what else could have gone wrong, in the order in which that came up. */
  readonly points: Set<Fault> = new Set<Fault>();

  constructor(setup: ExploreSetup, plan: Plan, options: ExplorerOptions = {}) {
    checkSetup(setup, "explore");
    this.plan = plan;
    this.makeStrategy = options.strategy ?? ((): Strategy => STRATEGIES[plan.strategy](plan));
    this.seeks = options.seeks;
    this.putsDown = options.putsDown ?? false;
    this.isRepeatable = (options.strategy !== undefined && !this.putsDown) || SINGLE.includes(plan.strategy);
    const { time, steps, scheduler, collect } = plan;
    this.machine = new Machine({
      setup,
      time,
      maxSteps: steps,
      scheduler,
      goesOn: collect || this.seeks !== undefined,
      injects: plan.faults,
    });
    this.strategy = this.begin();
    this.runs = new Runs(this.machine, plan, this.strategy);
  }

  /** The strategy, for each choice of faults in turn; or for those alone that were decided before. */
  private begin(): Strategy {
    const { most, struck } = this.plan.faults;
    if (struck === undefined) return new FaultSearch(this.machine, this.makeStrategy, most);
    this.machine.faults = struck;
    return this.makeStrategy();
  }

  /** Begins again with nothing explored. */
  private restart(): void {
    this.strategy = this.begin();
    this.runs = new Runs(this.machine, this.plan, this.strategy);
    this.schedules = this.truncated = this.choicePoints = this.depth = this.failing = 0;
    this.found.clear();
    this.traces.clear();
  }

  /** Runs schedule after schedule, until there are no more, or whoever listens to the progress has had enough. */
  run(): ExploreReport {
    const { onProgress, progressMs } = this.plan;
    const pace = new Pace(progressMs);
    while (this.next()) {
      if (onProgress !== undefined && pace.isDue() && onProgress(this.progress()) === false) break;
    }
    return this.finish();
  }

  /** What there is to do and to say when no more schedules are run. */
  finish(): ExploreReport {
    this.audit();
    return this.report();
  }

  /** Runs the next schedule; false where there is none. */
  next(): boolean {
    if (this.isOver || this.schedules >= this.plan.schedules) return false;
    if (!this.strategy.begin()) {
      if (this.strategy.stale !== true) return false;
      this.restart();
      return this.next();
    }
    const found = this.runOne();
    if (found !== undefined) this.fail(found);
    this.lookAgain();
    return true;
  }

  progress(): ExploreProgress {
    const { schedules, depth, failing, strategy } = this;
    const { share } = strategy;
    // The share is that of the present bound, and the schedules are those of all bounds so far.
    const known = share !== undefined && share > 0 && strategy.bound === undefined;
    const estimate = known ? Math.round(schedules / share) : undefined;
    return { schedules, limit: this.plan.schedules, depth, failing, share, estimate, ms: milliseconds() - this.begun };
  }

  private runOne(): Wrongness | undefined {
    const { runs } = this;
    let ending: Ending;
    try {
      ending = runs.run();
    } catch (error) {
      if (error instanceof Divergence) return { problem: diverged(error), indexes: [] };
      throw error;
    }
    if (this.plan.faults.struck !== undefined) for (const point of this.machine.injector.points) this.points.add(point);
    if (this.strategy.preliminary === true) return undefined;
    this.depth = Math.max(this.depth, this.machine.stepCount);
    this.timers ||= this.machine.kernel.timers.latest >= 0;
    this.choicePoints += runs.log.choicePoints;
    if (ending === "abandoned") return undefined;
    this.schedules++;
    if (runs.truncated) this.truncated++;
    const { faults } = this.machine;
    const { hash } = runs.log;
    if (this.strategy.repeats === true) this.traces.add(faults.length === 0 ? hash : [...faults, hash].join(";"));
    runs.classes?.over(faults);
    return this.judge(ending);
  }

  private judge(ending: Ending): Wrongness | undefined {
    const { runs } = this;
    const first = judge(this.machine, ending) ?? this.disagreement();
    const problem = this.repeatable(first);
    const mayGoRound = problem === undefined || (problem === first && ending === "endless");
    const round = mayGoRound ? runs.goesRound() : undefined;
    if (round !== undefined) return round;
    if (problem === undefined) {
      this.strategy.passed?.();
      return undefined;
    }
    // The fair steps behind the limit have only shown that it has no end.
    return { problem, indexes: runs.log.indexes.slice(0, ending === "endless" ? this.plan.steps : undefined) };
  }

  /** Runs the first schedule twice more. One that is the only one shows by itself whether it can be repeated. */
  private repeatable(problem: Problem | undefined): Problem | undefined {
    const { machine, runs } = this;
    if (this.schedules !== 1 || this.isRepeatable) return problem;
    this.isRepeatable = true;
    if (runs.truncated) return problem;
    return unrepeatable({ machine, indexes: runs.log.indexes, problem }) ?? problem;
  }

  /** What the program does after each step has looked further than before: what depends on it was not known so far. */
  private lookAgain(): void {
    if (this.isOver) return;
    const { watch } = this.machine;
    if (this.strategy.stale === true && this.schedules <= SOON) this.restart();
    if (!watch.looksFurther) return;
    watch.looksFurther = false;
    if (this.strategy.looksFurther !== undefined) this.strategy.looksFurther();
    else if (this.strategy.watches) this.restart();
  }

  private disagreement(): Problem | undefined {
    // What goes wrong may well make a difference.
    if (!this.plan.deterministic || this.machine.faults.length > 0) return undefined;
    this.agreement ??= new Agreement(this.machine.options.setup, this.plan);
    return this.agreement.check(this.machine);
  }

  /** Runs all schedules beside a reduced search. */
  private audit(): void {
    if (!this.plan.audit || this.failing > 0) return;
    const { setup } = this.machine.options;
    const audit = new Auditor(setup, this.plan).run(this.makeStrategy);
    if ("problem" in audit) throw investigate(setup, this.plan, { ...audit, seen: 1, faults: [] });
    this.audited = audit;
  }

  private fail({ problem, indexes }: Wrongness): void {
    this.failing++;
    const breaks = problem.kind === "nondeterminism";
    if (breaks && !this.putsDown) throw withoutSchedule(problem);
    if (problem.kind !== (this.seeks ?? problem.kind)) return;
    this.isOver = breaks || !this.plan.collect;
    const way = wayOf(problem);
    const { faults } = this.machine;
    const found = this.found.get(way) ?? { problem, indexes, seen: 0, faults };
    this.found.set(way, { ...found, seen: found.seen + 1 });
    if (this.isOver && !this.putsDown) throw this.failures[0]!;
  }

  /** The failures that differ, in the order in which they were found. */
  private get failures(): ScheduleFailure[] {
    return [...this.found.values()].map((found) => investigate(this.machine.options.setup, this.plan, found));
  }

  private get isComplete(): boolean {
    const { complete, trustsTracking, mindsLimit } = this.strategy;
    const { cuts, isDoubtful } = this.runs.cycles;
    if ((this.truncated > 0 && mindsLimit !== true) || (cuts > 0 && isDoubtful)) return false;
    return complete && (trustsTracking !== true || this.machine.watch.tracks);
  }

  report(): ExploreReport {
    return { ...this.stats(), failures: this.failures };
  }

  /** The report without its failures, which take time to look into. */
  stats(): Omit<ExploreReport, "failures"> {
    const { strategy, schedules } = this;
    const blocked = ("blocked" in strategy ? (strategy.blocked as number) : 0) + this.runs.cycles.cuts;
    return {
      strategy: strategy.name,
      schedules,
      complete: this.isComplete,
      bound: strategy.bound,
      traces: strategy.repeats === true ? this.traces.size : schedules,
      classes: this.runs.classes?.size ?? (strategy.name === "dpor" ? schedules : undefined),
      choicePoints: this.choicePoints,
      depth: this.depth,
      audit: this.audited,
      blocked,
      truncated: this.truncated,
      timers: this.timers,
      ms: milliseconds() - this.begun,
      failing: this.failing,
    };
  }
}

/** What is wrong with a schedule, and the places that were chosen in it. */
type Wrongness = Pick<Found, "problem" | "indexes">;

function diverged({ depth, before, now }: Divergence): Problem {
  const text =
    `The same choices do not give the same run: after ${String(depth)} steps ${before.join(", ")} could go on in an earlier ` +
    `run, and ${now.join(", ")} in this one. Make all that the program changes inside of setup, which is called for each run; ` +
    "for chance and time use random() and now().";
  return { kind: "nondeterminism", error: undefined, text };
}
