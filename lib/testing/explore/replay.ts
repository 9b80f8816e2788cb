import { Explorer } from "./explorer.js";
import { planOf, type ExploreOptions } from "./options.js";
import type { ExploreReport } from "./report.js";
import type { ExploreSetup } from "./machine/subject.js";

/** How to run a schedule again. */
export interface ReplayOptions extends Pick<ExploreOptions, "steps" | "scheduler"> {
  /**
   * Whether a program that has changed since is refused with a `TokenError`: so where it is left out. `false` follows the token
   * as far as it goes, and passes over what the program cannot do any more.
   */
  readonly strict?: boolean;
  /**
   * Whether the program goes on with the usual choices when the token is at its end, as that of a bug that is mended does: so
   * where it is left out. `false` ends the run there, and the report is not `complete`.
   */
  readonly goOn?: boolean;
}

/**
 * Runs the one schedule that a token tells: it fails again at once, in the same way. A program that was mended meanwhile and
 * does not fail gives a report.
 * @throws ScheduleFailure if the schedule fails
 * @throws TokenError if the program has no such schedule any more: it says at which choice they part
 * @throws TypeError for a text that is no token
 *
 * @example
 * test("no update is lost, though both read first", () => {
 *   replay(setup, "r1:0bh:4cuo");
 * });
 */
export function replay(setup: ExploreSetup, token: string, options: ReplayOptions = {}): ExploreReport {
  return new Explorer(setup, planOf({ ...options, strategy: "replay", token })).run();
}
