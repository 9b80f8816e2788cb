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

/** What a run in real time is given besides its program. */
export interface RealTimeSetting {
  readonly until: number | undefined;
  /** Where the program writes to: where nobody reads that any more, the run ends. */
  readonly out: Output;
  /** Tells the user something. */
  readonly tell: (text: string) => void;
  readonly tellFailure: (what: string, error: unknown) => void;
}

/**
 * Runs a scheduler in real time until its program has ended, or until an instant. Ctrl-C, an error that no task threw, an
 * output that nobody reads any more, and an outside that can answer no more end it early: the program is cancelled, and
 * cleans up.
 * @throws what `scheduler.runAsync()` throws; a CommandError; the error that no task threw
 */
export async function driveInRealTime(scheduler: Scheduler, program: Task, setting: RealTimeSetting): Promise<Ending> {
  const { until } = setting;
  const controller = new AbortController();
  const { signal } = controller;
  const ignore = listen(scheduler, program, setting, controller);
  try {
    await unlessStuck(scheduler.runAsync({ signal, ...(until === undefined ? {} : { until }) }), () => {
      // Once more after the cancellation: the cleanup waits for the outside, too.
      if (signal.aborted) return asError(signal.reason);
      controller.abort(nothingOutside(scheduler));
      return undefined;
    });
    return program.done ? "ended" : "until";
  } catch (error) {
    if (error instanceof Quiet) return error.ending;
    throw error;
  } finally {
    ignore();
  }
}

/** Cancels what is left, and waits for its cleanup as long as that can go on. */
export async function closeInRealTime(scheduler: Scheduler): Promise<void> {
  // What still holds the scheduler is a run whose cleanup waits for ever.
  await unlessStuck(scheduler.closeAsync(), () => nothingOutside(scheduler));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Listens for all that ends a run early. */
function listen(
  scheduler: Scheduler,
  program: Task,
  setting: RealTimeSetting,
  controller: AbortController,
): () => void {
  const stop = (reason: unknown): void => controller.abort(reason);
  const closed = (): void => stop(new Quiet("stopped"));
  const thrown = (error: unknown): void => {
    // The first one is why the run ends; those after it are told at once.
    if (controller.signal.aborted) setting.tellFailure("an error that no task threw.", error);
    else stop(error);
  };
  process.on("uncaughtException", thrown);
  setting.out.on?.("error", closed);
  const releases = [
    onInterrupt((code) => {
      setting.tell("the program cleans up. Ctrl-C again quits at once.");
      stop(new CommandError(code, "interrupted."));
    }),
    scheduler.on("end", (task) => {
      if (task === program) soon(() => stop(new Quiet("ended")));
    }),
    () => process.off("uncaughtException", thrown),
    () => setting.out.off?.("error", closed),
  ];
  return () => {
    for (const release of releases) release();
  };
}

function nothingOutside(scheduler: Scheduler): CommandError {
  return new CommandError(
    EXIT.outsideWait,
    `only the outside can wake what is left, and nothing outside is under way: no timer, no connection, no process.\n${scheduler.tree()}`,
  );
}
