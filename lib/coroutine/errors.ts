/**
 * The errors of the pull side, named as Python names them, so that a text about Python's generators can be followed
 * word for word. A first `send` of a value is JavaScript's own `TypeError`.
 *
 * @module
 */

/**
 * Raised by `next`, `send` and `throw` when there is nothing left to yield: the generator returned, or had ended
 * before.
 *
 * A generator body that lets one escape is mistaken, as in Python (PEP 479): it becomes a {@link RuntimeError}.
 *
 * @example
 * ```ts
 * const countdown = coroutine((function* () { yield 1; return "lift-off"; })());
 * countdown.next(); // 1
 * try {
 *   countdown.next();
 * } catch (error) {
 *   if (error instanceof StopIteration) console.log(error.value); // lift-off
 * }
 * ```
 */
export class StopIteration<R = unknown> extends Error {
  override readonly name: string = "StopIteration";
  /** What the generator returned; `undefined` where it ended without a value, or had ended before. */
  readonly value: R;

  constructor(value: R) {
    super("the generator has ended; its return value is in `value`");
    this.value = value;
  }
}

/**
 * The generator broke the protocol: it yielded while it was being closed, or it let a {@link StopIteration} escape
 * (which is then the `cause`).
 *
 * @example
 * ```ts
 * const stubborn = coroutine((function* () { try { yield 1; } finally { yield 2; } })());
 * stubborn.next(); // 1
 * stubborn.close(); // RuntimeError: generator ignored GeneratorExit: …
 * ```
 */
export class RuntimeError extends Error {
  override readonly name: string = "RuntimeError";
}

/**
 * A coroutine was resumed or closed from inside its own body, which is still running. The body may catch this and go
 * on: nothing has changed. Python raises a `ValueError` here.
 *
 * @example
 * ```ts
 * const self = coroutine((function* (): Generator<number> { yield self.next(); })());
 * self.next(); // AlreadyExecutingError: generator already executing: …
 * ```
 */
export class AlreadyExecutingError extends Error {
  override readonly name: string = "AlreadyExecutingError";
}
