import { ChoiceLog } from "../choices.js";
import { Machine } from "../machine/machine.js";
import type { Plan } from "../options.js";
import { usualChoice } from "../schedule.js";
import type { ExploreSetup } from "../machine/subject.js";
import { tokenOfRun } from "../token/token.js";
import { judge, type Problem } from "../verdict.js";
import { outcomeOf } from "./outcome.js";
import { firstDifference } from "./structure.js";

/** What all schedules are to come to: the same as the usual one, in which each task goes on as long as it can. */
export class Agreement {
  /** What the usual schedule comes to; `undefined` where it fails by itself. */
  private readonly outcome: readonly string[] | undefined;
  private readonly token: string;

  constructor(setup: ExploreSetup, plan: Plan) {
    const { time, steps, scheduler } = plan;
    const machine = new Machine({ setup, time, maxSteps: steps, scheduler, goesOn: false });
    const log = new ChoiceLog({ choose: usualChoice });
    const problem = judge(machine, machine.run(log));
    this.outcome = problem === undefined ? outcomeOf(machine) : undefined;
    this.token = tokenOfRun(plan, log, "pass");
  }

  /** What is wrong where the run of this machine comes to something else. */
  check(machine: Machine): Problem | undefined {
    if (this.outcome === undefined) return undefined;
    const difference = firstDifference(outcomeOf(machine), this.outcome);
    if (difference === undefined) return undefined;
    const [here, there] = difference;
    const text = `Two schedules do not come to the same: with this one ${here}, and with ${this.token} ${there}.`;
    return { kind: "disagreement", error: undefined, text };
  }
}
