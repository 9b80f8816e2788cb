/** `rondo/testing`: runs a program under every circumstance that matters. */

// What is run
export type { Scene, SceneRun, Setup } from "./scene.js";
export { Cleanups } from "./cleanups.js";

// One disturbance at every step
export { sweep } from "./sweep/sweep.js";
export type { SweepOptions, SweepReport } from "./sweep/options.js";
export type { Disturbance, SweepCase } from "./sweep/case.js";
export { SweepFailure } from "./sweep/failure.js";
export { SweepInterrupt } from "./sweep/interrupt.js";

// Every schedule that matters
export { explore } from "./explore/explore.js";
export { replay, type ReplayOptions } from "./explore/replay.js";
export { TokenError } from "./explore/token/token-error.js";
export { eventually, invariant } from "./explore/machine/conditions.js";
export type { ExploreRun, ExploreScene, ExploreSetup } from "./explore/machine/subject.js";
export type { ExploreOptions } from "./explore/options.js";
export type { ExploreReport } from "./explore/report.js";
export type { StrategyName } from "./explore/strategies/names.js";
export type { TimeMode } from "./explore/machine/time.js";
export type { FailureKind } from "./explore/verdict.js";
export { ScheduleFailure } from "./explore/failure.js";
export type { ExploreProgress, ProgressListener } from "./explore/progress.js";
export { runUnder, type RunUnderOptions } from "./explore/run-under.js";

// In test runners
export { everySchedule, type EveryScheduleOptions, type TestFunction } from "./runners/every-schedule.js";
export { rondoMatchers, type MatcherResult, type RondoMatchers } from "./runners/matchers.js";

// State whose accesses an exploration sees
export { tracked } from "./tracked/tracked.js";
export { cell, type Cell } from "./tracked/cell.js";

// Whether what tasks saw of an object can be explained
export { linearizable } from "./linear/linearizable.js";
export type { Linearization, LinearizableOptions } from "./linear/linearizable.js";
export type { Equal, Model } from "./linear/model.js";
export type { Partition } from "./linear/partition.js";
export type { Operation, Outcome } from "./linear/operation.js";
export { historyOf, type HistoryEvent } from "./linear/events-form.js";
export { History, type HistoryOptions } from "./linear/history.js";
export type { Invocation } from "./linear/log.js";
export type { RecordOptions } from "./linear/record.js";
export { LinearizabilityError, UndecidedError, type Refusal } from "./linear/errors.js";

// For the matchers of Jest and Vitest
export { equality } from "./equality.js";
// What may go wrong
export { failures } from "./explore/faults/failures.js";
export { network, type NetworkOptions } from "./explore/faults/network.js";
export { CrashError } from "./explore/faults/crash-error.js";
export type { FaultOptions } from "./explore/faults/options.js";
