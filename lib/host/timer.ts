/** The one place in which Rondo sets a host timer. */

/** The longest delay that hosts keep: longer ones fire at once. */
const LONGEST = 2 ** 31 - 1;

interface HostGlobals {
  setImmediate?: (work: () => void) => unknown;
}

/** A host timer for one instant. Setting it again takes the place of what was set before. */
export class HostTimer {
  private handle: ReturnType<typeof setTimeout> | undefined;

  /** Calls `work` after `ms` milliseconds, however many they are. */
  set(ms: number, work: () => void): void {
    this.clear();
    const part = Math.min(ms, LONGEST);
    this.handle = setTimeout(() => {
      this.handle = undefined;
      if (ms > LONGEST) this.set(ms - part, work);
      else work();
    }, part);
  }

  clear(): void {
    clearTimeout(this.handle);
    this.handle = undefined;
  }
}

/** Calls `work` soon, after the event loop has had its turn. */
export function soon(work: () => void): void {
  const { setImmediate } = globalThis as HostGlobals;
  if (setImmediate !== undefined) setImmediate(work);
  else setTimeout(work, 0);
}
