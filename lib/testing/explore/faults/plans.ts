import type { Fault } from "./fault.js";

/** The faults of one schedule, in a fixed order. */
export type Faults = readonly Fault[];

/** Which faults are still to be tried, alone and together: first come, first served. */
export class FaultPlans {
  private readonly most: number;
  private readonly planned = new Set<string>([""]);
  private readonly waiting: Faults[] = [];

  /** @param most how many there may be in one schedule */
  constructor(most: number) {
    this.most = most;
  }

  get size(): number {
    return this.waiting.length;
  }

  /** Schedules with these faults have come to these points, where more could have gone wrong. */
  consider(faults: Faults, points: Iterable<Fault>): void {
    if (faults.length >= this.most) return;
    for (const point of points) if (!faults.includes(point)) this.put([...faults, point].sort());
  }

  private put(faults: Faults): void {
    const key = faults.join(";");
    if (this.planned.has(key)) return;
    this.planned.add(key);
    this.waiting.push(faults);
  }

  /** The next to be tried, which waits no more; `undefined` where none does. */
  next(): Faults | undefined {
    return this.waiting.shift();
  }

  /** All that are to be tried, which wait no more. */
  takeAll(): Faults[] {
    return this.waiting.splice(0);
  }
}
