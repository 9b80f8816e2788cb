import { Explorer } from "./explorer.js";
import { planOf, type ExploreOptions } from "./options.js";
import type { ExploreReport } from "./report.js";
import type { ExploreSetup } from "./machine/subject.js";

/**
 * Runs a program of tasks under many schedules, and looks for one under which it fails.
 * @throws ScheduleFailure for the first one that is found, unless `collect` asks for all
 * @throws TypeError, RangeError for options that make no sense
 *
 * @example
 * explore(() => {
 *   const account = tracked({ balance: 0 });
 *   function* deposit(n: number) {
 *     const before = account.balance;
 *     yield;
 *     account.balance = before + n;
 *   }
 *   return { tasks: [() => deposit(1), () => deposit(1)], check: () => assert.equal(account.balance, 2) };
 * }, { strategy: "dpor" });
 */
export function explore(setup: ExploreSetup, options: ExploreOptions = {}): ExploreReport {
  return new Explorer(setup, planOf(options)).run();
}
