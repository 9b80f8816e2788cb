import { instantAfter } from "./checks.js";
import { TimeoutError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import { mailboxOf } from "./mailbox.js";
import { Instruction } from "./syscall.js";
import type { TaskNode } from "./task.js";
import type { Timed } from "./timers.js";
import type { Waiter } from "./waiter.js";

/** What `receive` may be told. */
export interface ReceiveOptions<T = unknown> {
  /** Takes the oldest message for which this is true; the rest stay in order. What it throws goes to the receiver. */
  readonly match?: (message: T) => boolean;
  /** How long to wait, in units of the clock; then a `TimeoutError` is thrown. */
  readonly timeout?: number;
}

/** `receive(options)`: waits for a message in the task's own mailbox. */
export const RECEIVE: Instruction<ReceiveOptions, undefined> = /* @__PURE__ */ new Instruction<
  ReceiveOptions,
  undefined
>({
  name: "receive",
  describe: ({ subject }) => {
    const parts = [subject.match && "match", subject.timeout !== undefined && `timeout: ${String(subject.timeout)}`];
    const shown = parts.filter(Boolean).join(", ");
    return shown === "" ? "receive()" : `receive({ ${shown} })`;
  },
  touches: (task, { subject }) => [
    { object: task, part: "mail", access: "write" },
    ...(subject.timeout === undefined ? [] : [{ object: task.kernel, part: "clock", access: "read" } as const]),
  ],

  selectable: true,

  begin(kernel, waiter: Waiter, { subject }) {
    const { task } = waiter;
    const index = oldest(waiter, subject);
    if (index === undefined) return false; // it has thrown
    if (index >= 0) waiter.answered(task.mailbox?.take(kernel, task, index));
    else {
      if (waiter !== task) mailboxOf(task).takers.push(waiter);
      if (subject.timeout !== undefined) setTimeoutOf(kernel, waiter, subject.timeout);
    }
    return false;
  },

  withdraw(kernel, waiter: Waiter) {
    waiter.task.mailbox?.takers.remove(waiter);
    clearTimeoutOf(kernel, waiter);
    return true;
  },
});

/** Where the oldest message is that the waiter wants; `undefined` where looking for it has thrown. */
function oldest(waiter: Waiter, options: ReceiveOptions): number | undefined {
  try {
    return waiter.task.mailbox?.find(options.match) ?? -1;
  } catch (error) {
    waiter.failed(error);
    return undefined;
  }
}

/** Offers a message to what waits in `receive`; true if it was taken. */
export function offer(kernel: Kernel, waiter: Waiter, message: unknown): boolean {
  const options = waiter.wait?.subject as ReceiveOptions;
  if (options.match !== undefined && !matches(kernel, waiter, options.match, message)) return false;
  if (options.timeout !== undefined) clearTimeoutOf(kernel, waiter);
  waiter.answered(message);
  return true;
}

/** Asks `match`, which may do anything: what waited may wait no longer when it comes back. */
function matches(kernel: Kernel, waiter: Waiter, match: (message: unknown) => boolean, message: unknown): boolean {
  try {
    return match(message) && waiter.waits;
  } catch (error) {
    if (!waiter.waits) return false;
    clearTimeoutOf(kernel, waiter);
    waiter.failed(error);
    return false;
  }
}

class ReceiveTimer implements Timed {
  timer = -1;
  readonly waiter: Waiter;
  readonly timeout: number;

  constructor(waiter: Waiter, timeout: number) {
    this.waiter = waiter;
    this.timeout = timeout;
  }

  get task(): TaskNode {
    return this.waiter.task;
  }

  due(): void {
    const { waiter, timeout } = this;
    waiter.task.kernel.touch(waiter.task, "mail", "write");
    waiter.slot = null;
    waiter.task.mailbox?.takers.remove(waiter);
    waiter.failed(
      new TimeoutError(`${waiter.task.path}: no message within ${String(timeout)} in ${String(waiter.wait)}.`),
    );
  }
}

function setTimeoutOf(kernel: Kernel, waiter: Waiter, timeout: number): void {
  try {
    const time = instantAfter(kernel.now, timeout, "receive: timeout");
    const timer = new ReceiveTimer(waiter, timeout);
    waiter.slot = timer;
    kernel.timers.set(timer, time);
  } catch (error) {
    waiter.failed(error);
  }
}

function clearTimeoutOf(kernel: Kernel, waiter: Waiter): void {
  if (waiter.slot instanceof ReceiveTimer) kernel.timers.clear(waiter.slot);
  waiter.slot = null;
}
