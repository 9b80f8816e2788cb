import { linearizable, UndecidedError, LinearizabilityError } from "rondo/testing";
import type { LinearizableOptions, Model, Operation } from "rondo/testing";
import { errorOf } from "../../support/thrown.js";

/** A history in short: `a push(1): |--|` is given as `["a", 0, 3, "push", [1], result]`; without an end it is pending. */
export type Short = readonly [
  task: string | number,
  call: number,
  end: number | null,
  op: string,
  args?: readonly unknown[],
  result?: unknown,
];

export function longhand(shorts: readonly Short[]): Operation[] {
  return shorts.map(([task, call, end, op, args = [], result]) =>
    end === null ? { task, op, args, call } : { task, op, args, call, return: end, result },
  );
}

export function isLinearizable(history: Iterable<Operation>, model: Model, options: LinearizableOptions = {}): boolean {
  try {
    linearizable(history, model, options);
    return true;
  } catch (error) {
    if (error instanceof LinearizabilityError) return false;
    throw error;
  }
}

export function failureOf(
  history: Iterable<Operation>,
  model: Model,
  options: LinearizableOptions = {},
): LinearizabilityError {
  const error = errorOf(() => linearizable(history, model, options));
  if (error instanceof LinearizabilityError) return error;
  throw error;
}

export { UndecidedError };
