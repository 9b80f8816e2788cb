import { checkFunction } from "../../kernel/checks.js";
import { preview } from "../../kernel/preview.js";
import { checkSetup } from "../scene-checks.js";
import { explore } from "../explore/explore.js";
import type { ExploreOptions } from "../explore/options.js";
import type { ExploreSetup } from "../explore/machine/subject.js";

/** Declares a test, as `test` and `it` do in Jest, in Vitest and in `node:test`. */
export type TestFunction = (title: string, body: () => void) => unknown;

/** How a program is explored, and by which runner's test. */
export interface EveryScheduleOptions extends ExploreOptions {
  /** The runner's `test` or `it`, or one of its kind such as `test.only`: the global one where left out. */
  readonly test?: TestFunction;
}

/**
 * Declares a test that explores a program: it passes where `explore` finds no failure, and fails with the one that it finds.
 * @throws TypeError where the runner has no global `test` or `it`, and none was given
 *
 * @example
 * everySchedule("no deposit is lost", () => {
 *   const account = tracked({ balance: 0 });
 *   function* deposit(n: number) {
 *     yield;
 *     account.balance += n;
 *   }
 *   return { tasks: [() => deposit(1), () => deposit(1)], check: () => assert.equal(account.balance, 2) };
 * }, { strategy: "dpor" });
 */
export function everySchedule(title: string, setup: ExploreSetup, options: EveryScheduleOptions = {}): void {
  if (typeof (title as unknown) !== "string")
    throw new TypeError(`everySchedule: title: ${preview(title)} is no text.`);
  checkSetup(setup, "everySchedule");
  const { test = globalTest(), ...explored } = options;
  checkFunction(test, "everySchedule: test");
  test(title, () => {
    explore(setup, explored);
  });
}

interface RunnerGlobals {
  readonly test?: unknown;
  readonly it?: unknown;
}

function globalTest(): TestFunction {
  const { test, it } = globalThis as RunnerGlobals;
  const found = typeof test === "function" ? test : it;
  if (typeof found === "function") return found as TestFunction;
  throw new TypeError(
    "everySchedule: there is no global test or it here. " +
      "Give that of the runner: import { test } from it, and write everySchedule(title, setup, { test }).",
  );
}
