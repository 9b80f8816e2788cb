import type { Slot } from "./slot.js";

/**
 * The seam between tracked state and the explorer: who hears which step reads and writes what.
 *
 * A *location* is a number that stands for a part of an object: a property, an index, a key, or its shape. Two steps of
 * different tasks conflict when both touch one location and at least one of them writes it.
 */
export interface AccessLog {
  /** Changes with each step: what was noted in this step already, as strongly or more so, need not be noted again. */
  stamp: number;
  /** Changes with each run: an object that lives longer than its run gets a new number when it is met again. */
  readonly run: number;
  /** A tracked object was made: answers its number, the same for the same object in every run of the exploration. */
  born(): number;
  /** The location that stands for a part of an object: the same in every run for the same key. */
  locate(object: number, part: PropertyKey | object): number;
  /** The present step reads or writes a location that no slot has: something other than tracked state. */
  note(location: number, write: boolean): void;
  /** The present step reads the location, that of `slot`. */
  read(location: number, slot: Slot): void;
  /** The present step writes the location, that of `slot`. */
  write(location: number, slot: Slot): void;
}

/** Where the explorer puts its log while it makes a scene and runs it; `null` outside of an exploration. */
export const recording: { log: AccessLog | null } = { log: null };

/** The part of an array, a map, a set or a dictionary that says which keys it has, in which order, and how many. */
export const SHAPE: unique symbol = Symbol("keys");

/** What is at a key that is not there. */
export const ABSENT: unique symbol = Symbol("absent");
