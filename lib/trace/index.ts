/** `rondo/trace`: what happened, as data, step by step, and as a picture. */

export { record, Recorder, type Recordable, type RecordOptions } from "./recorder.js";
export { fold, Playback } from "./fold.js";
export type { SchedulerState, TaskView } from "./state.js";
