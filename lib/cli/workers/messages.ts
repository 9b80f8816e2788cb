import type { Plan } from "../../testing/explore/options.js";
import type { ExploreProgress } from "../../testing/explore/progress.js";
import type { Job } from "../../testing/explore/split/job.js";
import type { Outcome } from "../../testing/explore/split/outcome.js";
import type { ExitCode } from "../exit-codes.js";

/** What a worker is started with. */
export interface Assignment {
  readonly file: string;
  readonly export: string | undefined;
  readonly cwd: string;
  readonly plan: Plan;
}

/** What a worker is told. */
export type Order =
  | { readonly kind: "do"; readonly job: Job }
  /** To end the job under way with what it has. */
  | { readonly kind: "stop" };

/** What a worker tells. */
export type Message =
  | { readonly kind: "progress"; readonly progress: ExploreProgress }
  | { readonly kind: "done"; readonly outcome: Outcome }
  /** It could not go on, and why. */
  | { readonly kind: "fault"; readonly code: ExitCode; readonly message: string };
