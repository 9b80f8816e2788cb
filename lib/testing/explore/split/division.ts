import { FaultPlans } from "../faults/plans.js";
import { Machine } from "../machine/machine.js";
import type { Plan } from "../options.js";
import { Divergence } from "../strategies/divergence.js";
import type { Bounds } from "../strategies/exhaustive.js";
import type { ExploreSetup } from "../machine/subject.js";
import { Frontier } from "./frontier.js";
import { isReduced, type Job } from "./job.js";
import type { Outcome } from "./outcome.js";
import { SleepyFrontier } from "./sleepy-frontier.js";

/** Parts that can be done at the same time. Their order is that of the search in one piece. */
export interface Round {
  readonly jobs: Iterable<Job>;
  /** The bound on preemptions or delays of this round, where there are several. */
  readonly bound: Readonly<Record<string, number>> | undefined;
  /** Whether schedules were left out because of the bound when the parts were made. */
  readonly cut: boolean;
}

/** How many schedules a part of a sample has: the same however many workers there are, so that they draw the same ones. */
const SAMPLE = 500;
/** What is between the seeds of two parts: far more than users' own seeds are apart. */
const STRIDE = 1_000_003;
/** Beyond so many states with a choice, a beginning is not made longer. */
const DEEPEST = 40;

const SAMPLING: readonly string[] = ["random", "uniform", "pct", "fairPct", "pos", "portfolio"];

/** Divides an exploration into parts. */
export class Division {
  private readonly setup: ExploreSetup;
  private readonly plan: Plan;
  private readonly parts: number;
  private level = 0;
  private readonly faults: FaultPlans;
  private faultsBegun = false;

  /** @param parts how many there are to be at least, where the program has as many */
  constructor(setup: ExploreSetup, plan: Plan, parts: number) {
    this.setup = setup;
    this.plan = plan;
    this.parts = parts;
    this.faults = new FaultPlans(plan.faults.most);
  }

  /** Why an exploration cannot be divided, in words; `undefined` where it can. */
  whyNot(): string | undefined {
    const { strategy, schedules, classes, audit, faults } = this.plan;
    if (audit) return "an audit compares with all schedules";
    if (classes) return "classes are counted over all schedules";
    if (SAMPLING.includes(strategy)) return undefined;
    if (!this.isTree) return `${strategy} goes from one schedule to the next`;
    if (schedules !== Infinity) return "the first schedules of a tree are those of its first branches";
    // What goes wrong is chosen before the schedules, so that each choice is a part.
    return faults.strikes.length > 0 ? undefined : this.whyInOne();
  }

  private get isTree(): boolean {
    return this.plan.strategy === "exhaustive" || isReduced(this.plan);
  }

  /** Why the schedules in which nothing goes wrong are one part. */
  private whyInOne(): string | undefined {
    if (!isReduced(this.plan)) return undefined;
    if (this.plan.time !== "quiescent") return "a timer may be due before steps of other parts";
    return this.looks() ? "what an invariant looks at is found out on the way" : undefined;
  }

  first(): Round {
    const { strategy, deepen } = this.plan;
    if (SAMPLING.includes(strategy)) return { jobs: this.samples(), bound: undefined, cut: false };
    if (this.whyInOne() !== undefined)
      return { jobs: [{ kind: "whole", faults: [], weight: 1 }], bound: undefined, cut: false };
    return this.tree(deepen ? this.boundsAt(0) : this.plan, deepen);
  }

  /** What is to be done after a round without a failure that is the end; `undefined` where that was all. */
  after(round: Round, outcomes: readonly Outcome[]): Round | undefined {
    if (!this.isTree) return undefined;
    for (const { faults, points } of outcomes) this.faults.consider(faults, points);
    const cut = round.cut || outcomes.some((outcome) => outcome.cut);
    return (cut ? this.deeper(round) : undefined) ?? this.withFaults(round);
  }

  private deeper({ bound }: Round): Round | undefined {
    if (bound === undefined || this.faultsBegun) return undefined;
    const { preemptions, delays } = this.plan;
    if (this.level === (preemptions ?? delays ?? Infinity)) return undefined;
    return this.tree(this.boundsAt(++this.level), true);
  }

  private withFaults({ bound }: Round): Round | undefined {
    const jobs = this.faults.takeAll().map((faults, _, { length }): Job => {
      return { kind: "whole", faults, weight: 1 / length };
    });
    this.faultsBegun = true;
    return jobs.length === 0 ? undefined : { jobs, bound, cut: false };
  }

  private boundsAt(level: number): Bounds {
    return this.plan.delays === undefined ? { preemptions: level } : { delays: level };
  }

  private *samples(): Generator<Job> {
    const { schedules, seed } = this.plan;
    for (let done = 0; done < schedules; done += SAMPLE) {
      // A seed is a safe integer, and so is this one, whatever the seed.
      const own = (seed + (done / SAMPLE) * STRIDE) % Number.MAX_SAFE_INTEGER;
      yield { kind: "sample", seed: own, schedules: Math.min(SAMPLE, schedules - done) };
    }
  }

  private tree(bounds: Bounds, deepens: boolean): Round {
    const { preemptions, delays } = bounds;
    const own: Bounds = { preemptions, delays };
    let frontier = this.frontier(own, 1);
    for (let level = 2; frontier.prefixes.length < this.parts && frontier.goesFurther && level <= DEEPEST; level++) {
      frontier = this.frontier(own, level);
    }
    const jobs = frontier.prefixes.map((prefix): Job => ({ kind: "tree", prefix, bounds: own }));
    const bound = preemptions === undefined ? { delays: delays ?? 0 } : { preemptions };
    return { jobs, bound: deepens ? bound : undefined, cut: frontier instanceof Frontier && frontier.cut };
  }

  /** The beginnings with so many choices. */
  private frontier(bounds: Bounds, level: number): Frontier | SleepyFrontier {
    const frontier = isReduced(this.plan) ? new SleepyFrontier(level) : new Frontier(bounds, level);
    const machine = this.machine(frontier.watches);
    try {
      while (frontier.begin()) frontier.over(machine.run(frontier));
    } catch (error) {
      // The program changes from run to run: whoever does the parts that there are will find that, too.
      if (!(error instanceof Divergence)) throw error;
    }
    return frontier;
  }

  private looks(): boolean {
    const machine = this.machine(true);
    machine.run({ choose: () => -1 });
    return machine.subject.invariants.length + machine.subject.eventualities.length > 0;
  }

  private machine(watches: boolean): Machine {
    const { time, steps, scheduler, collect } = this.plan;
    const machine = new Machine({ setup: this.setup, time, maxSteps: steps, scheduler, goesOn: collect });
    machine.watches = watches;
    return machine;
  }
}
