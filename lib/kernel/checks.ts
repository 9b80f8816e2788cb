import { preview } from "./preview.js";

/** Checks of arguments. Each error says who was called, what came, and what may come. */

/** A length of time: finite and not negative. */
export function checkDuration(value: unknown, role: string): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`${role}: ${preview(value)} is not a number.`);
  if (Number.isFinite(value) && value >= 0) return;
  const cure = value === Infinity ? " To wait for ever, use suspend(() => {})." : "";
  throw new RangeError(`${role}: ${String(value)} is not a length of time. It must be finite and not negative.${cure}`);
}

/** A point in time: any finite number. */
export function checkTime(value: unknown, role: string): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`${role}: ${preview(value)} is not a number.`);
  if (!Number.isFinite(value))
    throw new RangeError(`${role}: ${String(value)} is not a point in time. It must be finite.`);
}

/** A whole number of things, at least `least`; `Infinity` for no limit. */
export function checkCount(value: unknown, role: string, least = 1): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`${role}: ${preview(value)} is not a number.`);
  if (value >= least && (Number.isInteger(value) || value === Infinity)) return;
  throw new RangeError(`${role}: ${String(value)} is not a whole number from ${String(least)} up.`);
}

export function checkFunction(value: unknown, role: string): void {
  if (typeof value !== "function") throw new TypeError(`${role}: ${preview(value)} is not a function.`);
}

/** The instant `ms` after `now`. */
export function instantAfter(now: number, ms: number, role: string): number {
  const time = now + ms;
  if (time !== Infinity) return time;
  throw new RangeError(`${role}: ${String(ms)} after ${String(now)} is later than any number can tell.`);
}
