import type { Plan } from "../options.js";
import { SourceSets } from "../dpor/source.js";
import { WakeupTrees } from "../dpor/optimal.js";
import { Deepening } from "./deepening.js";
import { Exhaustive } from "./exhaustive.js";
import { FairPct } from "./fair-pct.js";
import { Pct } from "./pct.js";
import { Portfolio } from "./portfolio.js";
import { PartialOrderSampling } from "./pos.js";
import { RandomWalk } from "./random.js";
import { Replay } from "./replay.js";
import { RoundRobin } from "./round-robin.js";
import type { Strategy } from "./strategy.js";
import { Uniform } from "./uniform.js";

/**
 * The ways to go through the schedules of a program:
 *
 * - `exhaustive`: all schedules, depth first, within the bounds that are given.
 * - `dpor`: one schedule of each class that differs only in the order of independent steps (wakeup trees).
 * - `dpor-source`: the same with source sets, which are simpler, and begin some runs in vain.
 * - `random`: at each step any of those that can go on, each as likely as the other.
 * - `uniform`: each interleaving as likely as the other, where each task takes the same number of steps in every run. Only for
 *   such programs.
 * - `pct`: priorities, with `depth - 1` changes at random. It finds bugs of that depth with a probability that is known.
 * - `fairPct`: the same, and a random walk where a run is longer than those before: for programs that spin.
 * - `pos`: partial order sampling: each step draws a priority, and draws again when a step that it depends on was taken.
 * - `roundRobin`: the one schedule of the plain scheduler.
 * - `replay`: the one schedule that a `token` tells.
 * - `portfolio`: some of several, which take turns: the plain schedule, few preemptions, the reduced search, `pct`, `pos`, `uniform`
 *   and `random`. A small program is explored whole, which is then the end.
 */
export type StrategyName =
  | "exhaustive"
  | "dpor"
  | "dpor-source"
  | "random"
  | "uniform"
  | "pct"
  | "fairPct"
  | "pos"
  | "roundRobin"
  | "replay"
  | "portfolio";

export const STRATEGIES: Readonly<Record<StrategyName, (plan: Plan) => Strategy>> = {
  exhaustive: (plan) => (plan.deepen ? new Deepening(plan) : new Exhaustive(plan, plan.classes)),
  dpor: () => new WakeupTrees(),
  "dpor-source": () => new SourceSets(),
  random: (plan) => new RandomWalk(plan.seed),
  uniform: (plan) => new Uniform(plan.seed),
  pct: (plan) => new Pct(plan.seed, plan.depth),
  fairPct: (plan) => new FairPct(plan.seed, plan.depth),
  pos: (plan) => new PartialOrderSampling(plan.seed),
  roundRobin: () => new RoundRobin(),
  replay: (plan) => new Replay(plan.token, plan),
  portfolio: (plan) => new Portfolio(plan.seed),
};
