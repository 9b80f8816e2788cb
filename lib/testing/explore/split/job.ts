import type { Faults } from "../faults/plans.js";
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
export type Job = TreeJob | WholeJob | SampleJob;

/** All schedules that begin in one way, and in which nothing goes wrong. */
export interface TreeJob {
  readonly kind: "tree";
  readonly prefix: Prefix;
  readonly bounds: Bounds;
}

/** All schedules with these faults. */
export interface WholeJob {
  readonly kind: "whole";
  readonly faults: Faults;
  /** Which part of its round it is, if all are equally large. */
  readonly weight: number;
}

/** So many schedules that are drawn, from a seed of their own. */
export interface SampleJob {
  readonly kind: "sample";
  readonly seed: number;
  readonly schedules: number;
}

/** The plan of a part. */
export function planOfJob(job: Job, plan: Plan): Plan {
  if (job.kind === "sample") return { ...plan, seed: job.seed, schedules: job.schedules };
  return { ...plan, faults: { ...plan.faults, struck: faultsOf(job) } };
}

/** What was chosen to go wrong in a part. */
export function faultsOf(job: Job): Faults {
  return job.kind === "whole" ? job.faults : [];
}

export function strategyOfJob(job: Job, plan: Plan): Strategy {
  if (job.kind !== "tree") return STRATEGIES[plan.strategy](planOfJob(job, plan));
  const { indexes } = job.prefix;
  return isReduced(plan) ? new Subtree(plan.strategy, indexes) : new Exhaustive(job.bounds, false, indexes);
}

/** Whether the search leaves out what differs only in the order of independent steps. */
export function isReduced({ strategy }: Plan): boolean {
  return strategy === "dpor" || strategy === "dpor-source";
}
