/**
 * The iterator behind `yield* syscall`, and what the kernel learns from it.
 *
 * It is its own result object. `yield*` hands results on untouched, so what the kernel gets from `generator.next()` is this
 * very object, however many generators delegate in between: that tells a `yield*` wait from a bare `yield`, costs one
 * allocation, and lets the kernel measure how deep the wait is (see `waitDepth`).
 */
export class Steps implements Iterator<unknown, unknown, unknown> {
  value: unknown;
  /** True before the syscall has been handed out, and again once it is answered. */
  done = true;

  constructor(syscall: unknown) {
    this.value = syscall;
  }

  next(answer?: unknown): IteratorResult<unknown, unknown> {
    if (this.done) {
      this.done = false;
      if (latch.open !== 0) latch.dropped ??= latch.syscall;
      latch.open++;
      latch.syscall = this.value;
    } else {
      this.done = true;
      this.value = answer;
      if (latch.open !== 0) latch.dropped ??= latch.syscall;
    }
    return this;
  }

  throw(error: unknown): IteratorResult<unknown, unknown> {
    this.done = true;
    if (latch.open !== 0) latch.dropped ??= latch.syscall;
    throw error;
  }

  return(value?: unknown): IteratorResult<unknown, unknown> {
    if (value === probe) return probe;
    this.done = true;
    this.value = value;
    if (latch.open !== 0) latch.dropped ??= latch.syscall;
    return this;
  }
}

/**
 * The syscalls that were handed out and have not reached the kernel yet. One that never does was begun inside a generator
 * that somebody else drove, for instance by a `for … of` that closed it: it is reported at the next yield (Y6).
 *
 * It counts, and keeps no iterator: a pointer to something that young, written into something that old, costs 5 ns of 45 a turn.
 */
export const latch: Latch = { open: 0, syscall: null, dropped: null };

/** What is known of syscalls that were handed out and have not reached the kernel. */
export interface Latch {
  /** How many there are; 0 between turns. */
  open: number;
  /** The one that was handed out last. */
  syscall: unknown;
  /** The first that will never reach the kernel: another one was begun after it, or somebody else answered it. */
  dropped: unknown;
}

/** Forgets what was begun; it has reached the kernel, or nobody asks any more. */
export function resetLatch(): void {
  latch.open = 0;
  latch.syscall = null;
  latch.dropped = null;
}

/** The answer to a probing `return()`: it says "not done", so that nothing unwinds, and counts who asked. */
const probe = {
  reads: 0,
  value: undefined,
  get done(): boolean {
    this.reads++;
    return false;
  },
};

/**
 * How many `yield*` lie between a generator and the syscall at which it waits: 1 for its own code, more for a program that it
 * inlined, 0 where it turned out that `return()` unwinds it.
 *
 * Each generator that delegates asks the inner result for `done` exactly once before it hands it on, so the number of reads is
 * the depth. No user code runs and the generator stays where it was.
 */
export function waitDepth(generator: Iterator<unknown, unknown, unknown>): number {
  probe.reads = 0;
  const result: unknown = generator.return?.(probe);
  return result === probe ? probe.reads : 0;
}
