import { RondoError } from "../kernel/errors.js";

/** A lock was used against its rules: released by another task, released twice, or asked for by its own holder. */
export class LockError extends RondoError {
  override get name(): string {
    return "LockError";
  }
}

/** A lock whose holder has ended without giving it back: nobody will get it any more. */
export class LockAbandonedError extends RondoError {
  override get name(): string {
    return "LockAbandonedError";
  }
}

/** A party of a barrier went away: the others would wait for ever. */
export class BrokenBarrierError extends RondoError {
  override get name(): string {
    return "BrokenBarrierError";
  }
}
