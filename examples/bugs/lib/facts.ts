import type { ExploreScene, FailureKind, TimeMode } from "rondo/testing";

/** What is known of a bug: a spec holds each of these against what `explore` finds. */
export interface Facts {
  /** How it shows. */
  readonly kind: FailureKind;
  /** Fewest preemptions of a schedule that fails: how often a task that could go on is left for another one. */
  readonly preemptions: number;
  /** The mode of time that it takes: in `"quiescent"` time, which is meant where this is left out, it would never show. */
  readonly time?: TimeMode;
  /** How many schedules there are, and how many of them fail; left out where they are too many to run them all. */
  readonly schedules?: { readonly failing: number; readonly all: number };
  /** The same for the classes of schedules that differ only in the order of independent steps. */
  readonly classes: { readonly failing: number; readonly all: number };
}

/** A file of this folder. */
export interface Bug {
  /** Makes the program with the bug in it. */
  readonly default: () => ExploreScene;
  /** Makes the program without it. */
  readonly mended: () => ExploreScene;
  readonly facts: Facts;
}
