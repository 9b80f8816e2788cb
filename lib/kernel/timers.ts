/** Something that can be woken at an instant. `timerIndex` belongs to the heap while it is armed, and is -1 otherwise. */
export interface Timed {
  timerIndex: number;
  /** Called once, when its instant has come and it has left the heap. */
  due(): void;
}

/**
 * The timers, earliest first; among equals, the one that was set first.
 *
 * A four-ary heap in three parallel arrays: a timer costs three words and no object, and a sift touches fewer cache
 * lines than in a binary heap. A timer knows its place, so that withdrawing one leaves nothing behind: a heap that only
 * marks dead timers keeps every time-out that did not fire.
 */
export class Timers {
  private readonly times: number[] = [];
  private readonly serials: number[] = [];
  private readonly owners: Timed[] = [];
  private serial = 0;

  get size(): number {
    return this.owners.length;
  }

  /** The earliest instant that a timer waits for; `Infinity` when there is none. */
  get next(): number {
    return this.owners.length === 0 ? Infinity : this.times[0]!;
  }

  /** Sets a timer for the instant `time`. */
  set(owner: Timed, time: number): void {
    const index = this.owners.length;
    this.times.push(time);
    this.serials.push(this.serial);
    this.owners.push(owner);
    this.place(index, owner, time, this.serial++);
    this.rise(index);
  }

  /** Withdraws a timer; one that is not set stays so. */
  clear(owner: Timed): void {
    const index = owner.timerIndex;
    if (index < 0) return;
    owner.timerIndex = -1;
    this.fill(index);
  }

  /** Takes out the earliest timer. Only called when there is one. */
  take(): Timed {
    const owner = this.owners[0]!;
    owner.timerIndex = -1;
    this.fill(0);
    return owner;
  }

  /** The instant for which a set timer waits. */
  timeOf(owner: Timed): number {
    return owner.timerIndex < 0 ? Infinity : this.times[owner.timerIndex]!;
  }

  /** All set timers, in the order in which they will be due. */
  list(): { time: number; owner: Timed }[] {
    return this.owners
      .map((owner, i) => ({ time: this.times[i]!, serial: this.serials[i]!, owner }))
      .sort((a, b) => a.time - b.time || a.serial - b.serial)
      .map(({ time, owner }) => ({ time, owner }));
  }

  /** Closes the hole at `index` with the last timer. */
  private fill(index: number): void {
    const last = this.owners.length - 1;
    const owner = this.owners.pop()!;
    const time = this.times.pop()!;
    const serial = this.serials.pop()!;
    if (index === last) return;
    this.place(index, owner, time, serial);
    if (this.rise(index) === index) this.sink(index);
  }

  private rise(start: number): number {
    const owner = this.owners[start]!;
    const time = this.times[start]!;
    const serial = this.serials[start]!;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      if (!this.before(time, serial, parent)) break;
      this.move(parent, index);
      index = parent;
    }
    if (index !== start) this.place(index, owner, time, serial);
    return index;
  }

  private sink(start: number): void {
    const owner = this.owners[start]!;
    const time = this.times[start]!;
    const serial = this.serials[start]!;
    const size = this.owners.length;
    let index = start;
    for (let first = index * 4 + 1; first < size; first = index * 4 + 1) {
      const child = this.earliestOf(first, Math.min(first + 4, size));
      if (this.before(time, serial, child)) break;
      this.move(child, index);
      index = child;
    }
    if (index !== start) this.place(index, owner, time, serial);
  }

  private earliestOf(from: number, end: number): number {
    let best = from;
    for (let i = from + 1; i < end; i++) {
      if (this.before(this.times[i]!, this.serials[i]!, best)) best = i;
    }
    return best;
  }

  private before(time: number, serial: number, index: number): boolean {
    const other = this.times[index]!;
    return time < other || (time === other && serial < this.serials[index]!);
  }

  private move(from: number, to: number): void {
    this.place(to, this.owners[from]!, this.times[from]!, this.serials[from]!);
  }

  private place(index: number, owner: Timed, time: number, serial: number): void {
    this.times[index] = time;
    this.serials[index] = serial;
    this.owners[index] = owner;
    owner.timerIndex = index;
  }
}
