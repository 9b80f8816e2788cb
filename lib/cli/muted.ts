import type { Output } from "./view.js";

/**
 * Does something that may run a program thousands of times, while what it writes to the standard streams goes nowhere; or, for
 * `to`, there.
 */
export function muted<T>(work: () => T, to?: Output): T {
  const { stdout, stderr } = process;
  const own = [stdout, stderr].map((stream) => Object.getOwnPropertyDescriptor(stream, "write"));
  const write = to === undefined ? (): boolean => true : to.write.bind(to);
  for (const stream of [stdout, stderr]) {
    Object.defineProperty(stream, "write", { value: write, configurable: true, writable: true });
  }
  try {
    return work();
  } finally {
    for (const [i, stream] of [stdout, stderr].entries()) {
      const before = own[i];
      if (before === undefined) Reflect.deleteProperty(stream, "write");
      else Object.defineProperty(stream, "write", before);
    }
  }
}
