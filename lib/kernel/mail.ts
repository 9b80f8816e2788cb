import { MailboxFullError } from "./errors.js";
import { finished } from "./finish.js";
import type { Kernel } from "./kernel.js";
import { mailboxOf } from "./mailbox.js";
import { preview } from "./preview.js";
import { offer, RECEIVE } from "./receive.js";
import type { Ring } from "./ring.js";
import { BODY_OVER, WAITING } from "./stages.js";
import type { TaskNode } from "./task.js";
import type { Waiter } from "./waiter.js";

/** `task.send(message)`: a plain call. */
export function post(kernel: Kernel, task: TaskNode, message: unknown): void {
  kernel.input(() => `send ${preview(message)} to ${task.label}`);
  kernel.touch(task, "mail", "write");
  if ((task.flags & BODY_OVER) !== 0) throw finished(task);
  if (deliver(kernel, task, message)) return;
  throw new MailboxFullError(
    `${task.label} has ${String(task.mailbox?.size ?? 0)} unread messages and takes no more. ` +
      `Use yield* send(task, message), which waits.`,
  );
}

/** Hands a message over, or puts it into the mailbox; false where that is full. */
export function deliver(kernel: Kernel, task: TaskNode, message: unknown): boolean {
  const waits = task.stage === WAITING && task !== kernel.running && task.wait?.instruction === RECEIVE;
  if (waits && offer(kernel, task, message)) {
    kernel.observer?.sent(task, message, kernel.running, true);
    return true;
  }
  const mailbox = mailboxOf(task);
  if (offerToTakers(kernel, task, mailbox.takers, message)) return true;
  if (mailbox.full) return false;
  mailbox.put(message);
  kernel.observer?.sent(task, message, kernel.running, false);
  return true;
}

/** Offers a message to the alternatives of a `select` that wait for one. */
function offerToTakers(kernel: Kernel, task: TaskNode, takers: Ring<Waiter>, message: unknown): boolean {
  if (takers.size === 0) return false;
  // The alternatives of one select do not serve each other: its own task is the one that runs.
  const others = takers.toArray().filter((taker) => taker.task !== kernel.running);
  const taken = others.some((taker) => taker.waits && offer(kernel, taker, message));
  if (taken) kernel.observer?.sent(task, message, kernel.running, true);
  return taken;
}
