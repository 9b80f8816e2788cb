import type { Audit } from "./agreement/audit.js";
import type { ScheduleFailure } from "./failure.js";

/** What came of an exploration. */
export interface ExploreReport {
  /** The name of the strategy. */
  readonly strategy: string;
  /** How many schedules were run to their end. */
  readonly schedules: number;
  /** Whether all schedules were seen that matter, within the bounds that were given. */
  readonly complete: boolean;
  /** Up to how many preemptions or delays all schedules were run, where the strategy counts them. */
  readonly bound: Readonly<Record<string, number>> | undefined;
  /** How many of the schedules differ from each other. */
  readonly traces: number;
  /** How many classes of schedules there were that differ only in the order of independent steps; with `classes: true`, or `dpor`. */
  readonly classes: number | undefined;
  /** How many states there were, over all schedules, in which there was more than one to choose from. */
  readonly choicePoints: number;
  /** How many steps the longest schedule had. */
  readonly depth: number;
  /** What the `audit` came to, where there was one: it found nothing that the reduced search had not seen. */
  readonly audit: Audit | undefined;
  /** How many runs were given up before their end: they could have shown nothing new. */
  readonly blocked: number;
  /** How many schedules came to the limit of steps. What they would have done after it was not explored, so nothing is complete. */
  readonly truncated: number;
  /** Whether the program sets timers. In `quiescent` time none was due while anything else could happen: `any` lets them race. */
  readonly timers: boolean;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** How many schedules failed, and with `collect` the failures that differ, in the order in which they were found. */
  readonly failing: number;
  readonly failures: readonly ScheduleFailure[];
}
