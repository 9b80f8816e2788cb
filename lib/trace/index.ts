/** `rondo/trace`: what happened, as data, step by step, and as a picture. */

// Recording, and the format
export { record, Recorder, type Recordable, type RecordOptions } from "./recorder.js";
export { formatTrace, parseTrace } from "./parse.js";
export { TraceError } from "./errors.js";
export type {
  AskEvent,
  Birth,
  CancelEvent,
  Cause,
  ClockEvent,
  EmitEvent,
  EndEvent,
  EnterEvent,
  InputEvent,
  InterruptEvent,
  LeaveEvent,
  ReadyEvent,
  RestEvent,
  SendEvent,
  Snapshot,
  SpawnEvent,
  StopEvent,
  TakeEvent,
  TaskSnapshot,
  Trace,
  TraceEvent,
  TurnEvent,
  UnwindEvent,
} from "./format.js";

// Step by step
export { fold, Playback } from "./fold.js";
export type { SchedulerState, TaskView } from "./state.js";

// Pictures
export { timeline } from "./timeline/timeline.js";
export type { Paint, TimelineMark, TimelineOptions } from "./timeline/options.js";
export type { TimelineStyle } from "./timeline/glyphs.js";
