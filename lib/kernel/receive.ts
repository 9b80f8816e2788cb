import { instantAfter } from "./checks.js";
import { TimeoutError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import { WAITING } from "./stages.js";
import { Instruction } from "./syscall.js";
import type { TaskNode } from "./task.js";
import type { Timed } from "./timers.js";

/** What `receive` may be told. */
export interface ReceiveOptions<T = unknown> {
  /** Takes the oldest message for which this is true; the rest stay in order. What it throws goes to the receiver. */
  readonly match?: (message: T) => boolean;
  /** How long to wait, in units of the clock; then a `TimeoutError` is thrown. */
  readonly timeout?: number;
}

/** `receive(options)`: waits for a message in the task's own mailbox. */
export const RECEIVE: Instruction<ReceiveOptions, undefined> = new Instruction<ReceiveOptions, undefined>({
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

  begin(kernel, task, { subject }) {
    const index = oldest(kernel, task, subject);
    if (index === undefined) return false; // it has thrown
    if (index >= 0) kernel.answer(task, task.mailbox?.take(kernel, task, index));
    else if (subject.timeout !== undefined) setTimeoutOf(kernel, task, subject.timeout);
    return false;
  },

  withdraw(kernel, task) {
    clearTimeoutOf(kernel, task);
    return true;
  },
});

/** Where the oldest message is that the task wants; `undefined` where looking for it has thrown into the task. */
function oldest(kernel: Kernel, task: TaskNode, options: ReceiveOptions): number | undefined {
  try {
    return task.mailbox?.find(options.match) ?? -1;
  } catch (error) {
    kernel.fail(task, error);
    return undefined;
  }
}

/** Offers a message to a task that waits in `receive`; true if it took it. */
export function offer(kernel: Kernel, task: TaskNode, message: unknown): boolean {
  const options = task.wait?.subject as ReceiveOptions;
  if (options.match !== undefined && !matches(kernel, task, options.match, message)) return false;
  if (options.timeout !== undefined) clearTimeoutOf(kernel, task);
  kernel.answer(task, message);
  return true;
}

/** Asks `match`, which may do anything: the task may wait no longer when it comes back. */
function matches(kernel: Kernel, task: TaskNode, match: (message: unknown) => boolean, message: unknown): boolean {
  try {
    return match(message) && task.stage === WAITING;
  } catch (error) {
    if (task.stage !== WAITING) return false;
    clearTimeoutOf(kernel, task);
    kernel.fail(task, error);
    return false;
  }
}

class ReceiveTimer implements Timed {
  timer = -1;
  readonly task: TaskNode;
  readonly timeout: number;

  constructor(task: TaskNode, timeout: number) {
    this.task = task;
    this.timeout = timeout;
  }

  due(): void {
    this.task.slot = null;
    this.task.kernel.fail(
      this.task,
      new TimeoutError(`${this.task.path}: no message within ${String(this.timeout)} in ${String(this.task.wait)}.`),
    );
  }
}

function setTimeoutOf(kernel: Kernel, task: TaskNode, timeout: number): void {
  try {
    const time = instantAfter(kernel.now, timeout, "receive: timeout");
    const timer = new ReceiveTimer(task, timeout);
    task.slot = timer;
    kernel.timers.set(timer, time);
  } catch (error) {
    kernel.fail(task, error);
  }
}

function clearTimeoutOf(kernel: Kernel, task: TaskNode): void {
  if (task.slot instanceof ReceiveTimer) kernel.timers.clear(task.slot);
  task.slot = null;
}
