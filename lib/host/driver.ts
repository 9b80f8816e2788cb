import { requestCancel } from "../kernel/cancel.js";
import type { Kernel } from "../kernel/kernel.js";
import { suppress } from "../kernel/notes.js";
import { deadlock } from "../kernel/report.js";
import { DONE } from "../kernel/stages.js";
import { TaskNode } from "../kernel/task.js";
import { HostTimer, soon } from "./timer.js";

/** How a kernel is driven over real time. */
export interface DriverOptions {
  /** `"real"`: the clock counts milliseconds as they pass. `"virtual"`: it jumps when only timers are left. */
  readonly time: "real" | "virtual";
  /** After how many turns the event loop has its turn. */
  readonly turnsPerSlice: number;
}

/**
 * Drives a kernel in slices, between which the event loop runs (T8). It holds one host timer, for the earliest wake-up, and
 * the kernel: nobody else can drive it meanwhile.
 */
export class Driver {
  private readonly kernel: Kernel;
  private readonly options: DriverOptions;
  private readonly timer = new HostTimer();
  /** What the clock would show at the host's zero. */
  private readonly offset: number;
  private wake: (() => void) | null = null;
  private hasInput = false;
  /** The last slice had all its turns, so that tasks may still be ready. */
  private isUsedUp = false;
  /** The roots are being ended: none is to be forgotten for a failure of another. */
  private isClosing = false;
  /** The roots have been cancelled: there is nothing to wait for once they are gone. */
  private aborted = false;

  constructor(kernel: Kernel, options: DriverOptions) {
    this.kernel = kernel;
    this.options = options;
    this.offset = kernel.now - performance.now();
  }

  /** Holds the kernel while `work` drives it. */
  async hold<T>(role: string, work: () => Promise<T>): Promise<T> {
    const { kernel } = this;
    kernel.checkFree(role);
    kernel.holder = this;
    kernel.onInput = () => this.heard();
    try {
      return await work();
    } finally {
      kernel.holder = null;
      kernel.onInput = null;
      this.timer.clear();
    }
  }

  /** Runs until all roots but daemons have ended, and ends the daemons. */
  async runToEnd(): Promise<void> {
    const { kernel } = this;
    await this.runWhile(() => kernel.roots.live > 0, Infinity);
    await this.endRoots("all other tasks have ended");
    kernel.reporter.throwFailures();
  }

  /** Cancels all roots; a run that waits for an instant ends with them. */
  abort(reason: unknown): void {
    this.aborted = true;
    this.kernel.cancelRoots(reason);
    this.heard();
  }

  /** Runs until the instant `until` has come, and stops before it. */
  async runUntil(until: number): Promise<void> {
    const { kernel } = this;
    await this.runWhile(() => kernel.now < until && !(this.aborted && kernel.roots.live === 0), until);
    if (this.aborted) await this.endRoots("the run was aborted");
    kernel.reporter.throwFailures();
  }

  /** Cancels what roots there are, youngest first, each wholly gone before the next. Failures are thrown when all are. */
  async endRoots(reason: unknown): Promise<void> {
    this.isClosing = true;
    for (let root = this.kernel.roots.youngest; root instanceof TaskNode; root = this.kernel.roots.youngest) {
      const task: TaskNode = root;
      requestCancel(this.kernel, task, reason, undefined);
      await this.runWhile(() => task.stage < DONE, Infinity);
    }
    this.isClosing = false;
  }

  /** Ends all roots after a failure; what that brings is kept under the error. */
  async cleanUpUnder(error: unknown): Promise<void> {
    try {
      await this.endRoots("the run has failed");
      this.kernel.reporter.throwFailures();
    } catch (later) {
      suppress(error, later);
    }
  }

  private async runWhile(goesOn: () => boolean, until: number): Promise<void> {
    while (goesOn()) {
      this.kernel.drive("runAsync", () => this.slice(goesOn, until), this);
      if (goesOn()) await this.pause(until);
    }
  }

  /** Runs what is due before `until`, but no more turns than a slice has. */
  private slice(goesOn: () => boolean, until: number): void {
    const { kernel } = this;
    if (this.isUsedUp) this.moveOn(until);
    let turns = 0;
    while (turns < this.options.turnsPerSlice && goesOn()) {
      if (kernel.turn()) turns++;
      else if (kernel.timers.size > 0 && kernel.timers.next <= this.hostNow() && kernel.timers.next < until) {
        kernel.moveToNext();
      } else if (this.hostNow() >= until) kernel.setClock(until);
      else if (this.options.time === "real" && this.hostNow() > kernel.maxTime) kernel.setClock(this.hostNow());
      else break;
      if (kernel.reporter.failures.length > 0 && !this.isClosing) kernel.reporter.throwFailures();
    }
    this.isUsedUp = turns >= this.options.turnsPerSlice;
  }

  /**
   * Tasks were ready when the last slice was used up. In real time the clock goes on all the same, and what has come due in
   * the meantime gets its turn: tasks that only pass starve no sleeper (T8).
   */
  private moveOn(until: number): void {
    const { kernel } = this;
    if (this.options.time !== "real") return;
    const now = Math.min(this.hostNow(), until, Math.max(kernel.now, kernel.maxTime));
    while (kernel.timers.next <= now && kernel.timers.next < until) kernel.moveToNext();
    kernel.setClock(now);
  }

  /** What the clock may show now; in virtual time, whatever comes next, as long as nothing outside is waited for. */
  private hostNow(): number {
    const { kernel } = this;
    if (this.options.time === "virtual") return kernel.outside.size > 0 ? kernel.now : Number.MAX_VALUE;
    return Math.max(kernel.now, this.offset + performance.now());
  }

  /** Lets the event loop run until there is something to do. */
  private pause(until: number): Promise<void> {
    const { kernel } = this;
    return new Promise((resolve, reject) => {
      this.wake = resolve;
      const next = Math.min(kernel.timers.next, until);
      const mayGoOn = kernel.order.size > 0 || next <= this.hostNow();
      if (mayGoOn || this.hasInput) soon(() => this.resume());
      else if (next === Infinity && kernel.outside.size === 0) reject(deadlock(kernel));
      else if (this.options.time === "real") this.sleepUntil(Math.min(next, kernel.maxTime + 1));
    });
  }

  /** Sets the host timer for an instant of the clock; for none where there is none. */
  private sleepUntil(time: number): void {
    if (time === Infinity) return;
    this.timer.set(Math.max(0, Math.ceil(time - this.hostNow())), () => this.resume());
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
    if (this.options.time === "real" && kernel.order.size === 0) {
      kernel.setClock(Math.min(this.hostNow(), kernel.timers.next, Math.max(kernel.now, kernel.maxTime)));
    }
    if (this.hasInput) return;
    this.hasInput = true;
    if (this.wake !== null) soon(() => this.resume());
  }
}
