import { current } from "../kernel/current.js";
import type { Touch } from "../kernel/syscall.js";

/** What a request at an object touches: it writes the object, whether it has to wait or not. */
export function writes(object: object): Touch[] {
  return [{ object, part: "state", access: "write" }];
}

/** Counts a plain call among what the present step touches; a step may also be that of a timer. */
export function touch(object: object, access: "read" | "write"): void {
  current.kernel?.touch(object, "state", access);
}
