import { milliseconds } from "../../host/stopwatch.js";

/** How far an exploration is. */
export interface ExploreProgress {
  /** How many schedules were run to their end so far. */
  readonly schedules: number;
  /** How many there are to be run at the most; `Infinity` where there is no limit. */
  readonly limit: number;
  /** How many steps the longest of them had. */
  readonly depth: number;
  /** How many of them failed: more than none only with `collect`. */
  readonly failing: number;
  /** How much of the tree of schedules is behind, from 0 to 1; `undefined` where the strategy cannot tell. */
  readonly share: number | undefined;
  /** How many schedules there are in all, judged by what was seen of the tree; `undefined` where that cannot be told. */
  readonly estimate: number | undefined;
  /** How long it has taken so far, in milliseconds. */
  readonly ms: number;
}

/** Is told how far an exploration is. `false` ends it, with what it has seen so far. */
export type ProgressListener = (progress: ExploreProgress) => boolean | void;

/** Says when it is time to tell of the progress again. */
export class Pace {
  private readonly every: number;
  private due: number;

  /** @param every milliseconds; 0 for each time that it is asked */
  constructor(every: number) {
    this.every = every;
    this.due = milliseconds() + every;
  }

  isDue(): boolean {
    const now = milliseconds();
    if (now < this.due) return false;
    this.due = now + this.every;
    return true;
  }
}
