import { RondoError } from "../../kernel/errors.js";
import type { Operation, Outcome } from "./operation.js";

/** An operation that can come next by its times, and what the model would have answered. */
export interface Refusal {
  readonly operation: Operation;
  readonly expected: Outcome;
}

/** Why a history is not linearizable. */
export interface Counterexample {
  /** The smallest part of the history that was found to be not linearizable, in the order of invocation. */
  readonly operations: readonly Operation[];
  /** The longest order of them that the model allows. */
  readonly order: readonly Operation[];
  /** Those of which one would have to come next, and cannot. */
  readonly refused: readonly Refusal[];
  /** The part of the history that they are from, where it is partitioned. */
  readonly key?: unknown;
}

/**
 * There is no order of the operations that agrees with their times and with the model. The message draws the smallest part of the
 * history of which that is true, and says where it comes to a stop.
 *
 * @example
 * expect(() => linearizable(history, Queue)).toThrow(LinearizabilityError); // a spec of a queue that is known to be broken
 */
export class LinearizabilityError extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", {
      value: "LinearizabilityError",
      configurable: true,
      writable: true,
    });
  }

  /** The smallest part of the history that was found to be not linearizable, in the order of invocation. */
  readonly operations: readonly Operation[];
  /** The longest order of these operations that the model allows. */
  readonly order: readonly Operation[];
  /** The operations of which one would have to come next, and what the model would have answered. */
  readonly refused: readonly Refusal[];
  /** The key of the part that they are from, where the history is partitioned. */
  readonly key: unknown;

  constructor(message: string, { operations, order, refused, key }: Counterexample) {
    super(message);
    this.operations = operations;
    this.order = order;
    this.refused = refused;
    this.key = key;
  }
}

/**
 * A check for linearizability came to its `maxSteps` before it came to a verdict.
 *
 * @example
 * linearizable(history, KeyValueMap, { partition: ({ args }) => args?.[0] }); // many small searches in place of a large one
 */
export class UndecidedError extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "UndecidedError", configurable: true, writable: true });
  }
}
