import { RondoError } from "../kernel/errors.js";
import { born } from "../kernel/identity.js";
import type { Kernel } from "../kernel/kernel.js";
import { OutsideSlot } from "../kernel/outside.js";
import { preview, Shown } from "../kernel/preview.js";
import { Ring } from "../kernel/ring.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { touch, writes } from "../sync/touches.js";
import { Buffer, type BufferRule, type OverflowError } from "./buffer.js";
import type { Attach } from "./emitters.js";
import { HeldPlainly } from "./held.js";

/**
 * A subscription has ended, and has no event left: it was closed, or the frame or scope that held it is over.
 *
 * @example
 * const keys = yield* on(keyboard, "key");
 * keys.close();
 * yield* keys.next(); // SubscriptionClosedError
 */
export class SubscriptionClosedError extends RondoError {
  override get name(): string {
    return "SubscriptionClosedError";
  }
}

/**
 * The events of one kind that an emitter tells, from the moment of `on` to the end of the frame or scope that holds it. Those
 * that nobody waits for are kept. Of several tasks that wait, the longest waiting gets the next event: each goes to one task.
 */
export interface Subscription<T = unknown> extends Disposable {
  /**
   * Waits for the next event. The answer is what the listener was given: one argument as it is, several as an array, none as
   * `undefined`.
   * @throws SubscriptionClosedError when the subscription has ended and no event is left
   * @throws OverflowError when there was no room for an event, after the events before it
   */
  next(): Syscall<T>;
  /** How many events are kept that nobody has read. */
  readonly size: number;
  /** How many events were dropped for want of room. */
  readonly dropped: number;
  /** Takes the listener off. What is kept can still be read. A plain call: it takes no turn. */
  close(): void;
}

/** What `on` was told. */
export interface Listening {
  readonly event: unknown;
  readonly attach: Attach;
  readonly rule: BufferRule;
  /** Whether those who wait in `next()` wait for the outside. */
  readonly outside: boolean;
}

const NEXT = /* @__PURE__ */ new Instruction<Inbox, undefined>({
  name: "on.next",
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

/** The events that have come in for a task, and those who wait for one. */
export class Inbox extends Shown implements Subscription {
  /** What it is in words: `on("click")`. */
  readonly words: string;
  private readonly kernel: Kernel;
  private readonly owner: TaskNode;
  private readonly listening: Listening;
  private readonly events: Buffer<unknown>;
  private readonly waiters = new Ring<Waiter>(2);
  private readonly request: Syscall<unknown>;
  private held: HeldPlainly | undefined = undefined;
  private detach: (() => void) | undefined = undefined;
  private closed = false;
  private overrun: OverflowError | undefined = undefined;

  constructor(owner: TaskNode, listening: Listening) {
    super();
    born(this);
    this.kernel = owner.kernel;
    this.owner = owner;
    this.listening = listening;
    this.words = `on(${preview(listening.event)})`;
    this.events = new Buffer(listening.rule);
    this.request = new Request<unknown, Inbox, undefined>(NEXT, this, undefined);
  }

  /** Puts the listener on, for the task whose turn it is. */
  open(): void {
    const { attach, event } = this.listening;
    const detach = attach(event, (...args) => this.heard(args));
    // An emitter may tell of events while the listener is put on, and of more than there is room for.
    if (this.closed) detach();
    else {
      this.detach = detach;
      this.held = new HeldPlainly(this.owner, () => this.end(), {
        words: `listener ${this.words} of ${this.owner.path}`,
      });
    }
  }

  next(): Syscall<unknown> {
    return this.request;
  }

  get size(): number {
    touch(this, "read");
    return this.events.size;
  }

  get dropped(): number {
    touch(this, "read");
    return this.events.dropped;
  }

  close(): void {
    if (this.closed) return;
    this.kernel.input(() => `close ${this.words} of ${this.owner.label}`);
    this.end();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  toString(): string {
    return this.words;
  }

  /** Answers a waiter, or lets it wait. */
  ask(waiter: Waiter): void {
    if (waiter.task.kernel !== this.kernel) waiter.failed(this.foreign(waiter.task));
    else if (this.events.size > 0) waiter.answered(this.events.take());
    else if (this.closed) waiter.failed(this.ended());
    else {
      this.waiters.push(waiter);
      if (this.listening.outside) new OutsideSlot(this.kernel, waiter);
    }
  }

  /** A waiter waits no more. */
  forget(waiter: Waiter): void {
    this.waiters.remove(waiter);
    if (waiter.slot instanceof OutsideSlot) waiter.slot.free();
  }

  private heard(args: readonly unknown[]): void {
    if (this.closed) return;
    const event = args.length > 1 ? args : args[0];
    const name = preview(this.listening.event);
    this.kernel.input(() => `event ${name} for ${this.owner.label}: ${preview(event)}`);
    touch(this, "write");
    const waiter = this.waiters.at(0);
    if (waiter !== undefined) {
      this.forget(waiter);
      waiter.answered(event);
    } else if (!this.events.put(event)) this.overflow();
  }

  private overflow(): void {
    this.overrun = this.events.overrun(this.words);
    try {
      this.end();
    } catch (error) {
      // It is no error of whoever told of the event.
      this.kernel.reporter.report(error, this.owner);
    }
  }

  /** Tells those who wait, and takes the listener off; once. */
  private end(): void {
    const { detach } = this;
    touch(this, "write");
    this.closed = true;
    this.detach = undefined;
    this.held?.drop();
    for (let waiter = this.waiters.at(0); waiter !== undefined; waiter = this.waiters.at(0)) {
      this.forget(waiter);
      waiter.failed(this.ended());
    }
    detach?.();
  }

  private ended(): Error {
    if (this.overrun !== undefined) return this.overrun;
    return new SubscriptionClosedError(
      `${this.words} of ${this.owner.path} has ended: the frame or scope that held it is over, or it was closed. ` +
        `Subscribe where the events are read, or further out.`,
    );
  }

  private foreign(task: TaskNode): TypeError {
    return new TypeError(
      `${this.words}.next(): the subscription is of ${this.owner.path}, in another scheduler than ${task.path}. ` +
        `Subscribe in each of them.`,
    );
  }
}
