import { milliseconds } from "../../host/stopwatch.js";
import { preview } from "../../kernel/preview.js";
import { ClassCounter } from "./classes.js";
import type { ScheduleFailure } from "./failure.js";
import { investigate, withoutSchedule, type Found } from "./investigate.js";
import { Machine, type Ending } from "./machine.js";
import type { Plan } from "./options.js";
import type { ExploreReport } from "./report.js";
import { Logged } from "./schedule.js";
import { wayOf } from "./sameness.js";
import { Divergence } from "./strategies/divergence.js";
import { STRATEGIES } from "./strategies/names.js";
import type { Strategy } from "./strategies/strategy.js";
import type { ExploreSetup } from "./subject.js";
import { judge, type Problem } from "./verdict.js";

/** One exploration: it lets a strategy run schedule after schedule, and looks at what comes of each. */
export class Explorer {
  private readonly plan: Plan;
  private readonly machine: Machine;
  private strategy: Strategy;
  private classes: ClassCounter | null = null;
  private log: Logged;
  private schedules = 0;
  private choicePoints = 0;
  private depth = 0;
  private failing = 0;
  private readonly found = new Map<string, Found>();
  private readonly begun = milliseconds();
  /** What the first schedule came to. */
  private outcome: string | undefined = undefined;

  constructor(setup: ExploreSetup, plan: Plan) {
    this.plan = plan;
    const { time, steps, scheduler, collect } = plan;
    this.machine = new Machine({ setup, time, maxSteps: steps, scheduler, goesOn: collect });
    this.strategy = STRATEGIES[plan.strategy](plan);
    this.log = this.listenTo(this.strategy);
  }

  /** Begins again with nothing explored. */
  private restart(): void {
    this.strategy = STRATEGIES[this.plan.strategy](this.plan);
    this.log = this.listenTo(this.strategy);
    this.schedules = this.choicePoints = this.depth = this.failing = 0;
    this.found.clear();
  }

  private listenTo(strategy: Strategy): Logged {
    this.machine.watches = strategy.watches || this.plan.classes;
    this.classes = this.plan.classes ? new ClassCounter(strategy) : null;
    return new Logged(this.classes ?? strategy);
  }

  run(): ExploreReport {
    while (this.schedules < this.plan.schedules && this.strategy.begin()) {
      const problem = this.runOne();
      if (problem !== undefined) this.fail(problem);
      this.lookAgain();
    }
    return this.report();
  }

  private runOne(): Problem | undefined {
    this.log.reset();
    let ending: Ending;
    try {
      ending = this.machine.run(this.log);
    } catch (error) {
      if (error instanceof Divergence) return diverged(error);
      throw error;
    }
    this.strategy.over(ending);
    this.depth = Math.max(this.depth, this.machine.stepCount);
    this.choicePoints += this.log.choicePoints;
    if (ending === "abandoned") return undefined;
    this.schedules++;
    this.classes?.over();
    const problem = judge(this.machine, ending) ?? this.disagreement();
    if (problem === undefined) this.strategy.passed?.();
    return problem;
  }

  /** What the program does after each step has looked further than before: what depends on it was not known so far. */
  private lookAgain(): void {
    const { watch } = this.machine;
    if (!watch.looksFurther) return;
    watch.looksFurther = false;
    if (this.strategy.watches) this.restart();
  }

  private disagreement(): Problem | undefined {
    if (!this.plan.deterministic) return undefined;
    const { results, subject } = this.machine;
    const outcome = preview([results, subject.result?.()]);
    this.outcome ??= outcome;
    if (outcome === this.outcome) return undefined;
    const text = `This schedule comes to ${outcome}, and the first one to ${this.outcome}.`;
    return { kind: "disagreement", error: undefined, text };
  }

  private fail(problem: Problem): void {
    this.failing++;
    if (problem.kind === "nondeterminism") throw withoutSchedule(problem);
    const way = wayOf(problem);
    const found = this.found.get(way) ?? { problem, indexes: this.log.indexes.slice(), seen: 0 };
    this.found.set(way, { ...found, seen: found.seen + 1 });
    if (!this.plan.collect) throw this.failures[0]!;
  }

  /** The failures that differ, in the order in which they were found. */
  private get failures(): ScheduleFailure[] {
    return [...this.found.values()].map((found) => investigate(this.machine.options.setup, this.plan, found));
  }

  private report(): ExploreReport {
    const { strategy, schedules } = this;
    const blocked = "blocked" in strategy ? (strategy.blocked as number) : 0;
    return {
      strategy: strategy.name,
      schedules,
      complete: strategy.complete,
      bound: strategy.bound,
      traces: schedules,
      classes: this.classes?.size ?? (strategy.name === "dpor" ? schedules : undefined),
      choicePoints: this.choicePoints,
      depth: this.depth,
      blocked,
      ms: milliseconds() - this.begun,
      failing: this.failing,
      failures: this.failures,
    };
  }
}

function diverged({ depth, before, now }: Divergence): Problem {
  const text =
    `The same choices do not give the same run: after ${String(depth)} steps ${before.join(", ")} could go on in an earlier ` +
    `run, and ${now.join(", ")} in this one. Make all that the program changes inside of setup, which is called for each run.`;
  return { kind: "nondeterminism", error: undefined, text };
}
