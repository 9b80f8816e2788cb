import { preview } from "../kernel/preview.js";

/** Optional fields of events: what says nothing is left out, so that a trace stays short and is the same after a round trip. */

/** Fields of which some may have no value. */
export type Loose<Fields> = { [Key in keyof Fields]: Fields[Key] | undefined };

/** Leaves out the fields that have no value. */
export function withoutGaps<Fields extends object>(fields: Loose<Fields>): Fields {
  const kept: Partial<Fields> = {};
  for (const key of Object.keys(fields) as (keyof Fields)[]) {
    if (fields[key] !== undefined) kept[key] = fields[key];
  }
  return kept as Fields;
}

/** A value, where there is one. */
export function given(value: unknown): string | undefined {
  return value === undefined ? undefined : preview(value);
}

export function flag(holds: boolean): true | undefined {
  return holds ? true : undefined;
}

export function count(n: number): number | undefined {
  return n === 0 ? undefined : n;
}

export function list<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}
