import { Scheduler, type Program, type SchedulerOptions } from "../../lib/index.js";
import { record, type Trace } from "../../lib/trace/index.js";
import { Run, type Plan } from "./random-programs.js";

/** Runs a program to its end, however it ends, and gives the trace. */
export function recorded(program: Program, options: SchedulerOptions = {}): Trace {
  const scheduler = new Scheduler(options);
  const recorder = record(scheduler);
  scheduler.spawn(program);
  try {
    scheduler.run();
  } catch {
    // That it failed is part of the trace.
  }
  return recorder.stop();
}

/** Runs a plan to its end while it is recorded. */
export function recordedRun(plan: Plan): { run: Run; trace: Trace } {
  const run = new Run(plan);
  const recorder = record(run.scheduler);
  run.finish();
  return { run, trace: recorder.stop() };
}
