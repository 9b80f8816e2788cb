import { checkCount, checkDuration, checkFunction } from "../../kernel/checks.js";
import { preview } from "../../kernel/preview.js";
import { checkOptions, checkSchedulerOptions } from "./known-options.js";
import { faultPlanOf, type FaultOptions, type FaultPlan } from "./faults/options.js";
import { isFault } from "./faults/fault.js";
import type { SchedulerOptions } from "../../host/options.js";
import type { ProgressListener } from "./progress.js";
import type { TimeMode } from "./machine/time.js";
import { parseToken } from "./token/token.js";
import { STRATEGIES, type StrategyName } from "./strategies/names.js";

/** How to go through the schedules of a program. */
export interface ExploreOptions extends FaultOptions {
  /** How schedules are chosen: see `StrategyName`. A portfolio of several where left out. */
  readonly strategy?: StrategyName;
  /** How many schedules are run at the most: 10 000 where left out; those that go through all have no limit of their own. */
  readonly schedules?: number;
  /** How many steps a schedule may have: 10 000 where left out. */
  readonly steps?: number;
  /** Fixes the choices of the strategies that draw: a whole number; 0 where left out. */
  readonly seed?: number;
  /** `exhaustive`: how often at the most a task that could go on is left for another one. */
  readonly preemptions?: number;
  /** `exhaustive`: how many ready tasks at the most are passed over, in the order of their birth. */
  readonly delays?: number;
  /** `exhaustive`: begins with a bound of 0 and raises it up to `preemptions` or `delays`, so that the simplest failure comes first. */
  readonly deepen?: boolean;
  /** `pct`: the depth of the bugs that are looked for; 3 where left out. */
  readonly depth?: number;
  /** `replay`: the schedule to run, as a failure names it. */
  readonly token?: string;
  /** `replay`: whether a program that has changed since is refused; `true` where left out. See `ReplayOptions`. */
  readonly strict?: boolean;
  /** `replay`: whether the program goes on after the token's end; `true` where left out. See `ReplayOptions`. */
  readonly goOn?: boolean;
  /** What time is: `"quiescent"` where left out. */
  readonly time?: TimeMode;
  /**
   * Whether all schedules have to come to the same: what the tasks return, and the scene's `result`, by their structure. They are
   * compared with the usual schedule, in which each task goes on as long as it can.
   */
  readonly deterministic?: boolean;
  /** Goes on after a failure, and reports all that differ instead of throwing the first. */
  readonly collect?: boolean;
  /**
   * Whether a failing schedule is made simpler before it is shown: fewest preemptions first, then fewest choices that are not the
   * usual one, then fewest steps; it still fails in the same way. `true` where left out, save for `replay`.
   */
  readonly shrink?: boolean;
  /**
   * Runs all schedules with fewer preemptions than the one that is shown, so that none of them fails in this way, or else that one is
   * shown. It takes its time.
   */
  readonly certify?: boolean;
  /**
   * `dpor`, `dpor-source`: runs all schedules beside the reduced search, and compares the final states that both have seen. So state
   * that the program changes, and that is not tracked, is found out. Up to `schedules`, or else 100 000.
   */
  readonly audit?: boolean;
  /** Counts the classes of schedules that differ only in the order of independent steps: each step costs more. */
  readonly classes?: boolean;
  /** Is called now and then with how far it is. It ends the exploration by answering `false`: the report tells what was seen. */
  readonly onProgress?: ProgressListener;
  /** How many milliseconds are between two calls of `onProgress`: 100 where left out; 0 calls it after each schedule. */
  readonly progressMs?: number;
  /** What each run's scheduler is made with: a seed, a start time. */
  readonly scheduler?: Omit<SchedulerOptions, "order" | "observer">;
}

/** The options of an exploration, checked and whole. */
export interface Plan {
  readonly strategy: StrategyName;
  readonly schedules: number;
  readonly steps: number;
  readonly seed: number;
  readonly preemptions: number | undefined;
  readonly delays: number | undefined;
  readonly deepen: boolean;
  readonly depth: number;
  readonly token: string;
  readonly strict: boolean;
  readonly goOn: boolean;
  readonly time: TimeMode;
  readonly deterministic: boolean;
  readonly collect: boolean;
  readonly shrink: boolean;
  readonly certify: boolean;
  readonly audit: boolean;
  readonly classes: boolean;
  readonly onProgress: ProgressListener | undefined;
  readonly progressMs: number;
  readonly scheduler: SchedulerOptions;
  readonly faults: FaultPlan;
}

const TIMES: readonly string[] = ["quiescent", "any", "free"] satisfies TimeMode[];
/** Strategies that leave out schedules which differ in nothing that is tracked. */
const REDUCED: readonly string[] = ["dpor", "dpor-source"] satisfies StrategyName[];
/** Strategies that come to an end by themselves. */
const ENDING: readonly string[] = ["exhaustive", "dpor", "dpor-source"] satisfies StrategyName[];

export function planOf(options: ExploreOptions): Plan {
  checkOptions(options);
  checkSchedulerOptions(options.scheduler);
  const strategy = options.strategy ?? "portfolio";
  if (!Object.hasOwn(STRATEGIES, strategy)) throw unknown("strategy", strategy, Object.keys(STRATEGIES));
  const time = options.time ?? "quiescent";
  if (!TIMES.includes(time)) throw unknown("time", time, TIMES);
  const { preemptions, delays, depth = 3, seed = 0, steps = 10_000, progressMs = 100 } = options;
  const schedules = options.schedules ?? (ENDING.includes(strategy) ? Infinity : 10_000);
  checkCount(schedules, "explore: schedules");
  checkCount(steps, "explore: steps");
  checkCount(depth, "explore: depth");
  if (!Number.isSafeInteger(seed)) throw new TypeError(`explore: seed: ${preview(seed)} is not a whole number.`);
  checkDuration(progressMs, "explore: progressMs");
  if (options.onProgress !== undefined) checkFunction(options.onProgress, "explore: onProgress");
  checkBounds(strategy, options);
  checkShrinking(options);
  if (options.audit === true && !REDUCED.includes(strategy)) {
    throw new TypeError(`explore: audit looks after a reduced search: it goes with ${REDUCED.join(", ")} only.`);
  }
  if (options.token !== undefined && strategy !== "replay") {
    throw new TypeError(`explore: a token goes with strategy: "replay", and not with ${preview(strategy)}.`);
  }
  const plan: Plan = {
    strategy,
    schedules,
    steps,
    seed,
    preemptions,
    delays,
    deepen: options.deepen ?? false,
    depth,
    token: "",
    strict: options.strict ?? true,
    goOn: options.goOn ?? true,
    time,
    deterministic: options.deterministic ?? false,
    collect: options.collect ?? false,
    shrink: options.shrink ?? strategy !== "replay",
    certify: options.certify ?? false,
    audit: options.audit ?? false,
    classes: options.classes ?? false,
    onProgress: options.onProgress,
    progressMs,
    scheduler: options.scheduler ?? {},
    faults: faultPlanOf(options),
  };
  return strategy === "replay" ? replaying(plan, options) : plan;
}

/** A token says what the run depends on. One that ended at a limit of steps has that limit. */
function replaying(plan: Plan, { token, steps }: ExploreOptions): Plan {
  if (token === undefined)
    throw new TypeError('explore: strategy: "replay" needs a token: { strategy: "replay", token }.');
  const parts = parseToken(token);
  const odd = parts.faults.find((fault) => !isFault(fault));
  if (odd !== undefined) {
    throw new TypeError(
      `explore: token: ${preview(odd)} is no fault that this version of Rondo knows. Is the token whole?`,
    );
  }
  const limit = parts.ending === "livelock" ? (steps ?? parts.steps) : plan.steps;
  const deterministic = plan.deterministic || parts.ending === "disagreement";
  return {
    ...plan,
    token,
    deterministic,
    steps: limit,
    time: parts.time,
    scheduler: { ...plan.scheduler, seed: parts.seed },
    faults: { ...plan.faults, struck: parts.faults },
  };
}

/** Leaving out schedules of a reduced search would leave out whole classes, so that is refused. */
function checkBounds(strategy: StrategyName, { preemptions, delays, deepen }: ExploreOptions): void {
  if (preemptions !== undefined) checkCount(preemptions, "explore: preemptions", 0);
  if (delays !== undefined) checkCount(delays, "explore: delays", 0);
  if (preemptions === undefined && delays === undefined && deepen !== true) return;
  if (strategy !== "exhaustive") {
    throw new TypeError(
      `explore: a bound on preemptions or delays goes with strategy: "exhaustive", and not with ${preview(strategy)}: ` +
        `a reduced search that leaves schedules out would miss whole classes of them.`,
    );
  }
  if (preemptions !== undefined && delays !== undefined) {
    throw new TypeError("explore: preemptions and delays are two measures of the same thing. Give one of them.");
  }
}

function checkShrinking({ shrink, certify }: ExploreOptions): void {
  if (certify !== true || shrink !== false) return;
  throw new TypeError("explore: certify proves that a schedule is the simplest, so it cannot go with shrink: false.");
}

function unknown(what: string, value: unknown, known: readonly string[]): TypeError {
  return new TypeError(`explore: ${what}: ${preview(value)} is none of ${known.join(", ")}.`);
}
