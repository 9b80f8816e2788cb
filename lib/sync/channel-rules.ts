import { checkCount } from "../kernel/checks.js";
import { RondoError } from "../kernel/errors.js";
import { preview } from "../kernel/preview.js";

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

/**
 * A channel was closed, and there is nothing left to receive, or it takes no more values. For a sender, `cause` is the error that
 * it was closed with, if there was one.
 *
 * @example
 * const got = yield* channel.next(); // tells of the end instead: got.done
 */
export class ChannelClosedError extends RondoError {
  override get name(): string {
    return "ChannelClosedError";
  }
}

/** How a channel was closed: `error` is `undefined` where it was closed without one. */
export interface ChannelEnd {
  readonly error: unknown;
}

/** How many values a channel holds that was made with these arguments. */
export function checkRoom(capacity: number | undefined, overflow: Overflow): number {
  const room = capacity ?? (overflow === "block" ? 0 : 1);
  checkCount(room, "Channel: capacity", 0);
  if (!OVERFLOWS.includes(overflow)) {
    throw new TypeError(`Channel: overflow: ${preview(overflow)} is none of ${OVERFLOWS.join(", ")}.`);
  }
  if (overflow !== "block" && room === 0) {
    throw new RangeError(`Channel: "${overflow}" needs room for one value at least.`);
  }
  return overflow === "conflate" ? 1 : room;
}

/** What a sender to a closed channel gets. */
export function takesNoMore(channel: object, end: ChannelEnd): ChannelClosedError {
  const why = end.error === undefined ? "" : ` with ${preview(end.error)}`;
  const message = `${preview(channel)} was closed${why}, and takes no more values.`;
  return new ChannelClosedError(message, end.error === undefined ? undefined : { cause: end.error });
}

/** What a receiver gets at the end of a channel that was closed without an error. */
export function nothingLeft(channel: object): ChannelClosedError {
  return new ChannelClosedError(
    `${preview(channel)} was closed, and has nothing left to receive. Use next() to be told of the end instead.`,
  );
}
