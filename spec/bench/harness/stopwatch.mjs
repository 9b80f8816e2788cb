import { performance } from "node:perf_hooks";

/** Milliseconds on a clock that never goes back. */
export const now = () => performance.now();

/**
 * Times a stretch inside a job, so that making the job's tasks and ending them stay outside of the figure. One of the
 * job's own tasks starts and stops it: see `timer` in `jobs/bare.mjs`. A job that answers with a stopwatch is measured
 * by it; any other by the time from its call to its answer.
 */
export class Stopwatch {
  started = 0;
  stopped = 0;

  start() {
    this.started = now();
  }

  stop() {
    this.stopped = now();
  }

  /** Milliseconds from start to stop. A job that never reached its end is an error, and not a small number. */
  get elapsed() {
    if (this.started === 0 || this.stopped <= this.started) throw new Error("The job ended before its timer did.");
    return this.stopped - this.started;
  }
}
