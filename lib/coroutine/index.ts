/**
 * The pull side: one generator in one hand, with Python's `next`, `send`, `throw` and `close`. It needs no scheduler.
 *
 * Where the two languages differ: docs/python-and-javascript.md.
 *
 * @module
 */
export { coroutine } from "./coroutine.js";
export type { Coroutine, CoroutineState } from "./coroutine.js";
export { AlreadyExecutingError, RuntimeError, StopIteration } from "./errors.js";
