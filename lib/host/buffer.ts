import { checkCount } from "../kernel/checks.js";
import { RondoError } from "../kernel/errors.js";
import { preview } from "../kernel/preview.js";
import { Ring } from "../kernel/ring.js";

/** How much is kept of what comes in faster than it is read. */
export interface BufferOptions {
  /** How many items are kept for a reader that lags behind. */
  readonly capacity?: number;
  /**
   * What becomes of an item for which there is no room: `"drop-oldest"` makes room for it, `"drop-newest"` drops it, and
   * `"fail"` (the default) ends it all: what is kept is read first, and then an `OverflowError` is thrown.
   */
  readonly overflow?: "drop-oldest" | "drop-newest" | "fail";
}

const OVERFLOWS: readonly unknown[] = ["drop-oldest", "drop-newest", "fail"] satisfies BufferOptions["overflow"][];

/**
 * More came in than a bounded buffer holds, and its rule was to fail. What is kept is read first.
 *
 * @example
 * yield* on(mouse, "move", { capacity: 1, overflow: "drop-oldest" }); // never fails: the latest is what counts
 */
export class OverflowError extends RondoError {
  override get name(): string {
    return "OverflowError";
  }
}

/** Options of a buffer, checked. */
export type BufferRule = Required<BufferOptions>;

/** Checks the options of a buffer; `capacity` is for where none is given. */
export function bufferRule(options: BufferOptions, role: string, capacity: number): BufferRule {
  const rule = { capacity: options.capacity ?? capacity, overflow: options.overflow ?? "fail" };
  checkCount(rule.capacity, `${role}: capacity`);
  if (OVERFLOWS.includes(rule.overflow)) return rule;
  throw new TypeError(`${role}: overflow: ${preview(rule.overflow)} is none of ${OVERFLOWS.join(", ")}.`);
}

/** What has come in and is not read yet, oldest first. */
export class Buffer<T> {
  private readonly items = new Ring<T>(4);
  private readonly rule: BufferRule;
  /** How many items were dropped. */
  dropped = 0;

  constructor(rule: BufferRule) {
    this.rule = rule;
  }

  get size(): number {
    return this.items.size;
  }

  /** Keeps an item, or drops one; false where the rule is to fail. */
  put(item: T): boolean {
    if (this.items.size >= this.rule.capacity) {
      this.dropped++;
      if (this.rule.overflow !== "drop-oldest") return this.rule.overflow === "drop-newest";
      this.items.shift();
    }
    this.items.push(item);
    return true;
  }

  /** The oldest item, taken out. There must be one. */
  take(): T {
    return this.items.shift() as T;
  }

  /** Forgets all items. */
  clear(): void {
    while (this.items.size > 0) this.items.shift();
  }

  /** What is thrown after the item for which there was no room. */
  overrun(what: string): OverflowError {
    return new OverflowError(
      `${what}: more than ${String(this.rule.capacity)} came in before they were read. Read them faster, raise capacity, ` +
        `or let some go: overflow: "drop-oldest" or "drop-newest".`,
    );
  }
}
