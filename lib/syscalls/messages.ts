import { checkDuration, checkFunction } from "../kernel/checks.js";
import { finished } from "../kernel/finish.js";
import { ofAnotherScheduler } from "../kernel/join.js";
import { deliver } from "../kernel/mail.js";
import { preview } from "../kernel/preview.js";
import { RECEIVE, type ReceiveOptions } from "../kernel/receive.js";
import { BODY_OVER } from "../kernel/stages.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import { asTask, type Task, type TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { EMIT } from "../kernel/yields.js";

const SEND = /* @__PURE__ */ new Instruction<TaskNode, unknown>({
  name: "send",
  describe: ({ subject, detail }) => `send(${subject.label}, ${preview(detail)})`,
  touches: (_task, { subject }) => [{ object: subject, part: "mail", access: "write" }],

  selectable: true,

  begin(kernel, waiter: Waiter, { subject, detail }) {
    if (subject.kernel !== kernel) waiter.failed(ofAnotherScheduler(waiter.task, subject, "send"));
    else if ((subject.flags & BODY_OVER) !== 0) waiter.failed(finished(subject));
    else if (deliver(kernel, subject, detail)) waiter.answered(undefined);
    else subject.mailbox?.senders.push({ waiter, message: detail });
    return false;
  },

  withdraw(_kernel, waiter: Waiter, { subject }) {
    subject.mailbox?.dismiss(waiter);
    return true;
  },

  wakers: (_task, { subject }) => [subject],
});

const ANY_MESSAGE = /* @__PURE__ */ new Request<unknown, ReceiveOptions, undefined>(RECEIVE, {}, undefined);

/**
 * Puts a message into a task's mailbox, where `receive` or an emission of that task finds it. It waits only where the mailbox
 * is bounded and full.
 * @throws TaskFinishedError, in the sender, when the task's body has ended
 *
 * @example
 * yield* send(counter, 5);
 */
export function send(task: Task, message: unknown): Syscall<void> {
  return new Request<void, TaskNode, unknown>(SEND, asTask(task, "send"), message);
}

/**
 * Waits for a message in the task's own mailbox, and takes the oldest one: of all, or of those that match.
 * @throws TimeoutError, in the task, when none has come within `timeout`; what `match` throws
 * @throws RangeError for a negative, infinite or NaN `timeout`
 *
 * @example
 * const order = yield* receive<Order>({ match: (m) => m.kind === "order", timeout: 100 });
 */
export function receive<T = unknown>(options?: ReceiveOptions<T>): Syscall<T> {
  if (options === undefined) return ANY_MESSAGE as Syscall<T>;
  if (options.timeout !== undefined) checkDuration(options.timeout, "receive: timeout");
  if (options.match !== undefined) checkFunction(options.match, "receive: match");
  return new Request<T, ReceiveOptions<T>, undefined>(
    RECEIVE as Instruction<ReceiveOptions<T>, undefined>,
    { ...options },
    undefined,
  );
}

/** How to emit. */
export interface EmitOptions {
  /** Whether the answer is the oldest message in the mailbox, which is taken; true where left out. */
  readonly take?: boolean;
}

/**
 * Emits a value: the scheduler's `emission` listeners hear it. The answer is the oldest message in the task's mailbox, taken
 * there, or `undefined` where there is none. `yield value` does the same for any value that means nothing else.
 *
 * @example
 * const received = yield* emit<number>(count);
 */
export function emit(value: unknown, options: { take: false }): Syscall<undefined>;
export function emit<Message = unknown>(value: unknown, options?: EmitOptions): Syscall<Message | undefined>;
export function emit(value: unknown, options: EmitOptions = {}): Syscall<unknown> {
  return new Request<unknown, unknown, boolean>(EMIT, value, options.take ?? true);
}
