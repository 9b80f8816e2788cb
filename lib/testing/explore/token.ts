import type { Logged } from "./schedule.js";

/** A schedule as a short text. */
export function tokenOf(log: Logged): string {
  return `r1:${log.indexes.join(".")}`;
}
