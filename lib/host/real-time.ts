import { checkCount, checkTime } from "../kernel/checks.js";
import type { Kernel } from "../kernel/kernel.js";
import { preview } from "../kernel/preview.js";
import { CANCELLED } from "../kernel/stages.js";
import { Driver } from "./driver.js";
import { makeKernel, type SchedulerOptions } from "./options.js";
import { outcomeOf, spawnMain } from "./run.js";

/** How to drive a scheduler over real time. */
export interface RealTimeOptions {
  /** Cancels what runs when it is aborted; one that is aborted already starts nothing. */
  readonly signal?: AbortSignal;
  /** `"real"` (the default): the clock counts milliseconds as they pass. `"virtual"`: it jumps when only timers are left. */
  readonly time?: "real" | "virtual";
  /** After how many turns the event loop has its turn; 10 000 where left out. */
  readonly turnsPerSlice?: number;
}

/** How `runAsync` runs a program. */
export interface RunAsyncOptions extends SchedulerOptions, RealTimeOptions {}

/**
 * Runs a program in real time, and lets it wait for the outside. The promise is settled with its outcome, when all its
 * cleanup is done.
 *
 * @example
 * const page = await runAsync(download, { signal: AbortSignal.timeout(5000) });
 */
export async function runAsync<R>(
  program: () => Generator<unknown, R, unknown>,
  options: RunAsyncOptions = {},
): Promise<R> {
  const kernel = makeKernel(options);
  const driver = makeDriver(kernel, options);
  const { signal } = options;
  signal?.throwIfAborted();
  const root = spawnMain(kernel, program);
  await withSignal(
    signal,
    () => kernel.cancel(root, signal?.reason, undefined),
    () =>
      driver.hold("runAsync", () =>
        driver.runToEnd().catch(async (error: unknown) => {
          await driver.cleanUpUnder(error);
          throw error;
        }),
      ),
  );
  if (root.stage === CANCELLED) signal?.throwIfAborted();
  return outcomeOf(root) as R;
}

/** Drives a scheduler's kernel in real time: to the end, or until an instant. */
export async function driveInTime(
  kernel: Kernel,
  options: RealTimeOptions & { readonly until?: number },
): Promise<void> {
  const { signal, until } = options;
  const driver = makeDriver(kernel, options);
  if (until !== undefined) checkTime(until, "runAsync: until");
  signal?.throwIfAborted();
  const abort = (): void => driver.abort(signal?.reason);
  await withSignal(signal, abort, () =>
    driver.hold("runAsync", () => (until === undefined ? driver.runToEnd() : driver.runUntil(until))),
  );
  signal?.throwIfAborted();
}

/** The `closeAsync` that is under way for a kernel. */
const closing = new WeakMap<Kernel, Promise<void>>();

/**
 * Cancels the roots of a kernel, youngest first, and waits for their cleanup, in virtual time and with the outside. Whoever asks
 * while that is under way is told of the same end.
 */
export function closeInTime(kernel: Kernel): Promise<void> {
  const underWay = closing.get(kernel);
  // In a turn it would be waited for by what it waits for (T7).
  if (underWay !== undefined && !kernel.driving) return underWay;
  const closed = closeOnce(kernel).finally(() => closing.delete(kernel));
  closing.set(kernel, closed);
  return closed;
}

async function closeOnce(kernel: Kernel): Promise<void> {
  const driver = new Driver(kernel, { time: "virtual", turnsPerSlice: 10_000 });
  await driver.hold("closeAsync", async () => {
    kernel.closed = true;
    await driver.endRoots("the scheduler was closed");
    kernel.reporter.throwFailures();
  });
}

function makeDriver(kernel: Kernel, options: RealTimeOptions): Driver {
  const { time = "real", turnsPerSlice = 10_000 } = options;
  checkCount(turnsPerSlice, "runAsync: turnsPerSlice");
  if (!["real", "virtual"].includes(time)) {
    throw new TypeError(`runAsync: time: ${preview(time)} is neither "real" nor "virtual".`);
  }
  return new Driver(kernel, { time, turnsPerSlice });
}

/** Listens to a signal as long as `work` takes. */
async function withSignal(
  signal: AbortSignal | undefined,
  onAbort: () => void,
  work: () => Promise<void>,
): Promise<void> {
  signal?.addEventListener("abort", onAbort, { once: true });
  // The call of the program may have aborted it.
  if (signal?.aborted === true) onAbort();
  try {
    await work();
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}
