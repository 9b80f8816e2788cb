import { untrackable } from "./kinds.js";

/** An object that cannot change, but what it holds can. */
export class Frozen {
  private readonly object: object;

  constructor(object: object) {
    this.object = object;
  }

  fill(enter: (value: unknown) => unknown): void {
    for (const key of Reflect.ownKeys(this.object)) fillConstant(this.object, key, enter);
  }
}

/** Tracks what a property holds that cannot be given another value. */
export function fillConstant(object: object, key: PropertyKey, enter: (value: unknown) => unknown): void {
  const value: unknown = Object.getOwnPropertyDescriptor(object, key)?.value;
  if (enter(value) === value || typeof value !== "object") return;
  const cure = "Freeze what it holds, too, or make neither frozen.";
  throw untrackable(value, `held by a frozen object, and would have to be replaced there (\`${String(key)}\`)`, cure);
}
