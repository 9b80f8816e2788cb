import { InternalError } from "../errors.js";

/** Throws where an invariant does not hold. */
export function must(holds: boolean, what: () => string): void {
  if (!holds) throw new InternalError(`An invariant is broken: ${what()}.`);
}
