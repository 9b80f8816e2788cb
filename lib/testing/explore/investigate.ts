import { ScheduleFailure } from "./failure.js";
import type { Plan } from "./options.js";
import { Follow, Reruns, tokenOf } from "./rerun.js";
import type { ExploreSetup } from "./subject.js";
import type { FailureKind, Problem } from "./verdict.js";

/** What a single run shows by itself. */
const PLAIN: ReadonlySet<FailureKind> = new Set(["error", "invariant", "check", "deadlock", "leak"]);

/** Turns a run that failed, by the places that were chosen in it, into what can be acted on. */
export function investigate(
  setup: ExploreSetup,
  plan: Plan,
  indexes: readonly number[],
  problem: Problem,
): ScheduleFailure {
  const { log, problem: again } = new Reruns(setup, plan).run(new Follow(indexes));
  const shown = again === undefined && PLAIN.has(problem.kind) ? unrepeatable(problem) : (again ?? problem);
  const schedule = log.actors.map(({ id }) => id);
  return new ScheduleFailure(shown, { token: tokenOf(plan, log, shown.kind), schedule, preemptions: log.preemptions });
}

function unrepeatable({ kind, text }: Problem): Problem {
  return {
    kind: "nondeterminism",
    error: undefined,
    text:
      `A schedule failed, and the same schedule run again does not (${kind}: ${text}). The program keeps something from one ` +
      `run to the next. Make all that it changes inside of setup, which is called for each run.`,
  };
}
