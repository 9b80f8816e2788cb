import type { Overflow } from "rondo";
import { Model } from "./players.js";

interface Waiting {
  readonly name: string;
  readonly kind: "send" | "receive" | "next" | "either";
  readonly value: number;
}

/** A channel that is written for clarity alone: three lists, looked through from the front. */
export class ChannelModel extends Model {
  readonly buffer: number[] = [];
  private senders: Waiting[] = [];
  private receivers: Waiting[] = [];
  closed: { readonly error: Error | undefined } | undefined = undefined;
  private readonly capacity: number;
  private readonly overflow: Overflow;

  constructor(capacity: number, overflow: Overflow) {
    super();
    this.capacity = overflow === "conflate" ? 1 : capacity;
    this.overflow = overflow;
  }

  send(name: string, value: number): void {
    this.soon(() => this.begin({ name, kind: "send", value }));
  }

  receive(name: string, kind: "receive" | "next"): void {
    this.soon(() => this.begin({ name, kind, value: 0 }));
  }

  /** `select({ out: send(value), in: receive() })` */
  either(name: string, value: number): void {
    this.soon(() => this.begin({ name, kind: "either", value }));
  }

  trySend(name: string, value: number): void {
    this.soon(() => {
      const answer = this.closed !== undefined ? "ChannelClosedError" : this.put(value);
      this.said.push(`${name} got ${answer}`);
    });
  }

  tryReceive(name: string): void {
    this.soon(() => {
      const value = this.take();
      this.said.push(`${name} got ${value === undefined ? "undefined" : JSON.stringify({ value })}`);
    });
  }

  cancel(name: string): void {
    this.soon(() => {
      const waits = [...this.senders, ...this.receivers].some((each) => each.name === name);
      if (waits) this.tell({ name, kind: "send", value: 0 }, "was cancelled");
    });
  }

  close(error: Error | undefined): void {
    this.soon(() => {
      if (this.closed !== undefined) return;
      this.closed = { error };
      while (this.senders.length > 0) this.tell(this.senders[0]!, "got ChannelClosedError");
      while (this.receivers.length > 0) this.tell(this.receivers[0]!, this.atEnd(this.receivers[0]!));
    });
  }

  private begin(who: Waiting): void {
    const sends = who.kind === "send" || who.kind === "either";
    const receives = who.kind !== "send";
    if (sends && this.closed !== undefined) this.tell(who, "got ChannelClosedError");
    else if (sends && this.put(who.value)) this.tellOf(who, "out");
    else {
      if (sends) this.senders.push(who);
      if (receives) this.beginReceive(who);
    }
  }

  private beginReceive(who: Waiting): void {
    const value = this.take(who);
    if (value !== undefined) this.tellOf(who, "in", value);
    else if (this.closed !== undefined) this.tell(who, this.atEnd(who));
    else this.receivers.push(who);
  }

  /** Hands a value over or keeps it; false where there is no room. */
  private put(value: number): boolean {
    const receiver = this.receivers[0];
    if (receiver !== undefined) this.tellOf(receiver, "in", value);
    else if (this.buffer.length < this.capacity) this.buffer.push(value);
    else if (this.overflow === "block") return false;
    else if (this.overflow !== "drop-newest") {
      this.buffer.shift();
      this.buffer.push(value);
    }
    return true;
  }

  private take(who?: Waiting): number | undefined {
    const sender = this.senders.find((each) => each !== who);
    if (sender !== undefined) {
      this.buffer.push(sender.value);
      this.tellOf(sender, "out");
    }
    return this.buffer.shift();
  }

  private atEnd(who: Waiting): string {
    if (this.closed?.error !== undefined) return `got ${this.closed.error.message}`;
    return who.kind === "next" ? 'got {"done":true}' : "got ChannelClosedError";
  }

  private tellOf(who: Waiting, name: "in" | "out", value?: number): void {
    const plain = who.kind === "next" ? JSON.stringify({ done: false, value }) : String(value);
    this.tell(who, `got ${who.kind === "either" ? JSON.stringify({ name, value }) : plain}`);
  }

  /** It waits no more, and says so in its turn. */
  private tell(who: Waiting, what: string): void {
    this.senders = this.senders.filter((each) => each.name !== who.name);
    this.receivers = this.receivers.filter((each) => each.name !== who.name);
    this.soon(() => this.said.push(`${who.name} ${what}`));
  }
}
