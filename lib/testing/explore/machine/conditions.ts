import { checkFunction } from "../../../kernel/checks.js";
import { RondoError } from "../../../kernel/errors.js";
import { checkAsked } from "../../scene-checks.js";

/** What a setup has asked for by plain calls. */
export interface Conditions {
  readonly invariants: (() => unknown)[];
  readonly eventualities: (() => unknown)[];
}

let current: Conditions | null = null;

/** Where `invariant` and `eventually` put what they are given: into the scene that is being made. */
export const registering = {
  begin(): Conditions {
    current = { invariants: [], eventualities: [] };
    return current;
  },
  end(): void {
    current = null;
  },
};

/**
 * In a setup that `explore` calls: `condition` has to hold before the first step and after each. `false`, or an error that it
 * throws, is a failure. It may only look at the state, and what it looks at should be tracked.
 * @throws RondoError outside of a setup
 *
 * @example
 * invariant(() => account.balance >= 0);
 */
export function invariant(condition: () => unknown): void {
  checkCondition(condition, "invariant");
  here("invariant").invariants.push(condition);
}

/**
 * In a setup that `explore` calls: `condition` has to become true at some time in each run that treats all tasks fairly. It is
 * asked before the first step and after each, until it is true once; where it throws, it is not true yet. It may only look at the
 * state, and what it looks at should be tracked. A run in which it never is, up to its end or to the limit of steps, is a failure of
 * the kind `liveness`.
 * @throws RondoError outside of a setup
 *
 * @example
 * eventually(() => inbox.size === 0);
 */
export function eventually(condition: () => unknown): void {
  checkCondition(condition, "eventually");
  here("eventually").eventualities.push(condition);
}

function checkCondition(condition: unknown, role: string): void {
  checkFunction(condition, role);
  checkAsked(`${role}: the condition`, condition);
}

function here(role: string): Conditions {
  if (current !== null) return current;
  throw new RondoError(`${role} was called outside of a setup. Call it in the function that is given to explore.`);
}
