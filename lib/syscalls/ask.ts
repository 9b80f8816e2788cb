import { TaskFinishedError } from "../kernel/errors.js";
import { finished } from "../kernel/finish.js";
import { awaitEnd, forgetEnd, ofAnotherScheduler } from "../kernel/join.js";
import { deliver } from "../kernel/mail.js";
import { preview, Shown } from "../kernel/preview.js";
import { BODY_OVER } from "../kernel/stages.js";
import { Instruction, Request, type AnyRequest, type Syscall } from "../kernel/syscall.js";
import { asTask, type Task, type TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";

/** A message that waits for a reply: what the asked task receives. */
export interface Ask<Message = unknown, Reply = unknown> {
  /** What was asked. */
  readonly message: Message;
  /** The task that asks. */
  readonly from: Task;
  /** Whether it still waits for the reply. */
  readonly open: boolean;
  /** Answers it. A plain call; where nobody waits any more it does nothing. */
  reply(value: Reply): void;
  /** Answers it with an error, which is thrown in the task that asks. */
  fail(error: unknown): void;
}

/** A question: while its message waits for room in a bounded mailbox, it stands among the senders itself. */
class Question extends Shown implements Ask, Waiter {
  readonly message: unknown;
  readonly task: TaskNode;
  readonly wait: AnyRequest | null;
  slot: unknown = null;
  timer = -1;
  private readonly target: TaskNode;
  private asker: Waiter | null;

  constructor(message: unknown, asker: Waiter, target: TaskNode) {
    super();
    this.message = message;
    this.asker = asker;
    this.target = target;
    this.task = asker.task;
    this.wait = asker.wait;
  }

  get from(): Task {
    return this.task;
  }

  get open(): boolean {
    this.task.kernel.read(this.task, "wake");
    return this.asker !== null;
  }

  get waits(): boolean {
    return this.open;
  }

  reply(value: unknown): void {
    this.close("reply")?.answered(value);
  }

  fail(error: unknown): void {
    this.close("fail")?.failed(error);
  }

  /** There was room for it: the asker goes on waiting, for the reply. */
  answered(): void {}

  /** The asked task has ended before there was room. */
  failed(error: unknown): void {
    this.close()?.failed(error);
  }

  due(): void {}

  toString(): string {
    return `ask(${preview(this.message)})`;
  }

  /** Nobody waits for the reply from here on. A plain call from outside any turn is outside input. */
  close(what?: string): Waiter | null {
    const { asker } = this;
    this.task.kernel.touch(this.task, "wake", "write");
    this.asker = null;
    if (asker === null) return null;
    forgetEnd(asker, this.target);
    asker.slot = null;
    if (what !== undefined) this.task.kernel.input(() => `${what} to ${this.task.label}`);
    return asker;
  }
}

const ASK = /* @__PURE__ */ new Instruction<TaskNode, unknown>({
  name: "ask",
  describe: ({ subject, detail }) => `ask(${subject.label}, ${preview(detail)})`,
  touches: (_task, { subject }) => [{ object: subject, part: "mail", access: "write" }],
  selectable: true,

  begin(kernel, waiter: Waiter, { subject, detail }) {
    if (subject.kernel !== kernel) waiter.failed(ofAnotherScheduler(waiter.task, subject, "ask"));
    else if ((subject.flags & BODY_OVER) !== 0) waiter.failed(finished(subject));
    else {
      const question = new Question(detail, waiter, subject);
      waiter.slot = question;
      awaitEnd(waiter, subject);
      if (!deliver(kernel, subject, question)) subject.mailbox?.senders.push({ waiter: question, message: question });
    }
    return false;
  },

  withdraw(_kernel, waiter: Waiter, { subject }) {
    if (!(waiter.slot instanceof Question)) return true;
    subject.mailbox?.dismiss(waiter.slot);
    waiter.slot.close();
    return true;
  },

  ended(_kernel, waiter, target) {
    if (waiter.slot instanceof Question) waiter.slot.close();
    waiter.failed(
      new TaskFinishedError(
        `${target.label} has ended and did not reply to ${String(waiter.wait)} of ${waiter.task.label}.`,
      ),
    );
    return false;
  },

  wakers: (_task, { subject }) => [subject],
});

/**
 * Sends a message to a task and waits for its reply.
 * @throws TaskFinishedError when the task ends without a reply
 * @throws the error with which it was answered
 *
 * @example
 * const price = yield* ask<number>(shop, "apple");
 * // the shop: const question = yield* receive<Ask<string, number>>(); question.reply(3);
 */
export function ask<Reply = unknown>(task: Task, message: unknown): Syscall<Reply> {
  return new Request<Reply, TaskNode, unknown>(ASK, asTask(task, "ask"), message);
}
