import { RondoError } from "../kernel/errors.js";

/**
 * A lock was used against its rules: released by another task, released twice, or asked for by its own holder.
 *
 * @example
 * const guard = yield* mutex.lock();
 * guard.release();
 * guard.release(); // LockError
 */
export class LockError extends RondoError {
  override get name(): string {
    return "LockError";
  }
}

/**
 * A lock whose holder has ended without giving it back: nobody will get it any more, since what it guarded may be half done.
 *
 * @example
 * function* careless() { yield* mutex.lock(); } // ends with it: who asks later gets a LockAbandonedError
 * yield* mutex.withLock(body); // gives it back, however the body ends
 */
export class LockAbandonedError extends RondoError {
  override get name(): string {
    return "LockAbandonedError";
  }
}

/**
 * A party of a barrier went away: the others would wait for ever. `reset()` mends the barrier.
 *
 * @example
 * try { yield* barrier.wait(); } catch (error) { if (error instanceof BrokenBarrierError) return; throw error; }
 */
export class BrokenBarrierError extends RondoError {
  override get name(): string {
    return "BrokenBarrierError";
  }
}
