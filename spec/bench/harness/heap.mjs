/** What a process holds. Needs `--expose-gc`. */

/** Bytes in use after everything that nobody holds is gone: objects, and the memory of typed arrays. */
export function heapInUse() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that what `make` answers holds. */
export function retainedBy(make) {
  const before = heapInUse();
  const held = make();
  const bytes = heapInUse() - before;
  keep(held);
  return bytes;
}

/** A use that the engine cannot see through, so that `held` is alive until here. */
function keep(held) {
  if (held === globalThis) throw new Error("Never.");
}
