import { preview } from "../kernel/preview.js";

/** Options are a record: a text or null in their place is a mistake. */
export function checkRecord(value: unknown, role: string, example: string): asserts value is object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new TypeError(`${role}: ${preview(value)} is no record of options: ${example}.`);
}

/** One that is misspelt would be left out in silence. */
export function checkNames(options: object, role: string, names: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !names.includes(name)) throw noOption(role, name, names);
  }
}

export function noOption(role: string, name: string, names: readonly string[]): TypeError {
  return new TypeError(`${role}: there is no option ${name}. There are ${names.join(", ")}.`);
}
