/**
 * Waits for `work`. Where Node has nothing left that could settle it, `stuck` is called: it gives the error to end with,
 * or brings it about that there is something to wait for again.
 */
export function unlessStuck<T>(work: Promise<T>, stuck: () => Error | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const tell = (): void => {
      const error = stuck();
      if (error !== undefined) reject(error);
    };
    process.on("beforeExit", tell);
    work.then(resolve, reject).finally(() => process.off("beforeExit", tell));
  });
}
