import { preview, previewAs } from "../../kernel/preview.js";
import { adoptFields } from "./adopt.js";
import { Brand, known } from "./brand.js";
import { noteRead, noteWrite, type Slot } from "./slot.js";

/**
 * One value whose accesses an exploration sees. What it holds is tracked as in a `tracked` object. Outside of an exploration it is
 * a plain object with a `value`.
 *
 * @example
 * const turns = cell(0);
 * turns.update((n) => n + 1); // 0, what it was
 * turns.compareAndSet(5, 0); // false: it is 1
 * turns.value; // 1
 */
export class Cell<T> {
  /** The value. To get it is a read, to set it a write. */
  value: T;

  constructor(value: T) {
    this.value = value;
  }

  /** The value: a read. */
  get(): T {
    return this.value;
  }

  /** Sets the value: a write, also where it is the same as before. */
  set(value: T): void {
    this.value = value;
  }

  /** Sets the value to what `change` makes of it, and answers what it was: one write. */
  update(change: (value: T) => T): T {
    noteChange(this);
    const before = this.value;
    this.value = change(before);
    return before;
  }

  /**
   * Sets the value to `next` if it is `expected` (as `Object.is` says), and answers whether it was: a write if so, and a read
   * if not.
   */
  compareAndSet(expected: T, next: T): boolean {
    const holds = Object.is(peek(this), known(expected));
    if (holds) this.value = next;
    else noteLook(this);
    return holds;
  }

  /** `cell(1)` */
  toString(): string {
    return `cell(${preview(peek(this))})`;
  }
}

previewAs(Cell, (cell) => cell.toString());

/**
 * A cell that holds the value: see `Cell`.
 *
 * @throws TypeError - inside an exploration, if the value is an object that cannot be tracked: see `tracked`
 *
 * @example
 * const winner = cell<string | null>(null);
 * winner.compareAndSet(null, "a"); // true
 */
export function cell<T>(value: T): Cell<T> {
  const made = new Cell(value);
  adoptFields(made);
  return made;
}

/** What is known about the value of a cell that is tracked. */
function slotOf(cell: object): Slot | undefined {
  return Brand.of(cell)?.slots[0];
}

/** The value, unnoted. */
function peek<T>(cell: Cell<T>): T {
  const slot = slotOf(cell);
  return slot === undefined ? cell.value : (slot.value as T);
}

function noteLook(cell: object): void {
  const slot = slotOf(cell);
  if (slot !== undefined) noteRead(slot);
}

/** Notes the write before the read that goes along with it, so that the log hears of the write alone. */
function noteChange(cell: object): void {
  const slot = slotOf(cell);
  if (slot !== undefined) noteWrite(slot);
}
