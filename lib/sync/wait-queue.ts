import type { Kernel } from "../kernel/kernel.js";
import type { Waiter } from "../kernel/waiter.js";

/** One who waits, and for what. */
export interface Place<T> {
  readonly waiter: Waiter;
  readonly item: T;
  readonly queue: WaitQueue<T>;
  before: Place<T> | null;
  behind: Place<T> | null;
}

/**
 * Those who wait for something, longest waiting first. A linked list whose places the waiters keep themselves, so that
 * withdrawing one of ten thousand takes one step.
 */
export class WaitQueue<T = undefined> {
  private first: Place<T> | null = null;
  private last: Place<T> | null = null;
  size = 0;

  /** Puts a waiter at the end. */
  add(waiter: Waiter, item: T): void {
    const place: Place<T> = { waiter, item, queue: this, before: this.last, behind: null };
    if (this.last === null) this.first = place;
    else this.last.behind = place;
    this.last = place;
    this.size++;
    waiter.slot = place;
  }

  /** The longest waiting. */
  peek(): Place<T> | null {
    return this.first;
  }

  /** The longest waiting that is not `task` itself: the alternatives of one `select` do not serve each other. */
  firstOtherThan(waiter: Waiter | null): Place<T> | null {
    let place = this.first;
    while (place !== null && waiter !== null && place.waiter.task === waiter.task) place = place.behind;
    return place;
  }

  /** Takes out a place. */
  take(place: Place<T>): void {
    if (place.before === null) this.first = place.behind;
    else place.before.behind = place.behind;
    if (place.behind === null) this.last = place.before;
    else place.behind.before = place.before;
    place.before = null;
    place.behind = null;
    this.size--;
    place.waiter.slot = null;
  }

  /** Takes out the longest waiting; `null` where nobody waits. */
  shift(): Place<T> | null {
    const place = this.first;
    if (place !== null) this.take(place);
    return place;
  }

  /** Withdraws a waiter; does nothing where it does not wait here. */
  remove(waiter: Waiter): void {
    const place = this.placeOf(waiter);
    if (place !== null) this.take(place);
  }

  /** Where a waiter stands in this queue; `null` where it does not. */
  placeOf(waiter: Waiter): Place<T> | null {
    const place = waiter.slot as Place<T> | null;
    return place?.queue === this ? place : null;
  }

  /** All who wait, longest first. */
  toArray(): Place<T>[] {
    const all: Place<T>[] = [];
    for (let place = this.first; place !== null; place = place.behind) all.push(place);
    return all;
  }
}

/** Answers a waiter; where nobody's turn is, that is outside input of its scheduler (T6). */
export function answer(waiter: Waiter, value: unknown, what: string): void {
  note(waiter.task.kernel, waiter, what);
  waiter.answered(value);
}

/** Fails a waiter. */
export function fail(waiter: Waiter, error: unknown, what: string): void {
  note(waiter.task.kernel, waiter, what);
  waiter.failed(error);
}

function note(kernel: Kernel, waiter: Waiter, what: string): void {
  if (kernel.running === null) kernel.input(() => `${what} for ${waiter.task.label}`);
}
