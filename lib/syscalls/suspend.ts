import { checkFunction } from "../kernel/checks.js";
import { programName } from "../kernel/generators.js";
import type { Kernel } from "../kernel/kernel.js";
import { note } from "../kernel/finish.js";
import { suppress } from "../kernel/notes.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";

/** Starts something outside; what it returns, if anything, is called exactly once when the wait is over, however it ended. */
export type Start<T> = (
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
) => (() => void) | undefined | void;

const SUSPEND = new Instruction<Start<unknown>, undefined>({
  name: "suspend",
  describe: ({ subject }) => `suspend(${programName(subject)})`,
  selectable: true,
  begin(kernel, waiter: Waiter, { subject }) {
    new OutsideWait(kernel, waiter).start(subject);
    return false;
  },
  withdraw(_kernel, waiter: Waiter) {
    if (waiter.slot instanceof OutsideWait) waiter.slot.withdraw();
    return true;
  },
});

/** One wait for the outside. The first answer counts; those after it, and after a withdrawal, are ignored. */
class OutsideWait {
  private readonly kernel: Kernel;
  private readonly waiter: Waiter;
  private over = false;
  private starting = true;
  private dispose: (() => void) | undefined;

  constructor(kernel: Kernel, waiter: Waiter) {
    this.kernel = kernel;
    this.waiter = waiter;
  }

  start(start: Start<unknown>): void {
    this.waiter.slot = this;
    this.kernel.outsideWaits++;
    try {
      const dispose = start(
        (value) => this.settle(false, value),
        (error) => this.settle(true, error),
      );
      this.starting = false;
      if (typeof dispose === "function") this.dispose = dispose;
      if (this.over) this.disposeInto((error) => (this.answered = { failed: true, value: error }));
    } catch (error) {
      this.over = true;
      this.answered = { failed: true, value: error };
    }
    if (this.answered !== undefined) this.answer(this.answered.failed, this.answered.value);
  }

  /** An answer that came while it was being started. */
  private answered: { failed: boolean; value: unknown } | undefined;

  private settle(failed: boolean, value: unknown): void {
    if (this.over) return;
    this.over = true;
    if (this.starting) {
      this.answered = { failed, value };
      return;
    }
    let outcome = { failed, value };
    this.disposeInto((error) => {
      if (failed) suppress(value, error);
      else outcome = { failed: true, value: error };
    });
    this.kernel.input(() => `${failed ? "reject" : "resolve"} ${this.waiter.task.label}`);
    this.answer(outcome.failed, outcome.value);
  }

  private answer(failed: boolean, value: unknown): void {
    this.kernel.outsideWaits--;
    this.waiter.slot = null;
    if (failed) this.waiter.failed(value);
    else this.waiter.answered(value);
  }

  withdraw(): void {
    this.over = true;
    this.kernel.outsideWaits--;
    this.waiter.slot = null;
    this.disposeInto((error) => note(this.waiter.task.body, error));
  }

  private disposeInto(failed: (error: unknown) => void): void {
    const dispose = this.dispose;
    this.dispose = undefined;
    try {
      dispose?.();
    } catch (error) {
      failed(error);
    }
  }
}

/**
 * Waits for something outside of the scheduler. `start` is called at once, and calls `resolve` or `reject` now or later; what
 * it returns is called once when the wait is over, also when it is withdrawn. `suspend(() => {})` waits for ever.
 *
 * @example
 * const key = yield* suspend<string>((resolve) => {
 *   keyboard.on("key", resolve);
 *   return () => keyboard.off("key", resolve);
 * });
 */
export function suspend<T = void>(start: Start<T>): Syscall<T> {
  checkFunction(start, "suspend");
  return new Request<T, Start<T>, undefined>(SUSPEND, start, undefined);
}
