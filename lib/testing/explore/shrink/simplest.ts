import type { Plan } from "../options.js";
import type { Rerun, Reruns } from "../rerun.js";
import { Rounds } from "../rounds.js";
import { wayOf } from "../sameness.js";
import { certify } from "./certify.js";
import { Shrinker } from "./shrinker.js";
import { wishesOf, Wishful } from "./wishes.js";

/** The simplest schedule that was found to fail in the same way. */
export interface Simplest {
  readonly run: Rerun;
  /** The number of choices after which all goes on in rounds; left out where the usual choice goes on to the end. */
  readonly rounds?: number | undefined;
  /** Whether all schedules with fewer preemptions were run, and none fails in this way. */
  readonly certified: boolean;
}

/** How many runs may be spent on making a schedule simpler, and how many steps in them. */
const RUNS = 1000;
const STEPS = 500_000;

/** Makes the schedule of a run that fails simpler, and the simplest where the plan asks for that. */
export function simplest(reruns: Reruns, first: Rerun, plan: Plan): Simplest {
  const steps = first.log.actors.length;
  const budget = Math.min(RUNS, Math.max(20, Math.floor(STEPS / Math.max(1, steps))));
  if (first.ending === "endless") return shortest(reruns, first, budget);
  const shrinker = new Shrinker(reruns, first, { budget });
  const run = shrinker.shrink();
  return plan.certify ? certified(reruns, run, budget) : { run, certified: run.log.preemptions === 0 };
}

/** What is found with fewer preemptions may still be made simpler in other respects. */
function certified(reruns: Reruns, run: Rerun, budget: number): Simplest {
  const least = certify(reruns, run);
  if (least === run) return { run, certified: true };
  return { run: new Shrinker(reruns, least, { budget }).shrink(), certified: true };
}

/**
 * Of a run that does not end: the least that has to happen, after which it does not end even where all go on in rounds. Left to the
 * usual choice it would prove nothing, because one that waits for others would never let them go on.
 */
function shortest(reruns: Reruns, first: Rerun, budget: number): Simplest {
  const all = wishesOf(first.log.choices);
  const way = wayOf(first.problem!);
  for (let after = 0; after < 2 * first.log.choices.length; after = Math.max(1, 2 * after)) {
    const tail = { after, make: () => new Rounds() };
    const run = reruns.run(
      new Wishful(
        all.filter(({ choice }) => choice < after),
        tail,
      ),
    );
    if (run.problem === undefined || wayOf(run.problem) !== way) continue;
    return { run: new Shrinker(reruns, run, { budget, tail }).shrink(), rounds: after, certified: false };
  }
  return { run: first, certified: false };
}
