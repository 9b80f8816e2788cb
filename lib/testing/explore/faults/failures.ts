import { preview } from "../../../kernel/preview.js";
import { injecting } from "./injecting.js";

/**
 * A place at which something can go wrong. An exploration tries it: with a fault there the answer is true, and the program does
 * what it does when that goes wrong. Outside of an exploration the answer is false. Each time that a task comes here is a place
 * of its own. How many faults there are in one schedule is bounded by the option `faults`.
 *
 * @param point what reports call it
 *
 * @example
 * function* save() {
 *   if (failures("disk full")) throw new Error("disk full");
 *   saved.value = true;
 * }
 */
export function failures(point: string): boolean {
  if (typeof point !== "string" || point === "")
    throw new TypeError(`failures: ${preview(point)} is no name of a place.`);
  const { machine } = injecting;
  return machine?.injector.strikes(`fail ${point.replaceAll(" ", "_")}`, machine.acting) ?? false;
}
