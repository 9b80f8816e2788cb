/**
 * Waits for `work`. Where Node has nothing left that could settle it, `stuck` is called, which throws, or brings it about
 * that there is something again.
 */
export function unlessStuck<T>(work: Promise<T>, stuck: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const tell = (): void => {
      try {
        stuck();
      } catch (error) {
        reject(error as Error);
      }
    };
    process.on("beforeExit", tell);
    work.then(resolve, reject).finally(() => process.off("beforeExit", tell));
  });
}
