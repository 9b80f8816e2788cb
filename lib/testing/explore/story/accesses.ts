import { preview } from "../../../kernel/preview.js";
import { Cell } from "../../tracked/cell.js";
import { SHAPE } from "../../tracked/recording.js";
import type { Slot } from "../../tracked/slot.js";

/** That a step read or wrote a part of tracked state. */
export interface Access {
  readonly slot: Slot;
  readonly write: boolean;
  /** What was read, or what a write has left when the step was over; left out for collections, which keep their values themselves. */
  value: string | undefined;
}

/** The value of the part as it is now. */
export function valueOf({ owner, value }: Slot): string | undefined {
  const isField = "slots" in owner && (owner.slots as readonly unknown[]).length > 0;
  return isField ? preview(value) : undefined;
}

/** What a step did to tracked state, in words: `reads balance (0)`. */
export function wordsOf({ slot, write, value }: Access, names: PartNames): string {
  const name = names.of(slot);
  if (value === undefined) return `${write ? "writes" : "reads"} ${name}`;
  return write ? `writes ${name} = ${value}` : `reads ${name} (${value})`;
}

/** What parts of tracked state are called: by their keys; where several objects have the same ones, with a number, too. */
export class PartNames {
  private readonly numbers = new Map<string, number[]>();

  /** Takes in all parts that are to be told apart. */
  constructor(accesses: Iterable<Access>) {
    for (const { slot } of accesses) {
      const numbers = this.numbers.get(plainName(slot)) ?? [];
      this.numbers.set(plainName(slot), numbers);
      if (!numbers.includes(slot.owner.number)) numbers.push(slot.owner.number);
    }
    for (const numbers of this.numbers.values()) numbers.sort((a, b) => a - b);
  }

  of(slot: Slot): string {
    const name = plainName(slot);
    const numbers = this.numbers.get(name)!;
    return numbers.length === 1 ? name : `${name}#${String(numbers.indexOf(slot.owner.number) + 1)}`;
  }
}

function plainName({ owner, part }: Slot): string {
  const self: unknown = "self" in owner ? owner.self : undefined;
  if (self instanceof Cell) return "cell";
  const key = part === SHAPE ? "keys" : typeof part === "object" ? preview(part) : String(part);
  if (Array.isArray(self)) return part === SHAPE ? "length" : `[${key}]`;
  if (self instanceof Map) return `map(${key})`;
  return self instanceof Set ? `set(${key})` : key;
}
