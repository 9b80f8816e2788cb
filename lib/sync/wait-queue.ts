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
 *
 * An alternative of a `select` that has been answered elsewhere stands here until its withdrawal comes, and code of users may
 * run before that. It is passed over: what it was given would be lost.
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
    return this.firstOtherThan(null);
  }

  /** The longest waiting that is of another task than `waiter`: the alternatives of one `select` do not serve each other. */
  firstOtherThan(waiter: Waiter | null): Place<T> | null {
    let place = this.first;
    while (place !== null && (!place.waiter.waits || place.waiter.task === waiter?.task)) place = place.behind;
    return place;
  }

  /**
   * The one to be served next: the longest waiting, if `may` agrees to what it waits for. Where that is one of several
   * alternatives of a `select`, another of them will do: nobody is passed by that.
   */
  next(may: (item: T) => boolean): Place<T> | null {
    const first = this.peek();
    for (let place = first; place !== null; place = place.behind) {
      if (!place.waiter.waits) continue;
      if (place.waiter.task !== first?.waiter.task) return null;
      if (may(place.item)) return place;
    }
    return null;
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
    const place = this.peek();
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
    for (let place = this.first; place !== null; place = place.behind) if (place.waiter.waits) all.push(place);
    return all;
  }
}
