import { requestCancel } from "../kernel/cancel.js";
import { checkCount } from "../kernel/checks.js";
import { ReentrancyError } from "../kernel/errors.js";
import type { Kernel } from "../kernel/kernel.js";
import { suppress } from "../kernel/notes.js";
import { preview } from "../kernel/preview.js";
import { deadlock } from "../kernel/report.js";
import { DONE } from "../kernel/stages.js";
import { TaskNode } from "../kernel/task.js";
import { makeKernel, type SchedulerOptions } from "./options.js";
import { outcomeOf, spawnMain } from "./run.js";
import { HostTimer, soon } from "./timer.js";

/** How `runAsync` runs a program. */
export interface RunAsyncOptions extends SchedulerOptions {
  /** Cancels the program when it is aborted; one that is aborted already starts nothing. */
  readonly signal?: AbortSignal;
  /** `"real"` (the default): the clock counts milliseconds as they pass. `"virtual"`: it jumps when only timers are left. */
  readonly time?: "real" | "virtual";
  /** After how many turns the event loop has its turn; 10 000 where left out. */
  readonly turnsPerSlice?: number;
}

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
  const { signal, time = "real", turnsPerSlice = 10_000 } = options;
  checkCount(turnsPerSlice, "runAsync: turnsPerSlice");
  if (!["real", "virtual"].includes(time))
    throw new TypeError(`runAsync: time: ${preview(time)} is neither "real" nor "virtual".`);
  signal?.throwIfAborted();
  const kernel = makeKernel(options);
  const root = spawnMain(kernel, program);
  const abort = (): void => kernel.cancel(root, signal?.reason, undefined);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await new Driver(kernel, time, turnsPerSlice).runToEnd();
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  if (signal?.aborted === true && root.stage > DONE + 1) signal.throwIfAborted();
  return outcomeOf(root) as R;
}

/** Cancels the roots of a kernel, youngest first, and waits for their cleanup, in virtual time and with the outside. */
export async function closeInTime(kernel: Kernel): Promise<void> {
  if (kernel.driving) throw new ReentrancyError("closeAsync: this scheduler is running. Close it when it is not.");
  kernel.closed = true;
  const driver = new Driver(kernel, "virtual", 10_000);
  await driver.endRoots("the scheduler was closed");
  kernel.reporter.throwFailures();
}

/** Drives a kernel in slices, between which the event loop runs. It holds one host timer, for the earliest wake-up. */
class Driver {
  private readonly kernel: Kernel;
  private readonly time: "real" | "virtual";
  private readonly turnsPerSlice: number;
  private readonly timer = new HostTimer();
  /** What the clock would show at the host's zero. */
  private readonly offset: number;
  private wake: (() => void) | null = null;
  private hasInput = false;

  constructor(kernel: Kernel, time: "real" | "virtual", turnsPerSlice: number) {
    this.kernel = kernel;
    this.time = time;
    this.turnsPerSlice = turnsPerSlice;
    this.offset = kernel.now - performance.now();
  }

  /** Runs until all roots but daemons have ended, then ends the daemons; cleans up before it throws. */
  async runToEnd(): Promise<void> {
    const { kernel } = this;
    kernel.onInput = () => this.heard();
    try {
      await this.runWhile(() => kernel.roots.live > 0);
      await this.endRoots("all other tasks have ended");
      kernel.reporter.throwFailures();
    } catch (error) {
      await this.endRoots("the run has failed").catch((later: unknown) => suppress(error, later));
      throw error;
    } finally {
      kernel.onInput = null;
      this.timer.clear();
    }
  }

  /** Cancels what roots there are, youngest first, each wholly gone before the next. */
  async endRoots(reason: string): Promise<void> {
    const { kernel } = this;
    const heard = kernel.onInput;
    kernel.onInput = () => this.heard();
    try {
      for (let root = kernel.roots.youngest; root instanceof TaskNode; root = kernel.roots.youngest) {
        const task: TaskNode = root;
        requestCancel(kernel, task, reason, undefined);
        await this.runWhile(() => task.stage < DONE);
      }
    } finally {
      kernel.onInput = heard;
    }
  }

  private async runWhile(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      this.kernel.drive("runAsync", () => this.slice(goesOn));
      if (goesOn()) await this.pause();
    }
  }

  /** Runs what is due, but no more turns than a slice has. */
  private slice(goesOn: () => boolean): void {
    const { kernel } = this;
    for (let turns = 0; turns < this.turnsPerSlice && goesOn();) {
      if (kernel.turn()) turns++;
      else if (kernel.timers.next <= this.hostNow()) kernel.moveToNext();
      else break;
      if (kernel.reporter.failures.length > 0) kernel.reporter.throwFailures();
    }
  }

  /** What the clock may show now; in virtual time, whatever comes next, as long as nothing outside is waited for. */
  private hostNow(): number {
    if (this.time === "virtual") return this.kernel.outsideWaits > 0 ? this.kernel.now : Number.MAX_VALUE;
    return Math.max(this.kernel.now, this.offset + performance.now());
  }

  /** Lets the event loop run until there is something to do. */
  private pause(): Promise<void> {
    const { kernel } = this;
    return new Promise((resolve, reject) => {
      this.wake = resolve;
      if (kernel.order.size > 0 || this.hasInput) soon(() => this.resume());
      else if (this.time === "real" && kernel.timers.size > 0) {
        this.timer.set(Math.max(0, Math.ceil(kernel.timers.next - this.hostNow())), () => this.resume());
      } else if (kernel.outsideWaits === 0) reject(deadlock(kernel));
    });
  }

  private resume(): void {
    this.timer.clear();
    this.hasInput = false;
    const wake = this.wake;
    this.wake = null;
    wake?.();
  }

  /** Something comes in: the clock shows when, unless tasks are ready or timers due before it. */
  private heard(): void {
    const { kernel } = this;
    if (this.time === "real" && kernel.order.size === 0) kernel.setClock(Math.min(this.hostNow(), kernel.timers.next));
    if (this.hasInput) return;
    this.hasInput = true;
    if (this.wake !== null) soon(() => this.resume());
  }
}
