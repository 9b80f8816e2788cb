import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The garbage collector, which V8 hides behind a flag. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  return collect;
}

const collect = collector();

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** The bytes in use when three collections in a row have freed next to nothing. */
function settledHeap(): number {
  let used = heapUsed();
  for (let calm = 0; calm < 3;) {
    const before = used;
    used = heapUsed();
    calm = Math.abs(before - used) < 10_000 ? calm + 1 : 0;
  }
  return used;
}

/**
 * The bytes of heap that a thing takes that `make` makes. Other parts of the program take and free memory meanwhile, and V8
 * itself does: this is the median of three measurements, each of several copies.
 */
export function bytesOf(make: () => unknown, copies: number): number {
  const kept: unknown[][] = [];
  const measured: number[] = [];
  for (let used = settledHeap(); measured.length < 3;) {
    kept.push(Array.from({ length: copies }, make));
    const before = used;
    used = heapUsed();
    measured.push((used - before) / copies);
  }
  // Emptied only now, so that the copies live while they are measured.
  kept.length = 0;
  return measured.sort((a, b) => a - b)[1]!;
}
