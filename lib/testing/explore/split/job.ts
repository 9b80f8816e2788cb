import type { Plan } from "../options.js";
import { Exhaustive, type Bounds } from "../strategies/exhaustive.js";
import { STRATEGIES } from "../strategies/names.js";
import type { Strategy } from "../strategies/strategy.js";
import { Subtree } from "./subtree.js";

/** How some schedules begin: the place of who was chosen at each step. */
export interface Prefix {
  readonly indexes: readonly number[];
  /** Which part of all schedules they are, if all that can be chosen somewhere lead to equally many. */
  readonly weight: number;
}

/** A part of an exploration that can be done by itself. It is plain data. */
export type Job = TreeJob | SampleJob;

/** All schedules that begin in one way. */
export interface TreeJob {
  readonly kind: "tree";
  readonly prefix: Prefix;
  readonly bounds: Bounds;
}

/** So many schedules that are drawn, from a seed of their own. */
export interface SampleJob {
  readonly kind: "sample";
  readonly seed: number;
  readonly schedules: number;
}

/** The plan of a part. In a part of a tree nothing goes wrong: which faults there are would be chosen before all schedules. */
export function planOfJob(job: Job, plan: Plan): Plan {
  if (job.kind === "tree") return { ...plan, faults: { ...plan.faults, struck: [] } };
  return { ...plan, seed: job.seed, schedules: job.schedules };
}

export function strategyOfJob(job: Job, plan: Plan): Strategy {
  if (job.kind === "sample") return STRATEGIES[plan.strategy](planOfJob(job, plan));
  const { indexes } = job.prefix;
  return isReduced(plan) ? new Subtree(plan.strategy, indexes) : new Exhaustive(job.bounds, false, indexes);
}

/** Whether the search leaves out what differs only in the order of independent steps. */
export function isReduced({ strategy }: Plan): boolean {
  return strategy === "dpor" || strategy === "dpor-source";
}
