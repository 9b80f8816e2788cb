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
