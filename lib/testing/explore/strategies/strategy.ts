import type { Chooser, Ending } from "../machine/chooser.js";

/** A way to go through the schedules of a program: it makes the choices of one run after the other. */
export interface Strategy extends Chooser {
  readonly name: string;
  /** Whether it has to know what each step touches. */
  readonly watches: boolean;
  /** A run begins; false where there is nothing left to try. */
  begin(): boolean;
  /** The run is over. */
  over(ending: Ending): void;
  /** The run came to its end, and nothing was wrong with it. */
  passed?(): void;
  /** Whether, when `begin` has said false, it has seen all that its bounds allow. */
  readonly complete: boolean;
  /**
   * Whether nobody who can go on waits for ever. A run that has no end under a fair strategy is a livelock; one under another
   * strategy may only have been unfair.
   */
  readonly fair?: boolean;
  /** Whether it tries all that can be done from each state: so nothing is lost if a run ends in a state where it was before. */
  readonly triesAll?: boolean;
  /** Whether it may come to the same schedule twice. */
  readonly repeats?: boolean;
  /** Whether it takes account by itself of runs that came to the limit of steps; or else nothing is complete after one. */
  readonly mindsLimit?: boolean;
  /** Whether it is complete only for programs whose state is tracked, and is not sure that this one's is. */
  readonly trustsTracking?: boolean;
  /** What is looked at after each step has grown: where this is left out, a strategy that watches begins again. */
  readonly looksFurther?: (() => void) | undefined;
  /** Whether it has learnt too late what steps touch, so that it has to begin again. */
  readonly stale?: boolean;
  /** Whether the present run only finds out what has to be known for later ones: it counts for nothing. */
  readonly preliminary?: boolean;
  /** Up to how many preemptions, delays … all schedules were run; left out where it has no such bound. */
  readonly bound?: Readonly<Record<string, number>> | undefined;
  /** How much of the tree it has seen, from 0 to 1; left out where it cannot tell. */
  readonly share?: number | undefined;
}
