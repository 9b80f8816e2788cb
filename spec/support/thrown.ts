/** What `act` throws. It is an error of the spec where it throws nothing. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** The error that `act` throws: its class and its message. */
export function errorOf(act: () => unknown): { readonly name: string; readonly message: string } {
  const error = thrownBy(act);
  if (error instanceof Error) return error;
  throw new Error(`${String(error)} was thrown, which is no Error`);
}

/** Waits, and answers with what is thrown there; `undefined` where nothing is. */
export function* caught(wait: Iterable<unknown, unknown>): Generator<unknown, unknown, unknown> {
  try {
    yield* wait;
  } catch (error) {
    return error;
  }
  return undefined;
}
