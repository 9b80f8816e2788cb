/**
 * One generator in one hand: Python's generator protocol (PEP 342, 380 and 479, as CPython 3.11 keeps them) over a
 * JavaScript generator.
 *
 * Outside the kernel this is the one place in Rondo that resumes a generator, and it does so in one function,
 * `#resume`. Nothing is scheduled here: whoever calls a verb runs the generator to its next yield on the spot.
 *
 * The state is kept beside the generator, because JavaScript does not tell it. It decides what the language leaves
 * open: whether a first `send` would lose its value, whether the generator is running now, and whether it has ended.
 *
 * @module
 */
import { adopt } from "../kernel/generators.js";
import { assertGenerator } from "./accept.js";
import { AlreadyExecutingError, RuntimeError, StopIteration } from "./errors.js";

/**
 * Where a coroutine stands; Python's `inspect.getgeneratorstate` says `GEN_CREATED`, `GEN_SUSPENDED`, `GEN_RUNNING`
 * and `GEN_CLOSED`.
 *
 * - `created`: not started; no line of the body has run
 * - `suspended`: waits at a yield
 * - `running`: its body runs at this moment
 * - `closed`: it has returned, thrown or been closed
 */
export type CoroutineState = "created" | "suspended" | "running" | "closed";

/** One hand for each generator: two would not know of each other what the generator has been through. */
const hands = new WeakMap<object, Coroutine<unknown, unknown, unknown>>();

// The first form of `coroutine` is there for a generator function written in the call: with the second alone, the
// compiler lets the type parameter N out into the result. `next` as a property keeps generators that take less than
// anything out of it.

/**
 * Takes a generator in the hand, to be driven by `next`, `send`, `throw` and `close`.
 *
 * Wrap it before it has started, and drive it by this coroutine alone: what is done to the generator behind the
 * coroutine's back is not known to it. Wrapping the same generator again gives the same coroutine, and a coroutine
 * that is wrapped is given back. No task runs a generator that is in a hand.
 *
 * @throws TypeError where the value is no generator (an async generator, a generator function that was not called, an
 * array…) or belongs to a task. The message shows the value, and says what to do.
 *
 * @example
 * ```ts
 * function* greeter(): Generator<string, string, string> {
 *   const name = yield "Who is there?";
 *   return `Hello, ${name}!`;
 * }
 * const greeting = coroutine(greeter());
 * greeting.next(); // "Who is there?"
 * greeting.send("Ada"); // StopIteration, whose value is "Hello, Ada!"
 * ```
 */
export function coroutine<Y, R>(
  generator: Generator<Y, R, unknown> & { next: (answer?: unknown) => unknown },
): Coroutine<Y, R, unknown>;
/** The same for a generator that takes answers of one type, and for a coroutine, which is given back. */
export function coroutine<Y, R, N>(generator: Generator<Y, R, N> | Coroutine<Y, R, N>): Coroutine<Y, R, N>;
export function coroutine<Y, R, N>(generator: Generator<Y, R, N> | Coroutine<Y, R, N>): Coroutine<Y, R, N> {
  if (generator instanceof Coroutine) return generator;
  assertGenerator(generator);
  const known = hands.get(generator);
  if (known !== undefined) return known as Coroutine<Y, R, N>;
  adopt(generator, "coroutine()");
  const made = new Coroutine<Y, R, N>(generator);
  hands.set(generator, made);
  return made;
}

/**
 * A generator in the hand. Made by {@link coroutine}.
 *
 * @example
 * ```ts
 * const hand: Coroutine<string, string, string> = coroutine(greeter());
 * hand.next(); // "Who is there?"
 * hand.state; // "suspended"
 * ```
 */
export class Coroutine<Y, R, N> implements Iterable<Y, R, N>, Disposable {
  readonly #generator: Generator<Y, R, N>;
  #state: CoroutineState = "created";

  /** @internal */
  constructor(generator: Generator<Y, R, N>) {
    this.#generator = generator;
  }

  /** Where it stands now. */
  get state(): CoroutineState {
    return this.#state;
  }

  /**
   * Runs to the next yield and gives what was yielded. The yield that it waited at is answered with `undefined`.
   *
   * @throws StopIteration when the generator returns, or has ended before.
   * @throws RuntimeError when a `StopIteration` leaves the body.
   * @throws AlreadyExecutingError from inside its own body.
   */
  next(): Y {
    return yielded(this.#step(undefined));
  }

  /**
   * Runs to the next yield, as {@link next} does, and answers the yield that it waited at with `value`.
   *
   * Before the first yield nothing waits for an answer. There, `undefined` and `null`, which both stand for Python's
   * `None`, start it as `next` does, and any other value is refused.
   *
   * @throws TypeError when a value is sent before the first yield. Nothing has run then, and the coroutine can still
   * be started.
   * @throws StopIteration, RuntimeError, AlreadyExecutingError as `next` does.
   *
   * @example
   * ```ts
   * const echo = coroutine((function* (): Generator<string, void, string> { for (let heard = "?"; ; ) heard = yield heard; })());
   * echo.next(); // "?"
   * echo.send("hello"); // "hello"
   * ```
   */
  send(value: N): Y {
    if (this.#state === "created" && value !== undefined && value !== null) {
      throw new TypeError(
        "can't send non-None value to a just-started generator: no yield waits for it yet, and it would be lost. " +
          "Call next() first, which runs to the first yield; then send().",
      );
    }
    return yielded(this.#step(value));
  }

  /**
   * Raises an error at the yield it waits at. A body that catches it goes on, and what it yields next is given back;
   * otherwise the error comes out here. One that was not started is finished by it, and one that has ended stays so:
   * no line of either runs, and the error comes straight out.
   *
   * @throws StopIteration, RuntimeError, AlreadyExecutingError as `next` does.
   *
   * @example
   * ```ts
   * const patient = coroutine((function* () { try { yield 1; } catch { yield 2; } })());
   * patient.next(); // 1
   * patient.throw(new Error("again")); // 2
   * ```
   */
  throw(error: unknown): Y {
    return yielded(this.#raise(error));
  }

  /**
   * Ends the generator where it waits: its `finally` blocks run, and no `catch` sees anything. It does nothing where
   * the generator has ended, and runs no line of one that was not started.
   *
   * It gives back what a `return` in such a `finally` gave (Python since 3.13; before that, nothing), and otherwise
   * `undefined`.
   *
   * @throws RuntimeError when the generator yields instead of ending. It then waits at that yield, and can be closed
   * again.
   * @throws AlreadyExecutingError from inside its own body; besides these, what the `finally` blocks throw.
   *
   * @example
   * ```ts
   * const file = coroutine((function* () { try { yield "row"; } finally { console.log("closed"); } })());
   * file.next(); // "row"
   * file.close(); // prints: closed
   * ```
   */
  close(): R | undefined {
    return this.#end(undefined);
  }

  /**
   * Iterates as Python does. `for … of` takes what is left, and leaving the loop early leaves the coroutine where it
   * waits (use {@link close}, or `using`, to end it). `yield*` is Python's `yield from`: answers, errors and `close`
   * go through to this coroutine, and its return value comes back.
   *
   * @example
   * ```ts
   * const numbers = coroutine(naturals());
   * for (const n of numbers) if (n === 2) break;
   * numbers.next(); // 3: still open
   * ```
   */
  [Symbol.iterator](): Iterator<Y, R, N> {
    return {
      next: (...answer) => this.#step(answer[0]),
      throw: (error) => this.#raise(error),
      // A loop or a destructuring that stops early calls return() with no argument at all; a `yield*` whose generator
      // is being closed always passes one. Only the second is a close.
      return: (...value) => {
        if (value.length > 0) this.#end(value[0]);
        return { done: true, value: value[0] as R };
      },
    };
  }

  /** Closes it, so that `using numbers = coroutine(naturals())` ends it with its block, however that is left. */
  [Symbol.dispose](): void {
    this.close();
  }

  #step(answer: N | undefined): IteratorResult<Y, R> {
    if (this.#state === "closed") return { done: true, value: undefined as R };
    return this.#resume("next", answer as N);
  }

  #raise(error: unknown): IteratorResult<Y, R> {
    if (this.#state === "closed") throw error;
    return this.#resume("throw", error);
  }

  #end(value: R | undefined): R | undefined {
    if (this.#state === "closed") return undefined;
    // A `return()` without a value answers `undefined`, whatever the type of the generator says.
    const result: IteratorResult<Y, R | undefined> = this.#resume("return", value as R);
    if (result.done === true) return result.value;
    throw new RuntimeError(
      "generator ignored GeneratorExit: it yielded while close() was ending it. " +
        "Take the yield out of the finally that it stands in, or leave that finally by return.",
    );
  }

  #resume(verb: "next", input: N): IteratorResult<Y, R>;
  #resume(verb: "throw", input: unknown): IteratorResult<Y, R>;
  #resume(verb: "return", input: R): IteratorResult<Y, R>;
  #resume(verb: "next" | "throw" | "return", input: never): IteratorResult<Y, R> {
    if (this.#state === "running") {
      throw new AlreadyExecutingError(
        "generator already executing: its own body, or something that the body calls, resumed or closed it. " +
          "Only code outside may drive it while it waits at a yield.",
      );
    }
    this.#state = "running";
    try {
      const result = this.#generator[verb](input);
      this.#state = result.done === true ? "closed" : "suspended";
      return result;
    } catch (error) {
      this.#state = "closed";
      throw escaped(error);
    }
  }
}

function yielded<Y, R>(result: IteratorResult<Y, R>): Y {
  if (result.done === true) throw new StopIteration(result.value);
  return result.value;
}

/** PEP 479: a `StopIteration` that leaves a body would pass for the generator's own end, in the loop that reads it. */
function escaped(error: unknown): unknown {
  if (!(error instanceof StopIteration)) return error;
  return new RuntimeError(
    "generator raised StopIteration: an inner next(), send() or throw() met an end that the body did not catch. " +
      "To end a generator, use return.",
    { cause: error },
  );
}
