import type { Slot } from "../../tracked/slot.js";
import { ChoiceLog } from "../choices.js";
import type { Ending } from "../machine/chooser.js";
import { Machine } from "../machine/machine.js";
import type { Plan } from "../options.js";
import { wayOf } from "../sameness.js";
import { Exhaustive } from "../strategies/exhaustive.js";
import type { Strategy } from "../strategies/strategy.js";
import type { ExploreSetup } from "../machine/subject.js";
import { judge, type Problem } from "../verdict.js";
import { outcomeOf } from "./outcome.js";
import { firstDifference, structureOf } from "./structure.js";

/** What an audit has come to. */
export interface Audit {
  /** How many schedules it ran. */
  readonly schedules: number;
  /** Whether those were all. */
  readonly complete: boolean;
  /** How many final states there are. */
  readonly states: number;
}

/** A schedule whose final state the reduction did not see. */
export interface Unseen {
  readonly indexes: readonly number[];
  readonly problem: Problem;
}

/** How many schedules an audit runs where no number is given. */
const SCHEDULES = 100_000;

/**
 * Runs all schedules beside a reduced search, and compares the sets of final states: what the tasks returned or threw, what is wrong,
 * the scene's `result` and `fingerprint`, and the tracked state.
 */
export class Auditor {
  private readonly plan: Plan;
  private readonly machine: Machine;
  private readonly touched = new Set<Slot["owner"]>();

  constructor(setup: ExploreSetup, plan: Plan) {
    const { time, steps, scheduler } = plan;
    this.plan = plan;
    this.machine = new Machine({ setup, time, maxSteps: steps, scheduler, goesOn: true });
    this.machine.watches = true;
    this.machine.watch.hear = ({ owner }) => this.touched.add(owner);
  }

  /** `reduced` makes the reduced search. */
  run(reduced: () => Strategy): Audit | Unseen {
    const seen = this.seenBy(reduced);
    const all = new Exhaustive();
    const states = new Set<string>();
    const limit = this.plan.schedules === Infinity ? SCHEDULES : this.plan.schedules;
    let schedules = 0;
    for (const { state, indexes } of this.states(all)) {
      schedules++;
      states.add(state.join("\n"));
      if (!seen.has(state.join("\n"))) return { indexes, problem: unseen(state, [...seen.values()]) };
      if (schedules >= limit) break;
    }
    return { schedules, complete: all.complete, states: states.size };
  }

  /** The final states of a reduced search. Where it has looked at more than before, it begins again. */
  private seenBy(reduced: () => Strategy): Map<string, readonly string[]> {
    this.machine.watch.looksFurther = false;
    const seen = new Map<string, readonly string[]>();
    for (const { state } of this.states(reduced())) seen.set(state.join("\n"), state);
    return this.looksFurther ? this.seenBy(reduced) : seen;
  }

  private get looksFurther(): boolean {
    return this.machine.watch.looksFurther;
  }

  private *states(strategy: Strategy): Generator<{ state: readonly string[]; indexes: readonly number[] }, void> {
    while (strategy.begin()) {
      const log = new ChoiceLog(strategy);
      this.touched.clear();
      const ending = this.machine.run(log);
      strategy.over(ending);
      if (ending !== "abandoned") yield { state: this.state(ending), indexes: log.indexes };
    }
  }

  private state(ending: Ending): readonly string[] {
    const { machine } = this;
    const problem = judge(machine, ending);
    const { fingerprint } = machine.subject;
    const owners = [...this.touched].filter((owner) => "self" in owner).sort((a, b) => a.number - b.number);
    return [
      problem === undefined ? "all is right" : wayOf(problem),
      ...outcomeOf(machine),
      ...(fingerprint === undefined ? [] : structureOf(fingerprint(), "fingerprint")),
      ...owners.flatMap(({ self, number }) => structureOf(self, `tracked#${String(number)}`)),
    ];
  }
}

/** What is to be done where a schedule fails that a reduced search did not see. */
export const ONLY_AUDITED: string =
  "Only the audit saw this, and the reduced search did not: steps that it took for independent are not. The program keeps " +
  "state that is not tracked: wrap it in tracked() or cell().";

function unseen(state: readonly string[], seen: readonly (readonly string[])[]): Problem {
  // That of the reduced search which is like it longest says best what is new.
  const likeness = (other: readonly string[]): number => {
    const at = state.findIndex((line, i) => line !== other[i]);
    return at < 0 ? state.length : at;
  };
  const closest = [...seen].sort((a, b) => likeness(b) - likeness(a))[0] ?? [];
  const [here, there] = firstDifference(state, closest)!;
  return {
    kind: "untracked",
    error: undefined,
    text:
      `The reduced search did not see all: this schedule comes to a state that none of its schedules comes to (here ${here}; ` +
      `the nearest that it saw has ${there}). Steps that it took for independent are not. The program keeps state that is not ` +
      "tracked: wrap it in tracked() or cell().",
  };
}
