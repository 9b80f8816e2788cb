import { ScheduleFailure } from "./failure.js";
import type { Fault } from "./faults/fault.js";
import type { Plan } from "./options.js";
import { Follow, Reruns } from "./rerun.js";
import { simplest, type Simplest } from "./shrink/simplest.js";
import type { ExploreSetup } from "./machine/subject.js";
import { tell } from "./story/story.js";
import { parseToken, tokenOfRun } from "./token/token.js";
import { ONLY_AUDITED } from "./agreement/audit.js";
import { PLAIN, type Problem } from "./verdict.js";

/** A schedule that failed while a program was explored. */
export interface Found {
  readonly problem: Problem;
  /** The place that was chosen at each step. */
  readonly indexes: readonly number[];
  /** How many schedules have failed in this way. */
  readonly seen: number;
  /** What was done to the program. */
  readonly faults: readonly Fault[];
}

/** Turns a schedule that failed into what can be acted on: makes it simple, and tells its story. */
export function investigate(setup: ExploreSetup, explored: Plan, found: Found): ScheduleFailure {
  const { problem, indexes, seen, faults } = found;
  const isCycle = problem.isCycle === true;
  // What came after the limit of steps belongs to it, too; and a cycle ends without coming to it.
  const steps = Math.max(explored.steps, indexes.length + (isCycle ? 1 : 0));
  const plan: Plan = { ...explored, steps, faults: { ...explored.faults, struck: faults } };
  const reruns = new Reruns(setup, plan);
  const first = reruns.run(new Follow(indexes, isCycle));
  if (first.problem === undefined && PLAIN.has(problem.kind)) return unrepeatable(problem);
  const asItIs: Simplest = { run: first, rounds: roundsOf(plan), certified: false };
  const { run, rounds, certified } =
    first.problem === undefined || !plan.shrink ? asItIs : simplest(reruns, first, plan);
  const shown = run.problem === undefined ? problem : asFound(run.problem, problem);
  const { log } = run;
  const preempts = new Set(log.choices.slice(0, rounds).flatMap(({ preempts, depth }) => (preempts ? [depth] : [])));
  const story = tell(setup, plan, { indexes: log.indexes, problem: run.problem, preempts });
  return new ScheduleFailure(shown, {
    token: tokenOfRun(plan, log, shown.kind, rounds),
    schedule: log.actors.map(({ id }) => id),
    preemptions: preempts.size,
    certified,
    replays: reruns.count,
    seen,
    story,
  });
}

/** What a run shows. Where only an audit has found it, the reduced search is at fault, too. */
function asFound(shown: Problem, found: Problem): Problem {
  return found.kind === "untracked" ? { ...shown, text: `${shown.text}\n${ONLY_AUDITED}` } : shown;
}

/** A schedule that was replayed goes on as its token says. */
function roundsOf({ strategy, token }: Plan): number | undefined {
  return strategy === "replay" ? parseToken(token).rounds : undefined;
}

/** A failure that has no schedule of its own. */
export function withoutSchedule(problem: Problem): ScheduleFailure {
  return new ScheduleFailure(problem, {
    token: "",
    schedule: [],
    preemptions: 0,
    certified: false,
    replays: 0,
    seen: 1,
    story: undefined,
  });
}

function unrepeatable({ kind, text }: Problem): ScheduleFailure {
  return withoutSchedule({
    kind: "nondeterminism",
    error: undefined,
    text:
      `A schedule failed, and the same schedule run again does not (${kind}: ${text}). The program keeps something from one ` +
      `run to the next. Make all that it changes inside of setup, which is called for each run; for chance and time use ` +
      "random() and now().",
  });
}
