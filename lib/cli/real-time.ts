import type { Scheduler, Task } from "../index.js";
import { soon } from "../host/timer.js";
import type { Ending } from "./drive.js";
import { CommandError, EXIT } from "./exit-codes.js";
import { onInterrupt } from "./interrupts.js";
import { unlessStuck } from "./stuck.js";
import type { Output } from "./view.js";

/** A run is ended from outside, and this is no error. */
class Quiet extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(ending);
    this.ending = ending;
  }
}

/**
 * Runs a scheduler in real time until its program has ended, or until an instant. Ctrl-C, an error that no task threw, an
 * output that nobody reads any more, and an outside that can answer no more end it early: the program is cancelled, and
 * cleans up.
 * @throws what `scheduler.runAsync()` throws; a CommandError; the error that no task threw
 */
export async function driveInRealTime(
  scheduler: Scheduler,
  program: Task,
  until: number | undefined,
  output: Output,
): Promise<Ending> {
  const controller = new AbortController();
  const stop = (reason: unknown): void => controller.abort(reason);
  const ignore = stopEarly(scheduler, program, output, stop);
  const { signal } = controller;
  try {
    const run = scheduler.runAsync({ signal, ...(until === undefined ? {} : { until }) });
    await unlessStuck(run, () => {
      // Once more after the cancellation: the cleanup waits for the outside, too.
      if (signal.aborted) throw signal.reason;
      stop(new CommandError(EXIT.outsideWait, nothingOutside(scheduler)));
    });
    return program.done ? "ended" : "until";
  } catch (error) {
    if (error instanceof Quiet) return error.ending;
    throw error;
  } finally {
    ignore();
  }
}

/** Listens for all that ends a run early. */
function stopEarly(scheduler: Scheduler, program: Task, output: Output, stop: (reason: unknown) => void): () => void {
  const closed = (): void => stop(new Quiet("stopped"));
  process.on("uncaughtException", stop);
  output.on("error", closed);
  const releases = [
    onInterrupt((code) => stop(new CommandError(code, "interrupted."))),
    scheduler.on("end", (task) => {
      if (task === program) soon(() => stop(new Quiet("ended")));
    }),
    () => process.off("uncaughtException", stop),
    () => output.off("error", closed),
  ];
  return () => {
    for (const release of releases) release();
  };
}

function nothingOutside(scheduler: Scheduler): string {
  return (
    "only the outside can wake what is left, and nothing outside is under way: no timer, no connection, no process.\n" +
    scheduler.tree()
  );
}
