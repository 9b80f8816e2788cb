import { checkFunction } from "../kernel/checks.js";
import { programName } from "../kernel/generators.js";
import { OutsideWait, withdrawOutside, type Start } from "../kernel/outside.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";

const SUSPEND = /* @__PURE__ */ new Instruction<Start<unknown>, undefined>({
  name: "suspend",
  describe: ({ subject }) => `suspend(${programName(subject)})`,
  selectable: true,
  begin(kernel, waiter: Waiter, { subject }) {
    new OutsideWait(kernel, waiter).start(subject);
    return false;
  },
  withdraw: withdrawOutside,
});

/**
 * Waits for something outside of the scheduler. `start` is called at once, and calls `resolve` or `reject` now or later: the
 * first of them counts. What it returns is called exactly once when the wait is over, also when it is withdrawn, and nothing
 * waits for it. `suspend(() => {})` waits for ever.
 *
 * An error that `start` or the disposer throws is thrown at this yield; where an error is the answer already, it is kept under
 * that: see `suppressed`. Where the wait was withdrawn, a cancellation goes on with the disposer's error, and otherwise that is
 * an `error` event of the scheduler.
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
