import { checkDuration, checkFunction, checkTime } from "../kernel/checks.js";
import { EVENTS, type SchedulerEvents } from "../kernel/events.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Observer } from "../kernel/observer.js";
import { preview } from "../kernel/preview.js";
import { allTasks } from "../kernel/report.js";
import type { SpawnOptions, Task } from "../kernel/task.js";
import { checkSpawnOptions } from "../syscalls/tasks.js";
import { leftovers, tree } from "./inspect.js";
import { observe } from "./observers.js";
import { makeKernel, type SchedulerOptions } from "./options.js";
import { closeInTime, driveInTime, type RealTimeOptions } from "./real-time.js";
import { advanceTo, close, runToEnd, runUntil, step } from "./virtual-time.js";

/**
 * Runs tasks on one thread, one turn at a time, in a fixed order. Whoever owns it drives it: `run` in virtual time, `advance`
 * from a frame loop, `step` by hand.
 *
 * @example
 * const scheduler = new Scheduler();
 * const task = scheduler.spawn(main);
 * scheduler.run();
 * task.result;
 */
export class Scheduler {
  readonly #kernel: Kernel;

  /**
   * Makes a scheduler, whose clock shows `startTime`.
   * @throws TypeError, RangeError for options that make no sense
   */
  constructor(options: SchedulerOptions = {}) {
    this.#kernel = makeKernel(options);
  }

  /**
   * Starts a root task. It has its first turn when the scheduler is driven.
   * @throws TypeError when the program returns no generator
   * @throws ClosedError after `close`
   */
  spawn<R, Args extends readonly unknown[]>(
    program: (...args: Args) => Generator<unknown, R, unknown>,
    ...args: Args
  ): Task<R> {
    return this.#kernel.spawn(null, null, program, args) as Task<R>;
  }

  /** Starts a root task with a name, as a daemon, supervised, with a priority or with a bounded mailbox. */
  spawnWith<R, Args extends readonly unknown[]>(
    options: SpawnOptions,
    program: (...args: Args) => Generator<unknown, R, unknown>,
    ...args: Args
  ): Task<R> {
    checkSpawnOptions(options);
    return this.#kernel.spawn(null, options, program, args) as Task<R>;
  }

  /**
   * Runs in virtual time until all roots but daemons have ended, and cancels the daemons; or, with `until`, stops before that
   * instant, with the clock set to it.
   * @throws the failure of a root that nobody has seen, when its turn is over
   * @throws DeadlockError, OutsideWaitError, LivelockError, TimeLimitError
   */
  run(options: { readonly until?: number } = {}): void {
    const { until } = options;
    if (until !== undefined) this.#checkAhead(until, "run: until");
    this.#kernel.drive("run", () => (until === undefined ? runToEnd(this.#kernel) : runUntil(this.#kernel, until)));
  }

  /**
   * Runs in real time, and lets tasks wait for the outside, until all roots but daemons have ended, and cancels the daemons;
   * or, with `until`, stops before that instant. Nobody else can drive the scheduler meanwhile.
   * @throws what `run` throws; the reason of the signal when that was aborted
   */
  runAsync(options: RealTimeOptions & { readonly until?: number } = {}): Promise<void> {
    return driveInTime(this.#kernel, options);
  }

  /** Runs one turn; where no task is ready, the clock moves to the next timer first. False when nothing can happen. */
  step(): boolean {
    return this.#kernel.drive("step", () => step(this.#kernel));
  }

  /**
   * Runs all that happens within the next `dt` units of time, its end included, and sets the clock to that.
   * @throws RangeError for a negative, infinite or NaN `dt`
   * @throws the failures of roots that nobody has seen, when the span is over
   *
   * @example
   * function frame(dt: number) {
   *   scheduler.advance(dt);
   *   draw();
   * }
   */
  advance(dt: number): void {
    checkDuration(dt, "advance");
    this.advanceTo(this.#kernel.now + dt);
  }

  /**
   * Runs all that happens up to the instant `time`, itself included, and sets the clock to it.
   * @throws RangeError for a time in the past
   */
  advanceTo(time: number): void {
    this.#checkAhead(time, "advanceTo");
    this.#kernel.drive("advance", () => advanceTo(this.#kernel, time));
  }

  #checkAhead(time: number, role: string): void {
    checkTime(time, role);
    if (time >= this.#kernel.now) return;
    throw new RangeError(
      `${role}: the clock shows ${String(this.#kernel.now)} and cannot be set back to ${String(time)}.`,
    );
  }

  /** What the clock shows. */
  get now(): number {
    return this.#kernel.now;
  }

  /** Whether no task is ready: the next thing happens when the clock moves, or something comes from outside. */
  get idle(): boolean {
    return this.#kernel.order.size === 0 && this.#kernel.running === null;
  }

  /** The instant of the earliest timer; `undefined` where none is set. */
  get nextWakeTime(): number | undefined {
    return this.#kernel.timers.size === 0 ? undefined : this.#kernel.timers.next;
  }

  /** All tasks that have not ended, parents before their children. */
  tasks(): Task[] {
    return allTasks(this.#kernel);
  }

  /** All tasks that have not ended as an indented list: each with its state and what it waits for. */
  tree(): string {
    return tree(this.#kernel);
  }

  /** What is left behind, in words: tasks, waits, timers, unread mail. Empty when nothing is. */
  leftovers(): string[] {
    return leftovers(this.#kernel);
  }

  /**
   * Calls `listener` at each event; returns a function that takes it off again. A listener that throws harms nothing.
   *
   * @example
   * scheduler.on("error", (error, task) => console.error(task?.path, explain(error)));
   */
  on<E extends keyof SchedulerEvents>(event: E, listener: SchedulerEvents[E]): () => void {
    checkFunction(listener, `on("${event}")`);
    if (!EVENTS.has(event)) {
      throw new TypeError(`on: ${preview(event)} is no event. Listen to one of ${[...EVENTS].join(", ")}.`);
    }
    return this.#kernel.reporter.on(event, listener);
  }

  /** Lets an observer hear all that the scheduler does; returns a function that takes it off again. */
  observe(observer: Observer): () => void {
    return observe(this.#kernel, observer);
  }

  /**
   * Cancels all roots, youngest first, and runs their cleanup in virtual time. Cleanup that waits for the outside is
   * abandoned, and reported by a `CleanupTimeoutError`. From then on no root can be spawned.
   */
  close(): void {
    this.#kernel.drive("close", () => close(this.#kernel));
  }

  /** Does what `close` does, and waits for cleanup that waits for the outside. Closing twice at once is closing once. */
  closeAsync(): Promise<void> {
    return closeInTime(this.#kernel);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.closeAsync();
  }
}
