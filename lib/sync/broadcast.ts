import { born } from "../kernel/identity.js";
import { Channel, type Overflow } from "./channel.js";
import { touch } from "./touches.js";

/**
 * Sends each value to all who listen at the time. Each has a channel of its own, so that a slow one keeps nobody else waiting:
 * what it has no room for is dropped by its own rule.
 *
 * @example
 * const prices = new Broadcast<number>();
 * const mine = prices.subscribe();
 * prices.send(42);
 * const price = yield* mine.receive();
 */
export class Broadcast<T = unknown> {
  private readonly channels = new Set<Channel<T>>();

  constructor() {
    born(this);
  }

  /** How many listen. */
  get size(): number {
    touch(this, "read");
    return [...this.channels].filter((channel) => !channel.closed).length;
  }

  /**
   * Begins to listen, from the next value on. Closing the channel ends that.
   * @param capacity how many values wait for the listener at the most; no limit where left out
   * @param overflow what is dropped where there is no room: the oldest where left out
   */
  subscribe(capacity?: number, overflow: Exclude<Overflow, "block"> = "drop-oldest"): Channel<T> {
    touch(this, "write");
    const channel = new Channel<T>(capacity ?? Infinity, overflow);
    this.channels.add(channel);
    return channel;
  }

  /** Sends a value to all who listen. A plain call: it never waits. */
  send(value: T): void {
    touch(this, "read");
    for (const channel of [...this.channels]) {
      if (channel.closed) this.channels.delete(channel);
      else channel.trySend(value);
    }
  }

  /** Closes the channels of all who listen. */
  close(error?: unknown): void {
    touch(this, "write");
    const channels = [...this.channels];
    this.channels.clear();
    for (const channel of channels) channel.close(error);
  }
}
