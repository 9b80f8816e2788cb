/**
 * A first-in first-out queue in a ring of slots, with removal from the middle for the rare case.
 *
 * An array with `shift` moves every element once it is long; a ring moves none.
 */
export class Ring<T> {
  private slots: (T | undefined)[];
  private mask: number;
  private head = 0;
  size = 0;

  constructor(capacity = 8) {
    this.slots = new Array<T | undefined>(capacity).fill(undefined);
    this.mask = capacity - 1;
  }

  push(item: T): void {
    if (this.size > this.mask) this.grow();
    this.slots[(this.head + this.size) & this.mask] = item;
    this.size++;
  }

  /** The oldest item, taken out; `undefined` when there is none. */
  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.slots[this.head];
    this.slots[this.head] = undefined;
    this.head = (this.head + 1) & this.mask;
    this.size--;
    return item;
  }

  /** The item `index` places behind the oldest. */
  at(index: number): T | undefined {
    return index < this.size ? this.slots[(this.head + index) & this.mask] : undefined;
  }

  /** Takes out the item `index` places behind the oldest; those behind it close up. */
  removeAt(index: number): T | undefined {
    if (index === 0) return this.shift();
    const item = this.at(index);
    for (let i = index; i < this.size - 1; i++) {
      this.slots[(this.head + i) & this.mask] = this.slots[(this.head + i + 1) & this.mask];
    }
    this.size--;
    this.slots[(this.head + this.size) & this.mask] = undefined;
    return item;
  }

  /** Takes out the first place that holds `item`; says whether there was one. */
  remove(item: T): boolean {
    for (let i = 0; i < this.size; i++) {
      if (this.at(i) === item) {
        this.removeAt(i);
        return true;
      }
    }
    return false;
  }

  /** All items, oldest first, as a new array. */
  toArray(): T[] {
    const items: T[] = [];
    for (let i = 0; i < this.size; i++) items.push(this.slots[(this.head + i) & this.mask] as T);
    return items;
  }

  private grow(): void {
    const items = this.toArray();
    const capacity = (this.mask + 1) * 2;
    this.slots = items;
    while (this.slots.length < capacity) this.slots.push(undefined);
    this.mask = capacity - 1;
    this.head = 0;
  }
}
