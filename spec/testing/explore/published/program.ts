import type { ExploreOptions, ExploreScene, FailureKind } from "rondo/testing";

/** A program of a published suite, told with Rondo's tasks and locks. */
export interface Published {
  /** What it is called there. */
  readonly name: string;
  readonly setup: () => ExploreScene;
  /** In which ways its schedules fail; none for a program that is right. */
  readonly fails: readonly FailureKind[];
  /** The fewest preemptions of a schedule that fails. */
  readonly preemptions?: number;
  /** What has to be allowed for that: faults, or another time. */
  readonly options?: ExploreOptions;
  /** It has more schedules than a spec can run: the two reduced searches are held against each other. */
  readonly isLarge?: boolean;
}
