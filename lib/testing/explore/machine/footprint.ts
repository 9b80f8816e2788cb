/**
 * What a step touched: numbers, each a location and whether it was written. Two steps of different actors depend on each other
 * if both touch one location and one of them writes it. `docs/exploring.md` says for each pair of syscalls what follows.
 */
export type Footprint = readonly number[];

/** Of a step that was never taken: it may depend on any other. */
export const UNKNOWN = null;

/** How many locations there are for an object. */
export const LOCATIONS = 8;

/** The parts of objects that have a location of their own. */
const PARTS: Readonly<Record<string, number>> = {
  state: 0,
  clock: 0,
  wake: 1,
  end: 2,
  mail: 3,
  joiners: 4,
  family: 5,
  ends: 6,
  ready: 7,
};

export const WAKE = 1;
export const END = 2;
export const MAIL = 3;
export const FAMILY = 5;
export const ENDS = 6;
export const READY = 7;

export function locationOf(object: number, part: string): number {
  return object * LOCATIONS + (PARTS[part] ?? 0);
}

/** Whether one of two footprints writes what both touch. */
export function conflict(a: Footprint, b: Footprint): boolean {
  for (const one of a) {
    for (const other of b) {
      // Equal but for the lowest bit, and one of the two bits set.
      if ((one ^ other) <= 1 && ((one | other) & 1) === 1) return true;
    }
  }
  return false;
}

/** Whether two footprints are the same set of accesses. */
export function sameFootprint(a: Footprint, b: Footprint): boolean {
  return a.length === b.length && a.every((access) => b.includes(access));
}
