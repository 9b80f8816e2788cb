import type { Actor } from "./actor.js";
import type { Footprint } from "./footprint.js";

/** Where a choice is made. Only to be looked at, and only now: it is written over by the next one. */
export interface Point {
  /** Who may take the next step: tasks by their ids, then timers. */
  readonly enabled: readonly Actor[];
  /** Who took the last step; the setup before the first. */
  readonly last: Actor;
  /** How many steps there were. */
  readonly depth: number;
}

/** A step that was taken, where steps are watched. It is written over by the next one. */
export interface Step {
  readonly actor: Actor;
  readonly footprint: Footprint;
  /** Earlier steps that it follows in any case. */
  readonly follows: readonly number[];
  /** It follows all steps, and all follow it. */
  readonly barrier: boolean;
  /** It goes on with what the one before of its actor would have done, had the children of a scope ended by then. */
  readonly continues: boolean;
  /**
   * For each timer that could be due before it and cannot after it, and for each that it took back: the timers that would
   * have to be due to try that, in this order.
   */
  readonly overtaken: readonly (readonly Actor[])[];
  /** Timers that it took back. */
  readonly withdrawn: readonly Actor[];
  /** In `any` time: the timers that it set, and all that are set after it. */
  readonly set: readonly Actor[];
  readonly pending: readonly Actor[];
}

/** Who makes the choices of a run. */
export interface Chooser {
  /** The place in `point.enabled` of who goes on; -1 gives the run up. */
  choose(point: Point): number;
  /** A step was taken. Only where steps are watched, and it is none of the first `known`. */
  stepped?(step: Step): void;
  /** How many of a run's first steps it knows from a run before, and is not told of again; none where left out. */
  readonly known?: number;
}

/** How a run came to its end. */
export type Ending =
  /** All tasks have ended. */
  | "done"
  /** Nothing can happen any more, and tasks are left. */
  | "stuck"
  /** It had all the steps that it may have. */
  | "endless"
  /** Whoever chooses gave it up. */
  | "abandoned"
  /** Something went wrong on the way. */
  | "failed";

/** A record that its owner writes, and others only read. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const NOTHING: readonly never[] = [];

export function blankPoint(setup: Actor): Writable<Point> {
  return { enabled: NOTHING, last: setup, depth: 0 };
}

export function blankStep(setup: Actor): Writable<Step> {
  return {
    actor: setup,
    footprint: NOTHING,
    follows: NOTHING,
    barrier: false,
    continues: false,
    overtaken: NOTHING,
    withdrawn: NOTHING,
    set: NOTHING,
    pending: NOTHING,
  };
}
