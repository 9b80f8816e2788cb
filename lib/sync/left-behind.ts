import type { Kernel } from "../kernel/kernel.js";

/** Something in words. */
interface Described {
  toString(): string;
}

/** What tasks held that have ended since, by scheduler. While a task lives it knows itself what it holds. */
const books = new WeakMap<Kernel, Set<Described>>();

/** Its task has ended and held it still. */
export function leaveBehind(kernel: Kernel, thing: Described): void {
  const kept = books.get(kernel);
  if (kept === undefined) books.set(kernel, new Set([thing]));
  else kept.add(thing);
}

/** It was given back after all. */
export function pickUp(kernel: Kernel, thing: Described): void {
  books.get(kernel)?.delete(thing);
}

/** What tasks of a scheduler held when they ended and nobody has given back, in words, in the order of their ends. */
export function leftBehind(kernel: Kernel): string[] {
  return [...(books.get(kernel) ?? [])].map((thing) => thing.toString());
}
