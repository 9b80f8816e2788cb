import type { Rerun, Reruns } from "../rerun.js";
import { wayOf } from "../sameness.js";
import { Exhaustive } from "../strategies/exhaustive.js";

/**
 * Looks for a schedule that fails in the same way with fewer preemptions: through all of them, those with the fewest first. So
 * what it answers has the fewest that there can be.
 */
export function certify(reruns: Reruns, found: Rerun): Rerun {
  const way = wayOf(found.problem!);
  for (let preemptions = 0; preemptions < found.log.preemptions; preemptions++) {
    const all = new Exhaustive({ preemptions });
    while (all.begin()) {
      const run = reruns.run(all);
      if (run.problem !== undefined && wayOf(run.problem) === way) return run;
    }
  }
  return found;
}
