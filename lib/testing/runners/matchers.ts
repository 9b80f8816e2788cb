import { preview } from "../../kernel/preview.js";
import { Explorer } from "../explore/explorer.js";
import { ScheduleFailure } from "../explore/failure.js";
import { planOf, type ExploreOptions } from "../explore/options.js";
import type { ReplayOptions } from "../explore/replay.js";
import type { ExploreReport } from "../explore/report.js";
import type { ExploreSetup } from "../explore/machine/subject.js";
import type { FailureKind } from "../explore/verdict.js";

/** What a matcher comes to, for `expect.extend`. */
export interface MatcherResult {
  /** Whether it matches. */
  readonly pass: boolean;
  /** Why it does, where it was not to; or why it does not. */
  readonly message: () => string;
}

/** The matchers as methods of `expect(setup)`: see `rondoMatchers`. `R` is what they return. */
export interface RondoMatchers<R = void> {
  /** No failure is found: what `explore` is content with. */
  toHoldUnderEverySchedule(options?: ExploreOptions): R;
  /** A schedule is found under which tasks wait that nothing can wake. */
  toDeadlock(options?: ExploreOptions): R;
  /** It fails under the schedule that a token tells: see `replay`. */
  toFailUnder(token: string, options?: ReplayOptions): R;
}

/**
 * Matchers for the `expect` of Jest and of Vitest. They take what `explore` takes.
 *
 * @example
 * expect.extend(rondoMatchers);
 * test("the account", () => {
 *   expect(setup).toHoldUnderEverySchedule({ strategy: "dpor" });
 *   expect(philosophers).toDeadlock();
 * });
 */
export const rondoMatchers = {
  toHoldUnderEverySchedule(received: unknown, options: ExploreOptions = {}): MatcherResult {
    const found = search(received, "toHoldUnderEverySchedule", options);
    if (found.failure !== undefined) return answer(false, found.failure.message);
    return answer(
      true,
      `No schedule was to be found under which it does not hold, and none was: ${extent(found.report)}`,
    );
  },

  toDeadlock(received: unknown, options: ExploreOptions = {}): MatcherResult {
    const found = search(received, "toDeadlock", options, "deadlock");
    if (found.failure !== undefined) return answer(true, found.failure.message);
    return answer(
      false,
      `No schedule was found under which it comes to a deadlock: ${extent(found.report)}${others(found.report)}`,
    );
  },

  toFailUnder(received: unknown, token: string, options: ReplayOptions = {}): MatcherResult {
    const found = search(received, "toFailUnder", { ...options, strategy: "replay", token });
    if (found.failure !== undefined) return answer(true, found.failure.message);
    return answer(false, `It does not fail under the schedule of ${token}.`);
  },
};

type Found = { readonly failure: ScheduleFailure } | { readonly failure?: undefined; readonly report: ExploreReport };

/** Explores until there is a failure, or one of the kind that is sought. */
function search(received: unknown, role: string, options: ExploreOptions, seeks?: FailureKind): Found {
  if (typeof received !== "function") {
    throw new TypeError(`${role}: ${preview(received)} is no setup. Give expect the function that explore takes.`);
  }
  const plan = planOf({ ...options, collect: false });
  try {
    return { report: new Explorer(received as ExploreSetup, plan, seeks === undefined ? {} : { seeks }).run() };
  } catch (error) {
    if (error instanceof ScheduleFailure && error.kind === (seeks ?? error.kind)) return { failure: error };
    throw error;
  }
}

function answer(pass: boolean, text: string): MatcherResult {
  return { pass, message: () => text };
}

/** How much was looked at. */
function extent({ schedules, complete, strategy }: ExploreReport): string {
  const count = `${String(schedules)} schedule${schedules === 1 ? "" : "s"}`;
  return complete ? `${count} (${strategy}), and that is all of them.` : `${count} (${strategy}), which are not all.`;
}

function others({ failing }: ExploreReport): string {
  if (failing === 0) return "";
  return `\nBut ${String(failing)} of them failed in another way: toHoldUnderEverySchedule shows how.`;
}
