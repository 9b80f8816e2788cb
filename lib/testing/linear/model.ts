import { isGenerator, programName } from "../../kernel/generators.js";
import { preview } from "../../kernel/preview.js";
import { isRequest } from "../../kernel/syscall.js";
import { isRefusedThenable } from "../../kernel/thenable.js";
import { copy, snapshot } from "./copy.js";
import { shortKey, type Encoder } from "./encode.js";
import { sameValue } from "./equality.js";
import type { Op, Operation, Outcome } from "./operation.js";
import { isObject } from "./values.js";

/**
 * A sequential model: a class, or a function that makes an instance. Its methods are named as the operations, and answer as the
 * object should if nothing ever happened at the same time. An operation that cannot happen now throws.
 *
 * The search copies an instance with all its own enumerable fields, and takes two with equal fields for the same state. A
 * model with other state (`#private` fields, variables of a closure) has two methods more, which are no operations then:
 * `clone()` gives a copy, and `fingerprint()` a string or a number that is another one for each state that matters.
 */
export type Model = (new () => object) | (() => object);

/** How an answer of the model is compared with what the history has. */
export type Equal = (actual: unknown, expected: unknown, operation: Operation) => boolean;

interface OwnWays {
  readonly clone?: () => object;
  readonly fingerprint?: () => unknown;
}

/** What the search does with a model and its instances. */
export class Subject {
  readonly name: string;
  private readonly model: Model;
  private readonly equal: Equal;

  constructor(model: Model, equal: Equal = sameValue) {
    if (typeof model !== "function") {
      throw new TypeError(
        `linearizable: model: ${preview(model)} is neither a class nor a function that makes a model.`,
      );
    }
    this.model = model;
    this.equal = equal;
    const instance = this.make();
    const name = programName(instance.constructor);
    this.name = name === "Object" || name === "anonymous" ? "the model" : name;
    checkState(instance, this.name);
  }

  /** A new instance, in the state in which all begins. */
  make(): object {
    const { model } = this;
    const made: unknown = "prototype" in model ? new (model as new () => object)() : (model as () => object)();
    if (typeof made === "object" && made !== null) return made;
    throw new TypeError(`linearizable: model: ${programName(model)}() made ${preview(made)}, which has no methods.`);
  }

  copy(state: object): object {
    const { clone } = state as OwnWays;
    if (clone === undefined) return copy(state);
    const made: unknown = clone.call(state);
    if (isObject(made) && made !== state) return made;
    throw new TypeError(`linearizable: clone() of ${this.name} returned ${preview(made)}, which is no copy of it.`);
  }

  /** The state as a key. */
  keyOf(state: object, encoder: Encoder): string {
    const { fingerprint } = state as OwnWays;
    if (fingerprint === undefined) return shortKey(encoder.encode(state));
    const made = fingerprint.call(state);
    if (typeof made === "string" || typeof made === "number") return shortKey(String(made));
    throw new TypeError(
      `linearizable: fingerprint() of ${this.name} returned ${preview(made)}, which is neither a string nor a number.`,
    );
  }

  /** Every operation of a history has to be a method of the model. */
  checkOperations(ops: readonly Op[]): void {
    const state = this.make() as Record<string, unknown>;
    for (const { name } of ops) {
      if (typeof state[name] === "function") continue;
      throw new TypeError(`linearizable: the history has ${preview(name)}, and ${this.name} has no such method.`);
    }
  }

  /** Carries out an operation. */
  carryOut(state: object, { name, args }: Op): Outcome {
    const method = (state as Record<string, (...args: unknown[]) => unknown>)[name]!;
    let value: unknown;
    try {
      // A model may keep what it is given, and change it.
      value = method.apply(state, args.some(isObject) ? args.map(snapshot) : (args as unknown[]));
    } catch (error) {
      return { threw: true, value: error };
    }
    if (isObject(value)) this.refuseWaiting(name, value);
    return { threw: false, value };
  }

  /** Whether the history agrees with the model's answer. One that is pending agrees with any. */
  agrees({ outcome, origin }: Op, answer: Outcome): boolean {
    if (outcome === null) return true;
    if (outcome.threw !== answer.threw) return false;
    return answer.threw ? sameValue(outcome.value, answer.value) : this.equal(outcome.value, answer.value, origin);
  }

  private refuseWaiting(name: string, value: object): void {
    if (!isRequest(value) && !isGenerator(value) && !isRefusedThenable(value)) return;
    throw new TypeError(
      `linearizable: ${name}() of ${this.name} returned ${preview(value)}. A model waits for nothing: its methods answer ` +
        `at once, and throw where the operation cannot happen now.`,
    );
  }
}

/** What a copy would not see is refused, as far as it shows. */
function checkState(instance: object, name: string): void {
  const { clone, fingerprint } = instance as OwnWays;
  if (clone !== undefined && fingerprint !== undefined) return;
  if (clone !== undefined)
    throw new TypeError(`linearizable: ${name} has a clone(), and needs a fingerprint() as well.`);
  const closure = Object.entries(instance).find(([, value]) => typeof value === "function")?.[0];
  if (closure === undefined) return;
  throw new TypeError(
    `linearizable: ${closure} of ${name} is a function in a field, and may have state that a copy does not see. ` +
      `Make it a method of a class, or give the model clone() and fingerprint().`,
  );
}
