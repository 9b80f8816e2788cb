import { note } from "./finish.js";
import type { Kernel } from "./kernel.js";
import { suppress } from "./notes.js";
import { preview } from "./preview.js";
import { wantsUnwinding } from "./scope.js";
import { NEXT } from "./stages.js";
import type { TaskNode } from "./task.js";
import { isRefusedThenable } from "./thenable.js";
import type { Waiter } from "./waiter.js";

/** Starts something outside; what it returns, if anything, is called exactly once when the wait is over, however it ended. */
export type Start<T> = (
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
) => (() => void) | undefined | void;

interface Answer {
  readonly failed: boolean;
  readonly value: unknown;
}

/**
 * Stands in the `slot` of a waiter that only the outside can answer. While there is one, a standstill is no deadlock, and
 * virtual time does not run ahead (D1).
 */
export class OutsideSlot {
  protected readonly kernel: Kernel;
  protected readonly waiter: Waiter;

  constructor(kernel: Kernel, waiter: Waiter) {
    this.kernel = kernel;
    this.waiter = waiter;
    waiter.slot = this;
    kernel.outside.add(this);
  }

  /** The task that waits. */
  get task(): TaskNode {
    return this.waiter.task;
  }

  /** Whether it is still waited for. */
  get stands(): boolean {
    return this.waiter.slot === this;
  }

  /** It is waited for no more. */
  free(): void {
    if (!this.stands) return;
    this.waiter.slot = null;
    this.kernel.outside.delete(this);
  }
}

/**
 * One wait for the outside. The first answer counts; those after it, and after a withdrawal, are ignored.
 *
 * User code runs in `start` and in the disposer, and may do anything: answer, cancel the very task that waits, or throw. So
 * whether the wait still stands is looked at again when they come back.
 */
export class OutsideWait extends OutsideSlot {
  /** It takes no more answers. */
  private over = false;
  private starting = true;
  /** The answer that came while it was being started. */
  private early: Answer | undefined = undefined;
  private dispose: (() => void) | undefined = undefined;

  /** Begins it. An answer that comes at once is one of this turn, and no outside input. */
  start(start: Start<unknown>): void {
    let thrown: Answer | undefined;
    try {
      this.keep(
        start(
          (value) => this.settle({ failed: false, value }),
          (value) => this.settle({ failed: true, value }),
        ),
      );
    } catch (value) {
      this.over = true;
      thrown = { failed: true, value };
    }
    this.starting = false;
    if (!this.stands) this.tell(thrown, this.disposed());
    else if (this.over) this.answer(worst(this.early, thrown));
  }

  /** Takes it back. Where its disposer throws, the unwinding gets that; where there is none, it is reported. */
  withdraw(): void {
    this.over = true;
    this.free();
    if (!this.starting) this.tell(this.disposed());
  }

  private keep(disposer: unknown): void {
    if (typeof disposer === "function") this.dispose = disposer as () => void;
    else if (isRefusedThenable(disposer)) throw asyncStart(disposer);
  }

  private settle(answer: Answer): void {
    this.kernel.touch(this.waiter.task, "wake", "write");
    if (this.over) return;
    this.over = true;
    if (this.starting) {
      this.early = answer;
      return;
    }
    this.kernel.input(() => `${answer.failed ? "reject" : "resolve"} ${this.waiter.task.label}`);
    this.answer(answer);
  }

  private answer(answer: Answer): void {
    const { waiter } = this;
    // The answer is on its way: whatever the disposer does to the task comes after it (C3).
    waiter.task.stage = NEXT;
    this.free();
    const thrown = this.disposed();
    const { failed, value } = worst(answer, thrown);
    if (waiter !== waiter.task && !waiter.waits) this.tell(thrown);
    else if (failed) waiter.failed(value);
    else waiter.answered(value);
  }

  /** Calls the disposer, once; what it throws is the answer here. It may do much, but not drive the scheduler (T7). */
  private disposed(): Answer | undefined {
    const { dispose, kernel } = this;
    const { driving } = kernel;
    this.dispose = undefined;
    kernel.driving = true;
    try {
      dispose?.();
      return undefined;
    } catch (value) {
      return { failed: true, value };
    } finally {
      kernel.driving = driving;
    }
  }

  /** Tells of errors that no answer can carry. */
  private tell(...errors: readonly (Answer | undefined)[]): void {
    const { kernel, waiter } = this;
    const { task } = waiter;
    const unwinds = task.extras?.abandoned !== undefined || wantsUnwinding(task);
    for (const error of errors) {
      if (error === undefined) continue;
      if (unwinds) note(task.scope ?? task.body, error.value);
      else {
        kernel.reporter.report(error.value, task);
        kernel.hostIsCalled = true;
      }
    }
  }
}

/** Takes back the outside wait of a waiter, if it stands. */
export function withdrawOutside(_kernel: Kernel, waiter: Waiter): boolean {
  if (waiter.slot instanceof OutsideWait) waiter.slot.withdraw();
  return true;
}

/** What is thrown beside an answer takes the place of a value, and is suppressed under an error. */
function worst(answer: Answer | undefined, thrown: Answer | undefined): Answer {
  if (answer?.failed === true && thrown !== undefined) suppress(answer.value, thrown.value);
  return answer?.failed === true ? answer : (thrown ?? answer!);
}

function asyncStart(made: object): TypeError {
  return new TypeError(
    `suspend: start returned ${preview(made)}, which nothing waits for. Write a plain function instead of an async one, ` +
      `or wait for the promise: yield* wait(promise).`,
  );
}
