import { preview } from "../../../kernel/preview.js";
import { Cell } from "../../tracked/cell.js";
import { SHAPE } from "../../tracked/recording.js";
import type { Owner, Slot } from "../../tracked/slot.js";
import type { Access } from "./accesses.js";

/** So many names are put one before the other at most. */
const DEPTH = 3;

/**
 * What parts of tracked state are called. A field is called by its key, `balance`; an item or an entry by what holds its
 * collection, where a step has seen that: `queue[0]`, `rows(a)`. Where two would have the same name, fields get the name of what
 * holds their object, too, `ann.balance`; and what is still the same is numbered, in the order in which the objects were made.
 */
export class PartNames {
  /** The part in which a tracked object was seen first. */
  private readonly holders = new Map<Owner, Slot>();
  private readonly names = new Map<Slot, string>();

  /**
   * @param all what was seen of tracked state
   * @param told what of it is to be told apart
   */
  constructor(all: readonly Access[], told: readonly Access[]) {
    for (const { slot, seen } of all) {
      if (seen.held !== undefined && !this.holders.has(seen.held)) this.holders.set(seen.held, slot);
    }
    const slots = new Set(told.map(({ slot }) => slot));
    for (const [name, alike] of groups(slots, (slot) => this.shortName(slot))) this.tellApart(name, alike);
  }

  of(slot: Slot): string {
    return this.names.get(slot)!;
  }

  private tellApart(name: string, alike: readonly Slot[]): void {
    if (ownersOf(alike).length === 1) {
      for (const slot of alike) this.names.set(slot, name);
      return;
    }
    for (const [longer, same] of groups(alike, (slot) => this.longName(slot))) {
      const owners = ownersOf(same);
      const number = ({ owner }: Slot): string =>
        owners.length === 1 ? "" : `#${String(owners.indexOf(owner.number) + 1)}`;
      for (const slot of same) this.names.set(slot, longer + number(slot));
    }
  }

  private shortName(slot: Slot, depth = DEPTH): string {
    const self: unknown = "self" in slot.owner ? slot.owner.self : undefined;
    const isCell = self instanceof Cell;
    if (!isCell && !isCollection(slot)) return keyOf(slot);
    const holder = this.holderOf(slot, depth);
    return isCell ? (holder ?? "cell") : nameInside(self, slot, holder);
  }

  private longName(slot: Slot): string {
    const holder = isCollection(slot) ? undefined : this.holderOf(slot, DEPTH);
    return holder === undefined || this.shortName(slot) === holder ? this.shortName(slot) : `${holder}.${keyOf(slot)}`;
  }

  private holderOf({ owner }: Slot, depth: number): string | undefined {
    const holder = this.holders.get(owner);
    return holder === undefined || depth === 0 ? undefined : this.shortName(holder, depth - 1);
  }
}

function nameInside(self: unknown, slot: Slot, holder: string | undefined): string {
  const { part } = slot;
  const key = keyOf(slot);
  if (Array.isArray(self)) return part === SHAPE ? dotted(holder, "length") : `${holder ?? ""}[${key}]`;
  const isMap = self instanceof Map;
  if (isMap || self instanceof Set) {
    const name = holder ?? (isMap ? "map" : "set");
    return part === SHAPE ? `${name}.size` : `${name}(${key})`;
  }
  if (part === SHAPE) return holder === undefined ? "keys" : `keys of ${holder}`;
  return holder === undefined ? key : `${holder}[${key}]`;
}

function dotted(holder: string | undefined, key: string): string {
  return holder === undefined ? key : `${holder}.${key}`;
}

function keyOf({ part }: Slot): string {
  return typeof part === "object" ? preview(part) : String(part);
}

function isCollection({ owner }: Slot): boolean {
  return "shape" in owner;
}

function ownersOf(slots: readonly Slot[]): number[] {
  return [...new Set(slots.map(({ owner }) => owner.number))].sort((a, b) => a - b);
}

function groups(slots: Iterable<Slot>, nameOf: (slot: Slot) => string): Map<string, Slot[]> {
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    const name = nameOf(slot);
    const group = found.get(name);
    if (group === undefined) found.set(name, [slot]);
    else group.push(slot);
  }
  return found;
}
