import { checkCount } from "../kernel/checks.js";
import { RondoError } from "../kernel/errors.js";
import { preview, previewAs } from "../kernel/preview.js";
import { Ring } from "../kernel/ring.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";
import { touch, writes } from "./touches.js";
import { answer, fail, WaitQueue } from "./wait-queue.js";

/** What a channel does with a value for which it has no room. */
export type Overflow =
  /** The sender waits. */
  | "block"
  /** The value is dropped. */
  | "drop-newest"
  /** The oldest value in the buffer is dropped: a sliding window. */
  | "drop-oldest"
  /** As `drop-oldest` with room for one: a receiver gets the latest value only. */
  | "conflate";

const OVERFLOWS: readonly string[] = ["block", "drop-newest", "drop-oldest", "conflate"] satisfies Overflow[];

/** A channel was closed, and there is nothing left to receive, or nobody left to send to. */
export class ChannelClosedError extends RondoError {
  override get name(): string {
    return "ChannelClosedError";
  }
}

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
export class Channel<T = unknown> {
  private static readonly SEND = new Instruction<Channel, unknown>({
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

  private static readonly RECEIVE = new Instruction<Channel, AtEnd>({
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
  readonly overflow: Overflow;
  private readonly buffer = new Ring<T>(4);
  private readonly senders = new WaitQueue<T>();
  private readonly receivers = new WaitQueue<AtEnd>();
  private end: { readonly error: unknown } | null = null;
  private readonly receiving: Syscall<T>;
  private readonly nexting: Syscall<IteratorResult<T, undefined>>;

  /**
   * @param capacity how many values it holds: 0 where left out; `Infinity` for no limit
   * @param overflow what happens to a value for which there is no room: its sender waits where left out
   */
  constructor(capacity?: number, overflow: Overflow = "block") {
    const room = capacity ?? (overflow === "block" ? 0 : 1);
    checkCount(room, "Channel: capacity", 0);
    if (!OVERFLOWS.includes(overflow)) {
      throw new TypeError(`Channel: overflow: ${preview(overflow)} is none of ${OVERFLOWS.join(", ")}.`);
    }
    if (overflow !== "block" && room === 0)
      throw new RangeError(`Channel: "${overflow}" needs room for one value at least.`);
    this.capacity = overflow === "conflate" ? 1 : room;
    this.overflow = overflow;
    this.receiving = new Request<T, Channel<T>, AtEnd>(Channel.RECEIVE, this, "throw");
    this.nexting = new Request<IteratorResult<T, undefined>, Channel<T>, AtEnd>(Channel.RECEIVE, this, "done");
  }

  /** How many values it holds now. */
  get size(): number {
    touch(this, "read");
    return this.buffer.size;
  }

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

  /** Sends a value if that needs no wait, and says whether it did. A value that the overflow rule drops counts as sent. */
  trySend(value: T): boolean {
    touch(this, "write");
    if (this.end !== null) throw sendingToClosed(this, this.end);
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
    for (let place = this.senders.shift(); place !== null; place = this.senders.shift()) {
      fail(place.waiter, sendingToClosed(this, this.end), "close");
    }
    for (let place = this.receivers.shift(); place !== null; place = this.receivers.shift()) {
      this.finish(place.waiter, place.item, this.end);
    }
  }

  toString(): string {
    return `Channel(${String(this.capacity)}${this.overflow === "block" ? "" : `, "${this.overflow}"`})`;
  }

  private beginSend(waiter: Waiter, value: T): void {
    if (this.end !== null) waiter.failed(sendingToClosed(this, this.end));
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
  private finish(waiter: Waiter, atEnd: AtEnd, end: { readonly error: unknown }): void {
    if (end.error !== undefined) fail(waiter, end.error, "close");
    else if (atEnd === "done") answer(waiter, { done: true, value: undefined }, "close");
    else {
      const cure = "Use next() to be told of the end instead.";
      fail(
        waiter,
        new ChannelClosedError(`${String(this)} was closed, and has nothing left to receive. ${cure}`),
        "close",
      );
    }
  }
}

previewAs(Channel, (channel) => channel.toString());

function sendingToClosed(channel: object, end: { readonly error: unknown }): ChannelClosedError {
  const why = end.error === undefined ? "" : ` with ${preview(end.error)}`;
  const message = `${preview(channel)} was closed${why}, and takes no more values.`;
  return new ChannelClosedError(message, end.error === undefined ? undefined : { cause: end.error });
}
