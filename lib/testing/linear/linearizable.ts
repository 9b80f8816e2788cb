import { checkCount, checkFunction } from "../../kernel/checks.js";
import { audit } from "./audit.js";
import { Budget } from "./budget.js";
import { failure } from "./explain.js";
import { Subject, type Equal, type Model } from "./model.js";
import { prepare, type Op, type Operation } from "./operation.js";
import { merge, partsOf, type Part, type Partition } from "./partition.js";
import { search } from "./search.js";
import { shrink } from "./shrink.js";

/** How to check a history. */
export interface LinearizableOptions {
  /**
   * Says to which part of the object an operation belongs, such as the key of a map, where operations on different parts have
   * nothing to do with each other. Each part is checked by itself, against a model of its own; that is quicker by far.
   */
  readonly partition?: Partition;
  /**
   * Whether the result of an operation, `actual`, is what the model answers, `expected`. Values are compared deep down where
   * left out.
   */
  readonly equal?: Equal;
  /**
   * How many operations the models may carry out until there is a verdict: a million where left out. As many again may be
   * spent on making a counterexample small.
   */
  readonly maxSteps?: number;
}

/** What makes a history linearizable. */
export interface Linearization {
  /**
   * The operations in an order that agrees with their times and with the model: the witness. Pending operations are in it where
   * the search took them to have happened.
   */
  readonly order: readonly Operation[];
  /** How many operations the models have carried out. */
  readonly steps: number;
}

/**
 * Whether what several tasks saw of an object can be explained as if each operation had happened at one instant between its
 * invocation and its return. `model` says what the object does when nothing happens at the same time: a plain class with a
 * method for each operation, or a function that makes an instance.
 *
 * The search is that of Wing and Gong, with Lowe's memory of where it has been.
 * @throws LinearizabilityError where it cannot: with the smallest counterexample, as a timeline
 * @throws UndecidedError after `maxSteps`, where there is no verdict yet
 * @throws TypeError for what is no history or no model, and for a model that lacks an operation or has state that cannot be copied
 *
 * @example
 * class Register {
 *   private value = 0;
 *   write(value: number) { this.value = value; }
 *   read() { return this.value; }
 * }
 * const { order } = linearizable(history, Register);
 */
export function linearizable(
  history: Iterable<Operation>,
  model: Model,
  options: LinearizableOptions = {},
): Linearization {
  const { partition, equal, maxSteps = 1_000_000 } = options;
  checkCount(maxSteps, "linearizable: maxSteps");
  if (partition !== undefined) checkFunction(partition, "linearizable: partition");
  if (equal !== undefined) checkFunction(equal, "linearizable: equal");
  const subject = new Subject(model, equal);
  const ops = prepare(history);
  subject.checkOperations(ops);
  const budget = new Budget(maxSteps);
  const orders = partsOf(ops, partition).map((part) => {
    const found = search(part.ops, subject, budget);
    audit(found, subject);
    if (!found.whole) throw counterexample(part, partition !== undefined, ops, subject, maxSteps);
    return found.order;
  });
  return { order: merge(orders).map(({ origin }) => origin), steps: budget.spent };
}

function counterexample(part: Part, isPart: boolean, all: readonly Op[], subject: Subject, maxSteps: number): Error {
  const ops = shrink(part.ops, subject, new Budget(maxSteps));
  const found = search(ops, subject, new Budget(Infinity));
  return failure({ ops, found, subject, total: all.length, part: isPart ? part : null });
}
