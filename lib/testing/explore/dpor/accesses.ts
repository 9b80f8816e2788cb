import type { Footprint } from "../machine/footprint.js";

/**
 * The accesses to each location, the last one first. Those of a run form a stack, and each knows the one before it at its location:
 * three arrays of numbers. An object for each access made a step that meets nobody a third slower.
 */
export class Accesses {
  /** The place of the last access to each location; 0 where there is none. */
  private tops = new Int32Array(256);
  /** For each access: the index of its event twice, and one more for a write; and the place of the one before it. */
  private events = new Int32Array(1024);
  private below = new Int32Array(1024);
  private size = 1;

  reset(): void {
    this.tops.fill(0);
    this.size = 1;
  }

  /** The place of the last access to the location of `access`; 0 for none. */
  last(access: number): number {
    return this.tops[access >> 1] ?? 0;
  }

  before(place: number): number {
    return this.below[place]!;
  }

  isWrite(place: number): boolean {
    return (this.events[place]! & 1) === 1;
  }

  eventOf(place: number): number {
    return this.events[place]! >> 1;
  }

  push(event: number, footprint: Footprint): void {
    const end = this.size + footprint.length;
    if (end > this.events.length) this.grow(end);
    for (const access of footprint) {
      const location = access >> 1;
      if (location >= this.tops.length) this.tops = larger(this.tops, location);
      this.below[this.size] = this.tops[location]!;
      this.events[this.size] = event * 2 + (access & 1);
      this.tops[location] = this.size++;
    }
  }

  private grow(end: number): void {
    this.events = larger(this.events, end);
    this.below = larger(this.below, end);
  }

  /** Takes back the accesses of the last event. */
  pop(footprint: Footprint): void {
    for (let i = footprint.length - 1; i >= 0; i--) this.tops[footprint[i]! >> 1] = this.below[--this.size]!;
  }
}

function larger(array: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * Math.max(index, array.length));
  copy.set(array);
  return copy;
}
