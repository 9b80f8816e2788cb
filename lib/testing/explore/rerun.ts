import { Agreement } from "./agreement/agreement.js";
import { ChoiceLog } from "./choices.js";
import type { Chooser, Ending, Point } from "./machine/chooser.js";
import { Machine } from "./machine/machine.js";
import type { Plan } from "./options.js";
import { usualChoice } from "./schedule.js";
import type { ExploreSetup } from "./machine/subject.js";
import { judge, type Problem } from "./verdict.js";

/** What came of a run. */
export interface Rerun {
  readonly log: ChoiceLog;
  readonly ending: Ending;
  readonly problem: Problem | undefined;
}

/** Runs single schedules of a program, up to the first thing that goes wrong. */
export class Reruns {
  readonly machine: Machine;
  readonly plan: Plan;
  private readonly agreement: Agreement | null;

  constructor(setup: ExploreSetup, plan: Plan, watches = false) {
    const { time, steps, scheduler } = plan;
    this.plan = plan;
    this.machine = new Machine({
      setup,
      time,
      maxSteps: steps,
      scheduler,
      goesOn: false,
      tracks: true,
      injects: plan.faults,
    });
    this.machine.faults = plan.faults.struck ?? [];
    this.machine.watches = watches;
    this.agreement = plan.deterministic ? new Agreement(setup, plan) : null;
  }

  /** How many runs there were. */
  get count(): number {
    return this.machine.runs;
  }

  private judge(ending: Ending): Problem | undefined {
    return judge(this.machine, ending) ?? this.agreement?.check(this.machine);
  }

  run(chooser: Chooser): Rerun {
    const log = new ChoiceLog(chooser);
    const ending = this.machine.run(log);
    return { log, ending, problem: ending === "abandoned" ? undefined : this.judge(ending) };
  }
}

/**
 * Takes at each step the one in the place that is given, and the usual one where that cannot be. After the last it gives up, where
 * it `stops`, or goes on with the usual choices.
 */
export class Follow implements Chooser {
  private readonly indexes: readonly number[];
  private readonly stops: boolean;

  constructor(indexes: readonly number[], stops = false) {
    this.indexes = indexes;
    this.stops = stops;
  }

  choose(point: Point): number {
    const index = this.indexes[point.depth];
    if (index === undefined && this.stops) return -1;
    return index === undefined || index >= point.enabled.length ? usualChoice(point) : index;
  }
}
