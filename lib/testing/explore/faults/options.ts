import { checkCount } from "../../../kernel/checks.js";
import { preview } from "../../../kernel/preview.js";
import type { Fault, Strike } from "./fault.js";

/** What may go wrong in the schedules of an exploration, and how much of it in one of them. */
export interface FaultOptions {
  /** Any task may be cancelled, before any of its turns. */
  readonly cancelAnywhere?: boolean;
  /** Any task may be interrupted, before any of its turns, with an error that no program expects. */
  readonly interruptAnywhere?: boolean;
  /**
   * Any task may end without any cleanup, before any of its turns. One that was there from the start begins again after that,
   * unless `restart` is `false`.
   */
  readonly crashAnywhere?: boolean | { readonly restart: boolean };
  /** How many faults one schedule may have, those of `failures` and of networks included: 1 where left out. */
  readonly faults?: number;
}

/** The options of faults, checked and whole. */
export interface FaultPlan {
  readonly strikes: readonly Strike[];
  readonly restarts: boolean;
  /** How many there may be. */
  readonly most: number;
  /** Those that there are, where that was decided before. */
  readonly struck: readonly Fault[] | undefined;
}

export function faultPlanOf(options: FaultOptions): FaultPlan {
  const { cancelAnywhere = false, interruptAnywhere = false, crashAnywhere = false, faults = 1 } = options;
  checkCount(faults, "explore: faults", 0);
  if (
    typeof crashAnywhere !== "boolean" &&
    typeof (crashAnywhere as { restart?: unknown } | null)?.restart !== "boolean"
  ) {
    throw new TypeError(`explore: crashAnywhere: ${preview(crashAnywhere)} is not true, false or { restart: false }.`);
  }
  const all: [Strike, boolean][] = [
    ["cancel", cancelAnywhere],
    ["interrupt", interruptAnywhere],
    ["crash", crashAnywhere !== false],
  ];
  return {
    strikes: all.filter(([, isOn]) => isOn).map(([strike]) => strike),
    restarts: typeof crashAnywhere === "boolean" || crashAnywhere.restart,
    most: faults,
    struck: undefined,
  };
}
