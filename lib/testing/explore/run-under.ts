import { checkCount } from "../../kernel/checks.js";
import { preview } from "../../kernel/preview.js";
import { Explorer } from "./explorer.js";
import { planOf, type ExploreOptions } from "./options.js";
import type { ExploreReport } from "./report.js";
import { Listed } from "./strategies/listed.js";
import type { ExploreSetup } from "./machine/subject.js";

/** What one schedule is run with. */
export type RunUnderOptions = Pick<ExploreOptions, "steps" | "time" | "scheduler">;

/**
 * Runs a program once, under the schedule that a list of small numbers stands for. The n-th number is for the n-th state in
 * which there is more than one to choose from: 0 lets the last task go on, and each number above that passes over one more, up
 * to the last that can go on. Behind the end of the list all are 0. So every list is a schedule, and whatever makes lists
 * shorter and numbers smaller, as a tool for property tests does, makes schedules simpler.
 * @throws ScheduleFailure where the program fails under this schedule
 * @throws TypeError, RangeError for choices that are no list of whole numbers from 0 up
 *
 * @example
 * fc.assert(
 *   fc.property(fc.nat(), fc.array(fc.nat(3)), (amount, choices) => {
 *     runUnder(() => transfer(amount), choices);
 *   }),
 * );
 */
export function runUnder(
  setup: ExploreSetup,
  choices: readonly number[],
  options: RunUnderOptions = {},
): ExploreReport {
  const given: unknown = choices;
  if (!Array.isArray(given)) throw new TypeError(`runUnder: ${preview(given)} is no list of choices.`);
  for (const choice of choices) checkCount(choice, "runUnder: choices", 0);
  const plan = planOf({ ...options, strategy: "roundRobin" });
  return new Explorer(setup, plan, { strategy: () => new Listed(choices) }).run();
}
