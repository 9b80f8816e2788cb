import type { SchedulerOptions } from "../../../host/options.js";
import type { Observer } from "../../../kernel/observer.js";
import type { FaultPlan } from "../faults/options.js";
import type { ExploreSetup } from "./subject.js";
import type { TimeMode } from "./time.js";

/** What a machine is made with. */
export interface MachineOptions {
  readonly setup: ExploreSetup;
  readonly time: TimeMode;
  readonly maxSteps: number;
  readonly scheduler: SchedulerOptions;
  /** Whether a run goes on after the first thing that went wrong. */
  readonly goesOn: boolean;
  /** What may be done to the program; nothing where left out. */
  readonly injects?: Pick<FaultPlan, "strikes" | "restarts">;
  /**
   * Whether state is tracked, though nobody has to know what steps touch: so that what cannot be tracked fails as it does in a
   * search that watches.
   */
  readonly tracks?: boolean;
  /** Hears what happens in the runs, where steps are not watched. */
  readonly hears?: Observer;
}

/** Something that went wrong in a run. */
export interface Wrong {
  readonly kind: "error" | "invariant" | "livelock";
  readonly error: unknown;
  /** The invariant that said `false`. */
  readonly condition?: () => unknown;
}
