import { RondoError } from "../kernel/errors.js";
import { ofAnotherScheduler } from "../kernel/join.js";
import type { Kernel } from "../kernel/kernel.js";
import { OutsideSlot } from "../kernel/outside.js";
import { preview } from "../kernel/preview.js";
import { Ring } from "../kernel/ring.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { touch, writes } from "../sync/touches.js";
import { Buffer, type BufferOptions } from "./buffer.js";

/** How a subscription behaves. */
export interface SubscriptionOptions extends BufferOptions {
  /**
   * Whether the events come from outside of the scheduler alone. Then a task in `next()` waits for the outside as one in `wait`
   * does: it is in no deadlock, and virtual time does not run ahead of the event. False where left out.
   */
  readonly outside?: boolean;
}

/** A subscription has ended, and has no event left. */
export class SubscriptionClosedError extends RondoError {
  override get name(): string {
    return "SubscriptionClosedError";
  }
}

/** How many events are kept where no capacity is given. */
const CAPACITY = 1024;

const NEXT = new Instruction<Held, undefined>({
  name: "subscription.next",
  describe: ({ subject }) => `${subject.words}.next()`,
  touches: (_task, { subject }) => writes(subject),
  selectable: true,
  begin(_kernel, waiter: Waiter, { subject }) {
    subject.ask(waiter);
    return false;
  },
  withdraw(_kernel, waiter: Waiter, { subject }) {
    subject.forget(waiter);
    return true;
  },
});

/** What `next()` needs of a subscription. */
interface Held {
  readonly words: string;
  ask(waiter: Waiter): void;
  forget(waiter: Waiter): void;
}

/**
 * Hears the events of one kind that an emitter tells, and keeps those that nobody waits for. Of several tasks that wait, the
 * longest waiting gets the next event; each event goes to one task.
 */
export class Subscription<T = unknown> {
  /** How many events were dropped for want of room. */
  get dropped(): number {
    return this.buffer.dropped;
  }
}
