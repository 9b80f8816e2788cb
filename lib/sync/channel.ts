import { born } from "../kernel/identity.js";
import { preview, Shown } from "../kernel/preview.js";
import { Ring } from "../kernel/ring.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";
import {
  checkRoom,
  ChannelClosedError,
  nothingLeft,
  takesNoMore,
  type ChannelEnd,
  type Overflow,
} from "./channel-rules.js";
import { touch, writes } from "./touches.js";
import { WaitQueue } from "./wait-queue.js";
import { answer, Waking } from "./waking.js";

export { ChannelClosedError };
export type { Overflow };

/** How a task wants to be answered at the end of a channel. */
type AtEnd = "throw" | "done";

/**
 * Hands values from task to task, each to one receiver, in the order of sending. With capacity 0 a sender waits until its value
 * is taken (rendezvous). A value goes straight to the longest waiting receiver, and a freed place to the longest waiting
 * sender: no later comer can steal it.
 *
 * @example
 * const numbers = new Channel<number>(8);
 * yield* numbers.send(1);
 * const n = yield* numbers.receive();
 */
export class Channel<T = unknown> extends Shown {
  private static readonly SEND = /* @__PURE__ */ new Instruction<Channel, unknown>({
    name: "channel.send",
    describe: ({ subject, detail }) => `${String(subject)}.send(${preview(detail)})`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject, detail }) {
      subject.beginSend(waiter, detail);
      return false;
    },
    withdraw(_kernel, waiter: Waiter, { subject }) {
      subject.senders.remove(waiter);
      return true;
    },
  });

  private static readonly RECEIVE = /* @__PURE__ */ new Instruction<Channel, AtEnd>({
    name: "channel.receive",
    describe: ({ subject, detail }) => `${String(subject)}.${detail === "throw" ? "receive" : "next"}()`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject, detail }) {
      subject.beginReceive(waiter, detail);
      return false;
    },
    withdraw(_kernel, waiter: Waiter, { subject }) {
      subject.receivers.remove(waiter);
      return true;
    },
  });

  /** How many values it can hold. */
  readonly capacity: number;
  /** What happens to a value for which there is no room. */
  readonly overflow: Overflow;
  private readonly buffer = new Ring<T>(4);
  private readonly senders = new WaitQueue<T>();
  private readonly receivers = new WaitQueue<AtEnd>();
  private end: ChannelEnd | null = null;
  private readonly receiving: Syscall<T>;
  private readonly nexting: Syscall<IteratorResult<T, undefined>>;

  /**
   * @param capacity how many values it holds: where left out, 0, or 1 for a channel that drops values; `Infinity` for no limit
   * @param overflow what happens to a value for which there is no room: its sender waits where left out
   */
  constructor(capacity?: number, overflow: Overflow = "block") {
    super();
    born(this);
    this.capacity = checkRoom(capacity, overflow);
    this.overflow = overflow;
    this.receiving = new Request<T, Channel<T>, AtEnd>(Channel.RECEIVE, this, "throw");
    this.nexting = new Request<IteratorResult<T, undefined>, Channel<T>, AtEnd>(Channel.RECEIVE, this, "done");
  }

  /** How many values it holds now. */
  get size(): number {
    touch(this, "read");
    return this.buffer.size;
  }

  /** Whether it was closed; what is buffered may still be received. */
  get closed(): boolean {
    touch(this, "read");
    return this.end !== null;
  }

  /**
   * Sends a value; waits while there is no room and nobody who takes it.
   * @throws ChannelClosedError, in the sender, when the channel is closed
   */
  send(value: T): Syscall<void> {
    return new Request<void, Channel<T>, T>(Channel.SEND, this, value);
  }

  /**
   * Waits for the next value.
   * @throws ChannelClosedError, or the error that it was closed with, at the end of a closed channel
   */
  receive(): Syscall<T> {
    return this.receiving;
  }

  /**
   * Waits for the next value, or for the end: `{ done: false, value }`, or `{ done: true }`.
   * @throws the error that it was closed with, at the end
   *
   * @example
   * for (let got = yield* channel.next(); !got.done; got = yield* channel.next()) use(got.value);
   */
  next(): Syscall<IteratorResult<T, undefined>> {
    return this.nexting;
  }

  /**
   * Sends a value if that needs no wait, and says whether it did. A value that the overflow rule drops counts as sent.
   * @throws ChannelClosedError when the channel is closed
   */
  trySend(value: T): boolean {
    touch(this, "write");
    if (this.end !== null) throw takesNoMore(this, this.end);
    return this.pass(null, value);
  }

  /** The next value, if there is one: `{ value }`. */
  tryReceive(): { readonly value: T } | undefined {
    touch(this, "write");
    const sender = this.senders.peek();
    if (this.buffer.size === 0 && sender === null) return undefined;
    return { value: this.pull(null) };
  }

  /**
   * Closes it: what is buffered can still be received; then receivers end, or get `error`. Those who wait to send get an error.
   * Closing it again changes nothing.
   */
  close(error?: unknown): void {
    touch(this, "write");
    if (this.end !== null) return;
    this.end = { error };
    const waking = new Waking("close");
    for (let place = this.senders.shift(); place !== null; place = this.senders.shift()) {
      waking.wakes(place.waiter);
      place.waiter.failed(takesNoMore(this, this.end));
    }
    for (let place = this.receivers.shift(); place !== null; place = this.receivers.shift()) {
      waking.wakes(place.waiter);
      this.finish(place.waiter, place.item, this.end);
    }
  }

  toString(): string {
    return `Channel(${String(this.capacity)}${this.overflow === "block" ? "" : `, "${this.overflow}"`})`;
  }

  private beginSend(waiter: Waiter, value: T): void {
    if (this.end !== null) waiter.failed(takesNoMore(this, this.end));
    else if (this.pass(waiter, value)) waiter.answered(undefined);
    else this.senders.add(waiter, value);
  }

  private beginReceive(waiter: Waiter, atEnd: AtEnd): void {
    if (this.buffer.size > 0 || this.senders.firstOtherThan(waiter) !== null) {
      const value = this.pull(waiter);
      waiter.answered(atEnd === "throw" ? value : { done: false, value });
    } else if (this.end !== null) this.finish(waiter, atEnd, this.end);
    else this.receivers.add(waiter, atEnd);
  }

  /** Hands a value to the longest waiting receiver, or puts it into the buffer; false where its sender has to wait. */
  private pass(from: Waiter | null, value: T): boolean {
    const place = this.receivers.firstOtherThan(from);
    if (place !== null) {
      this.receivers.take(place);
      answer(place.waiter, place.item === "throw" ? value : { done: false, value }, "send");
      return true;
    }
    if (this.buffer.size < this.capacity) this.buffer.push(value);
    else if (this.overflow === "block") return false;
    else if (this.overflow !== "drop-newest") {
      this.buffer.shift();
      this.buffer.push(value);
    }
    return true;
  }

  /** Takes the oldest value; the longest waiting sender gets the freed place. */
  private pull(to: Waiter | null): T {
    const place = this.senders.firstOtherThan(to);
    if (place !== null) this.senders.take(place);
    if (this.buffer.size === 0 && place !== null) {
      answer(place.waiter, undefined, "receive");
      return place.item;
    }
    const value = this.buffer.shift() as T;
    if (place !== null) {
      this.buffer.push(place.item);
      answer(place.waiter, undefined, "receive");
    }
    return value;
  }

  /** Tells a receiver of the end. */
  private finish(waiter: Waiter, atEnd: AtEnd, end: ChannelEnd): void {
    if (end.error !== undefined) waiter.failed(end.error);
    else if (atEnd === "done") waiter.answered({ done: true, value: undefined });
    else waiter.failed(nothingLeft(this));
  }
}
