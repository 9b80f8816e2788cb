import { LivelockError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import { Ring } from "./ring.js";
import type { TaskNode } from "./task.js";
import type { Waiter } from "./waiter.js";

/** Chooses among messages: true for one to take. */
export type Match = (message: never) => boolean;

/** How many messages may come in while `match` is asked about those that are there. */
const MOST_MEANWHILE = 10_000;

function endlessMatch(): LivelockError {
  return new LivelockError(
    `receive: match has sent more than ${String(MOST_MEANWHILE)} messages to its own task while it was asked. It should only look.`,
  );
}

/** A task's unread messages, oldest first, and the senders that wait for room. */
export class Mailbox {
  private readonly messages = new Ring<unknown>(4);
  readonly limit: number;
  /** Whose `send` waits for room, with their messages, longest waiting first. */
  readonly senders: Ring<{ waiter: Waiter; message: unknown }> = new Ring<{ waiter: Waiter; message: unknown }>(2);
  /** The alternatives of a `select` that wait for a message. (A plain `receive` is seen by the task's own wait.) */
  readonly takers: Ring<Waiter> = new Ring<Waiter>(2);

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.messages.size;
  }

  get full(): boolean {
    return this.messages.size >= this.limit;
  }

  put(message: unknown): void {
    this.messages.push(message);
  }

  /**
   * The index of the oldest message that matches; -1 where none does. What `match` throws is thrown on. One that sends to its
   * own task while it is asked would be asked for ever (D2).
   */
  find(match: Match | undefined): number {
    if (match === undefined) return this.size === 0 ? -1 : 0;
    const most = this.size + MOST_MEANWHILE;
    for (let i = 0; i < this.size; i++) {
      if (i === most) throw endlessMatch();
      if (match(this.messages.at(i) as never)) return i;
    }
    return -1;
  }

  /** Takes the message at `index` for `task`, whose mailbox it is; the longest waiting sender's takes the freed place. */
  take(kernel: Kernel, task: TaskNode, index: number): unknown {
    const message = this.messages.removeAt(index);
    kernel.observer?.received(task, message);
    const sender = this.nextSender(task);
    if (sender !== undefined) {
      this.put(sender.message);
      kernel.observer?.sent(task, sender.message, sender.waiter.task, false);
      sender.waiter.answered(undefined);
    }
    return message;
  }

  /** The longest waiting sender, taken out; not one that stands for the very task that takes, in the same select. */
  private nextSender(task: TaskNode): { waiter: Waiter; message: unknown } | undefined {
    for (let i = 0; i < this.senders.size; i++) {
      const waiter = this.senders.at(i)?.waiter;
      if (waiter?.task !== task && waiter?.waits === true) return this.senders.removeAt(i);
    }
    return undefined;
  }

  /** Withdraws a waiting sender. */
  dismiss(waiter: Waiter): void {
    for (let i = 0; i < this.senders.size; i++) {
      if (this.senders.at(i)?.waiter === waiter) this.senders.removeAt(i);
    }
  }

  /** The unread messages, oldest first. */
  toArray(): unknown[] {
    return this.messages.toArray();
  }
}

/** The mailbox of a task, made when it is first needed. */
export function mailboxOf(task: TaskNode): Mailbox {
  return (task.mailbox ??= new Mailbox(task.extras?.mailboxLimit ?? Infinity));
}
