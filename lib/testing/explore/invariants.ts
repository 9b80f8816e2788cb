import type { Kernel } from "../../kernel/kernel.js";
import type { Watch } from "./watch.js";
import type { Wrong } from "./machine.js";

/** Looks, between two turns, whether what has to hold after each step does; what does not is added to `wrong`, once in a run. */
export function lookAtInvariants(
  kernel: Kernel,
  watch: Watch,
  invariants: readonly (() => unknown)[],
  wrong: Wrong[],
): void {
  if (invariants.length === 0) return;
  kernel.looking = true;
  try {
    for (const invariant of invariants) watch.lookAt(() => check(invariant, wrong));
  } finally {
    kernel.looking = false;
  }
}

function check(invariant: () => unknown, wrong: Wrong[]): void {
  if (wrong.some(({ kind }) => kind === "invariant")) return;
  try {
    if (invariant() === false) wrong.push({ kind: "invariant", error: undefined });
  } catch (error) {
    wrong.push({ kind: "invariant", error });
  }
}
