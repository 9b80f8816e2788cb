import { refusedPromises } from "../kernel/thenable.js";

/** Promises, and whatever else has a `then`. Nothing of this is used by the kernel. */

/** Lets the kernel's errors about promises be the only ones: see `isRefusedThenable`. */
export function learnPromises(): void {
  refusedPromises.handle = markHandled;
}

/** A promise, or what is like one, with its `then`, which is read once. */
export interface Thenable {
  readonly promise: unknown;
  readonly then: unknown;
}

/**
 * Reads the `then` of a value; `undefined` where it has none. What its getter throws is kept, and is the answer, as it is with
 * `await`. A rejection of a promise counts as handled from here on, whether it will be waited for or not.
 */
export function thenableOf(value: unknown): Thenable | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  try {
    const { then } = value as { then?: unknown };
    if (typeof then !== "function") return undefined;
    markHandled(value);
    return { promise: value, then };
  } catch (error) {
    return { promise: value, then: () => fail(error) };
  }
}

function fail(error: unknown): never {
  throw error;
}

/** A cancelled task may never come to wait for the promise: its rejection is nobody's concern then. */
function markHandled(value: object): void {
  try {
    void Promise.prototype.then.call(value as Promise<unknown>, undefined, () => undefined);
  } catch {
    // It is no promise of the language, but something like one: that reports nothing by itself.
  }
}

/** Hands on what a thenable answers: its first answer, once. One that it answers with is followed, as by `await`. */
export function follow(
  { promise, then }: Thenable,
  resolve: (value: unknown) => void,
  reject: (error: unknown) => void,
): void {
  let answered = false;
  const once = (answer: (value: unknown) => void) => (value: unknown) => {
    if (answered) return;
    answered = true;
    answer(value);
  };
  try {
    (then as PromiseLike<unknown>["then"]).call(
      promise,
      once((value) => settle(value, resolve, reject)),
      once(reject),
    );
  } catch (error) {
    once(reject)(error);
  }
}

function settle(value: unknown, resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
  if (thenableOf(value) === undefined) resolve(value);
  else void new Promise((follows) => follows(value)).then(resolve, reject);
}
