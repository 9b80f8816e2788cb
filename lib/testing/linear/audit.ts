import { preview } from "../../kernel/preview.js";
import { sameValue } from "./equality.js";
import type { Subject } from "./model.js";
import type { Op, Outcome } from "./operation.js";
import type { Found } from "./search.js";

/**
 * Holds what the search found against a model that was never copied. If that answers differently, the copies did not see all
 * of the state, and no verdict is worth anything.
 * @throws TypeError where it does
 */
export function audit({ order, refused }: Found, subject: Subject): void {
  replay(order, subject);
  for (const { op, answer } of refused.slice(0, 20)) {
    const fresh = subject.carryOut(replay(order, subject), op);
    if (!sameAnswer(fresh, answer)) throw unsteady(op, subject, answer, fresh);
  }
}

function sameAnswer(a: Outcome, b: Outcome): boolean {
  return a.threw === b.threw && (sameValue(a.value, b.value) || preview(a.value) === preview(b.value));
}

function replay(order: readonly Op[], subject: Subject): object {
  const state = subject.make();
  for (const op of order) {
    const answer = subject.carryOut(state, op);
    if (!subject.agrees(op, answer)) throw unsteady(op, subject, op.outcome, answer);
  }
  return state;
}

function unsteady(op: Op, subject: Subject, once: Outcome | null, fresh: Outcome): TypeError {
  const said = once === null ? "something else" : showAnswer(once);
  return new TypeError(
    `linearizable: ${subject.name} does not always answer in the same way: ${op.name}() was answered with ${said} by a ` +
      `copy, and with ${showAnswer(fresh)} by a new instance after the same operations. If it has #private fields or ` +
      `variables of a closure, give it clone() and fingerprint(); and it must not draw lots, nor keep anything outside.`,
  );
}

/** An answer in words. */
export function showAnswer({ threw, value }: Outcome): string {
  return threw ? `throws ${preview(value)}` : preview(value);
}
