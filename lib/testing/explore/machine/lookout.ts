import type { Kernel } from "../../../kernel/kernel.js";
import type { Wrong } from "./machine-options.js";
import type { Subject } from "./subject.js";
import type { Watch } from "./watch.js";

/** Looks at the state before the first step of a run and after each: whether what has to hold does, and what has to come has come. */
export class Lookout {
  /** What has to be so eventually, and was not so far. */
  readonly awaited: (() => unknown)[];
  private readonly invariants: readonly (() => unknown)[];
  private readonly kernel: Kernel;
  private readonly watch: Watch;

  constructor({ invariants, eventualities }: Subject, kernel: Kernel, watch: Watch) {
    this.invariants = invariants;
    this.awaited = eventualities.slice();
    this.kernel = kernel;
    this.watch = watch;
  }

  look(wrong: Wrong[]): void {
    const { invariants, awaited, kernel } = this;
    if (invariants.length === 0 && awaited.length === 0) return;
    kernel.looking = true;
    try {
      for (const invariant of invariants) this.watch.lookAt(() => holds(invariant, wrong));
      for (let i = awaited.length - 1; i >= 0; i--) {
        if (this.watch.lookAt(() => hasCome(awaited[i]!))) awaited.splice(i, 1);
      }
    } finally {
      kernel.looking = false;
    }
  }
}

function holds(invariant: () => unknown, wrong: Wrong[]): void {
  if (wrong.some(({ kind }) => kind === "invariant")) return;
  try {
    if (invariant() === false) wrong.push({ kind: "invariant", error: undefined, condition: invariant });
  } catch (error) {
    wrong.push({ kind: "invariant", error });
  }
}

/** One that throws is not so yet: what it looks at may not be there. */
function hasCome(condition: () => unknown): boolean {
  try {
    return Boolean(condition());
  } catch {
    return false;
  }
}
