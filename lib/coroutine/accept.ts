/**
 * Tells a generator from what is mistaken for one.
 *
 * @module
 */
import { isGenerator, programName } from "../kernel/generators.js";
import { preview } from "../kernel/preview.js";
import { isThenable } from "../kernel/thenable.js";

const EXAMPLE = "Call a generator function: coroutine(counter(10)).";

/** Throws a `TypeError` that shows what was given, and says what to do, unless the value is a generator. */
export function assertGenerator(value: unknown): asserts value is Generator<unknown, unknown, unknown> {
  if (isGenerator(value)) return;
  throw new TypeError(`coroutine() takes a generator, and was given ${preview(value)}. ${cure(value)}`);
}

function cure(value: unknown): string {
  if (typeof value === "function") return functionCure(value);
  if (value === undefined || value === null) return "Does the function that should make the generator return it?";
  return typeof value === "object" ? objectCure(value) : EXAMPLE;
}

function functionCure(value: object): string {
  if (Object.prototype.toString.call(value) === "[object AsyncGeneratorFunction]") {
    return "It is async: write function* instead of async function*, and call it.";
  }
  const name = programName(value);
  return name === "anonymous" ? EXAMPLE : `Call it: coroutine(${name}(…)).`;
}

function objectCure(value: object): string {
  if (Symbol.asyncIterator in value) {
    return "It is async, and a hand cannot wait for its values: write function* instead of async function*.";
  }
  if (isThenable(value)) return "It is a promise: await it first, or write function* instead of async function.";
  if (Symbol.iterator in value) {
    return "It is iterable, but no generator. Make one of it: coroutine((function* () { yield* iterable; })()).";
  }
  return EXAMPLE;
}
