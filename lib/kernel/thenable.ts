/** Promises, and what is like one. The kernel waits for none: it only tells them from other values. */

/** What the host does with a promise that came where nothing waits for it. The kernel itself knows of no promises. */
export const refusedPromises: { handle: (promise: object) => void } = { handle: () => undefined };

export function isThenable(value: object): boolean {
  return typeof (value as { then?: unknown }).then === "function";
}

/**
 * Whether a value is a promise that came where nothing waits for it. The error that its caller throws tells of that; so its
 * rejection is no unhandled one besides, which would end a process.
 */
export function isRefusedThenable(value: unknown): value is object {
  if (typeof value !== "object" || value === null || !isThenable(value)) return false;
  refusedPromises.handle(value);
  return true;
}
