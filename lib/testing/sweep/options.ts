import { checkCount } from "../../kernel/checks.js";
import { preview } from "../../kernel/preview.js";
import { checkNames, checkRecord } from "../option-checks.js";
import type { SchedulerOptions } from "../../host/options.js";
import { checkCase, checkDisturbance, DISTURBANCES, type Disturbance, type SweepCase } from "./case.js";

/** How to sweep. */
export interface SweepOptions {
  /** What is done to the tasks, in a pass each: `["cancel", "interrupt"]` where left out. */
  readonly acts?: readonly Disturbance[];
  /** Runs this case alone: what a `SweepFailure` names. */
  readonly only?: SweepCase;
  /** What each run's scheduler is made with: an order, a seed. */
  readonly scheduler?: SchedulerOptions;
  /** How many turns a run may have: 10 000 where left out. */
  readonly maxSteps?: number;
}

/** What came of a sweep in which all was right. */
export interface SweepReport {
  /** How many turns the program has when it is left to itself. */
  readonly steps: number;
  /** How often it was run, that run included. */
  readonly runs: number;
}

/** The options of a sweep, checked and whole. */
export interface Plan {
  readonly acts: readonly Disturbance[];
  readonly only: SweepCase | undefined;
  readonly scheduler: SchedulerOptions;
  readonly maxSteps: number;
}

const NAMES: readonly string[] = ["acts", "only", "scheduler", "maxSteps"] satisfies (keyof SweepOptions)[];

export function planOf(options: SweepOptions): Plan {
  checkRecord(options, "sweep", '{ acts: ["cancel"] }');
  checkNames(options, "sweep", NAMES);
  const { acts = DISTURBANCES, only, scheduler = {}, maxSteps = 10_000 } = options;
  if (!Array.isArray(acts))
    throw new TypeError(`sweep: acts: ${preview(acts)} is no list of ${DISTURBANCES.join(", ")}.`);
  for (const act of acts) checkDisturbance(act, "sweep: acts");
  if (only !== undefined) checkCase(only);
  checkCount(maxSteps, "sweep: maxSteps");
  return { acts, only, scheduler, maxSteps };
}
