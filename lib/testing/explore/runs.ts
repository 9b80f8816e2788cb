import { ClassCounter } from "./classes.js";
import { CycleWatch, type Cycle } from "./liveness/cycles.js";
import { FairTail } from "./liveness/fair-tail.js";
import type { Ending } from "./machine/chooser.js";
import type { Machine } from "./machine/machine.js";
import type { Plan } from "./options.js";
import { Logged } from "./schedule.js";
import type { Strategy } from "./strategies/strategy.js";
import { neverSo, type Problem } from "./verdict.js";

/** Runs the schedules of a strategy one after the other, and says what is wrong with each. */
export class Runs {
  readonly log: Logged;
  readonly classes: ClassCounter | null;
  /** The last run came to the limit of steps: it is no whole schedule of the strategy. */
  truncated = false;
  private readonly machine: Machine;
  private readonly plan: Plan;
  private readonly strategy: Strategy;
  private readonly tail: FairTail;
  readonly cycles: CycleWatch;

  constructor(machine: Machine, plan: Plan, strategy: Strategy) {
    this.machine = machine;
    this.plan = plan;
    this.strategy = strategy;
    this.classes = plan.classes ? new ClassCounter(strategy) : null;
    this.tail = new FairTail(this.classes ?? strategy, plan.steps, plan.seed);
    this.cycles = new CycleWatch(machine, this.tail, plan.steps);
    this.log = new Logged(this.cycles);
  }

  /** The strategy has begun a run: makes it. */
  run(): Ending {
    const { machine, tail, cycles, strategy, log } = this;
    log.reset();
    tail.begin(strategy.fair === true);
    cycles.begin(strategy.triesAll === true);
    machine.watches = strategy.watches || this.plan.classes;
    machine.maxSteps = tail.most;
    const ending = machine.run(log);
    this.truncated = tail.reached || ending === "endless";
    strategy.over(tail.reached ? "endless" : ending);
    return ending;
  }

  /** The last run came to the same state twice, and can do so for ever. What came of it cannot be looked at any more. */
  goesRound(): { readonly problem: Problem; readonly indexes: readonly number[] } | undefined {
    const cycle = this.cycles.proved();
    if (cycle === undefined) return undefined;
    const unmet = neverSo(this.machine);
    const text = `${unmet === undefined ? "" : `${unmet.text}\n`}${describe(cycle)}`;
    return { problem: { kind: unmet?.kind ?? "livelock", error: undefined, text, isCycle: true }, indexes: cycle.way };
  }
}

/** So many steps of a cycle are shown. */
const SHOWN = 40;

function describe({ way, steps }: Cycle): string {
  const names = steps.slice(0, SHOWN).map(String);
  if (steps.length > SHOWN) names.push("…");
  const begin = way.length - steps.length;
  return (
    `After ${String(begin)} steps, and again after ${String(way.length)}, the program is in the same state, and all that can go ` +
    `on have had their turns in between. So it can go round for ever: ${names.join(", ")}.`
  );
}
