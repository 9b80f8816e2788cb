import { checkFunction } from "../../kernel/checks.js";
import { callOf, Log, type Invocation } from "./log.js";
import type { Operation } from "./operation.js";
import { recorded, type RecordOptions } from "./record.js";

/** How a history is kept. */
export interface HistoryOptions {
  /**
   * Whether an error that left an operation does not tell if the operation took effect, as one that an interrupt threw into it.
   * The operation stays pending then. No error is so where this is left out.
   */
  readonly unclear?: (error: unknown) => boolean;
}

/**
 * Records who called what on an object, when, and what came of it, for `linearizable`. A history is about one object.
 *
 * @example
 * const history = new History();
 * const queue = history.record(new Channel<number>(2));
 * // … tasks that use queue …
 * linearizable(history, Queue);
 */
export class History implements Iterable<Operation> {
  private readonly log: Log;

  constructor(options: HistoryOptions = {}) {
    const { unclear = () => false } = options;
    checkFunction(unclear, "History: unclear");
    this.log = new Log(unclear);
  }

  /** The operations so far, in the order of invocation. */
  get operations(): readonly Operation[] {
    return this.log.operations;
  }

  [Symbol.iterator](): Iterator<Operation> {
    return this.log.operations[Symbol.iterator]();
  }

  /**
   * An object that does what `object` does and records each call of its methods. One that answers with a syscall, or that is a
   * generator function, is invoked when a task begins to wait, and returns when that task goes on; if the task is cancelled
   * meanwhile, the operation stays pending. Any other method is invoked and returns at once.
   *
   * What the object calls on itself is not recorded, nor are its getters.
   * @throws TypeError for what is no object, and for an `only` that is no method of it
   */
  record<T extends object>(object: T, options: RecordOptions<T> = {}): T {
    return recorded(this.log, object, options);
  }

  /**
   * Records an operation by hand: it is invoked now, by the running task. For what `record` cannot see, an alternative of a
   * `select` for instance.
   */
  invoke(op: string, ...args: readonly unknown[]): Invocation {
    return this.log.invoke(callOf(op, args));
  }
}
