import { isGenerator, programName } from "../kernel/generators.js";
import { OutsideWait, withdrawOutside } from "../kernel/outside.js";
import { preview } from "../kernel/preview.js";
import { Instruction, isRequest, Request, type Syscall } from "../kernel/syscall.js";
import { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { follow, thenableOf, type Thenable } from "./thenables.js";

const WAIT = /* @__PURE__ */ new Instruction<Thenable, undefined>({
  name: "wait",
  describe: ({ subject }) => `wait(${preview(subject.promise)})`,
  selectable: true,
  begin(kernel, waiter: Waiter, { subject }) {
    new OutsideWait(kernel, waiter).start((resolve, reject) => follow(subject, resolve, reject));
    return false;
  },
  withdraw: withdrawOutside,
});

/**
 * Waits for a promise, or whatever else has a `then`. The answer is what it is fulfilled with; the reason of a rejection is
 * thrown at this yield. One that settles after the wait was withdrawn is ignored, and its rejection is no unhandled one.
 *
 * It takes a host that lets the event loop run: `runAsync`, or a frame loop.
 * @throws TypeError for what is no promise
 *
 * @example
 * const response = yield* wait(fetch(url, { signal: yield* abortSignal() }));
 */
export function wait<T>(promise: PromiseLike<T>): Syscall<T> {
  const thenable = thenableOf(promise);
  if (thenable === undefined) throw new TypeError(`wait: ${preview(promise)} is not a promise.${cureFor(promise)}`);
  return new Request<T, Thenable, undefined>(WAIT, thenable, undefined);
}

function cureFor(value: unknown): string {
  if (typeof value === "function") return ` Call it: wait(${programName(value)}()).`;
  if (value instanceof TaskNode) return " Write yield* task to wait for its end.";
  if (isRequest(value)) return ` Write yield* ${String(value)}.`;
  if (isGenerator(value)) return " Run its function as a frame: yield* call(program).";
  return "";
}
