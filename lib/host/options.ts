import { checkCount, checkDuration, checkTime } from "../kernel/checks.js";
import { Kernel } from "../kernel/kernel.js";
import type { Observer } from "../kernel/observer.js";
import type { Order } from "../kernel/order.js";
import { Priority } from "../kernel/orders/priority.js";
import { RoundRobin } from "../kernel/orders/round-robin.js";
import { Shuffled } from "../kernel/orders/shuffled.js";
import { preview } from "../kernel/preview.js";
import { observe } from "./observers.js";
import { learnProxies } from "./proxies.js";
import { learnPromises } from "./thenables.js";

/** How a scheduler runs. The same options, program and outside input give the same run. */
export interface SchedulerOptions {
  /**
   * Who runs next: `"round-robin"` (the default), `"priority"`, or `"shuffled"` by the seed.
   */
  readonly order?: "round-robin" | "priority" | "shuffled";
  /** Fixes what `random()` draws and how `"shuffled"` chooses: a whole number; 0 where left out. */
  readonly seed?: number;
  /** What the clock shows at first; 0 where left out. */
  readonly startTime?: number;
  /** How many turns an instant may have before a `LivelockError`; 100 million where left out. */
  readonly maxTurnsPerInstant?: number;
  /** The latest instant that may be reached, after which a `TimeLimitError` is thrown; none where left out. */
  readonly maxTime?: number;
  /** Whether `explain(error)` names the source lines of spawns and cancels. It takes a stack trace each; off where left out. */
  readonly sites?: boolean;
  /** A turn that takes longer, in milliseconds of real time, is a `slow` event; not measured where left out. */
  readonly slowTurnMs?: number;
  /** Hears all that the scheduler does from the start: a recorder, for instance. */
  readonly observer?: Observer;
}

const ORDERS = {
  "round-robin": () => new RoundRobin(),
  priority: () => new Priority(),
  shuffled: (seed: number) => new Shuffled(seed),
} satisfies Record<string, (seed: number) => Order>;

/** Makes a kernel from options that are checked; with `chosen`, that order takes the place of the one that is named. */
export function makeKernel(options: SchedulerOptions, chosen?: Order): Kernel {
  if (typeof options !== "object" || (options as SchedulerOptions | null) === null) {
    throw new TypeError(`Scheduler: ${preview(options)} is no record of options: { seed: 1 }.`);
  }
  const {
    order = "round-robin",
    seed = 0,
    startTime = 0,
    maxTurnsPerInstant = 100_000_000,
    maxTime = Infinity,
  } = options;
  if (!Object.hasOwn(ORDERS, order)) {
    throw new TypeError(`Scheduler: order: ${preview(order)} is none of ${Object.keys(ORDERS).join(", ")}.`);
  }
  if (!Number.isSafeInteger(seed)) throw new TypeError(`Scheduler: seed: ${preview(seed)} is not a whole number.`);
  checkTime(startTime, "Scheduler: startTime");
  checkCount(maxTurnsPerInstant, "Scheduler: maxTurnsPerInstant");
  if (maxTime !== Infinity) checkTime(maxTime, "Scheduler: maxTime");
  if (options.slowTurnMs !== undefined) checkDuration(options.slowTurnMs, "Scheduler: slowTurnMs");
  learnProxies();
  learnPromises();
  const kernel = new Kernel({
    order: chosen ?? ORDERS[order](seed),
    seed,
    startTime,
    maxTurnsPerInstant,
    maxTime,
    sites: options.sites ?? false,
  });
  if (options.slowTurnMs !== undefined) {
    kernel.stopwatch = { read: () => performance.now(), limit: options.slowTurnMs };
  }
  if (options.observer !== undefined) observe(kernel, options.observer);
  return kernel;
}
