import { preview } from "../../../kernel/preview.js";
import { Brand } from "../../tracked/brand.js";
import { ABSENT, SHAPE } from "../../tracked/recording.js";
import type { Owner, Slot } from "../../tracked/slot.js";

/** That a step read or wrote a part of tracked state. */
export interface Access {
  readonly slot: Slot;
  readonly write: boolean;
  /** What was read, or what a write has left when the step was over. */
  readonly seen: Seen;
}

/** A value of a part of tracked state, as it was at some time. */
export interface Seen {
  readonly text: string;
  readonly isAbsent: boolean;
  /** Whether it is an object, which changes by itself, and not where it is held. */
  readonly isObject: boolean;
  /** The tracked object that it is. */
  readonly held: Owner | undefined;
}

/** The value of the part as it is now. */
export function look(slot: Slot): Seen {
  const value = "peek" in slot.owner ? (slot.owner as Peekable).peek(slot) : undefined;
  const object = typeof value === "object" && value !== null ? value : undefined;
  return {
    text: value === ABSENT ? (isOfSet(slot) ? "false" : "undefined") : preview(value),
    isAbsent: value === ABSENT,
    isObject: slot.part !== SHAPE && (object !== undefined || typeof value === "function"),
    held: object === undefined ? undefined : Brand.of(object),
  };
}

interface Peekable {
  peek(slot: Slot): unknown;
}

function isOfSet({ owner }: Slot): boolean {
  return "self" in owner && owner.self instanceof Set;
}

/**
 * What of a step is worth telling. Left out is that it took an object from where it always is, on the way to what it did with
 * that, and that the keys of a collection have changed where it says which key came or went.
 *
 * @param written what any step of the run writes
 */
export function worthTelling(accesses: readonly Access[], written: ReadonlySet<Slot>): Access[] {
  const changed = accesses.filter(({ write }) => write).map(({ slot }) => slot);
  const isImplied = ({ part, owner }: Slot): boolean =>
    part === SHAPE &&
    changed.some((other) => other.owner === owner && other.part === SHAPE) &&
    changed.some((other) => other.owner === owner && other.part !== SHAPE);
  return accesses.filter(({ slot, write, seen }) => !isImplied(slot) && (write || !seen.isObject || written.has(slot)));
}

/** What a step did to tracked state, in words: `reads balance (0)`, `writes balance = 1`, `deletes rows(a)`. */
export function wordsOf({ write, seen: { text, isAbsent } }: Access, name: string): string {
  if (!write) return `reads ${name} (${text})`;
  return isAbsent ? `deletes ${name}` : `writes ${name} = ${text}`;
}
