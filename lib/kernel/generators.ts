import { preview } from "./preview.js";
import { isRefusedThenable } from "./thenable.js";

/** Any generator that a task can run. */
export type AnyGenerator<R = unknown> = Generator<unknown, R, unknown>;

/**
 * What a task runs: a function that returns a generator, as a generator function does.
 *
 * `R` is the type of what it returns, `Y` of what it yields.
 */
export type Program<R = unknown, Y = unknown, Args extends readonly unknown[] = readonly []> = (
  ...args: Args
) => Generator<Y, R, unknown>;

/** A program that takes whatever arguments come with it. */
export type AnyProgram = (...args: never[]) => unknown;

const GENERATOR_FUNCTION = Object.getPrototypeOf(function* () {}) as object;
const ASYNC_GENERATOR_FUNCTION = Object.getPrototypeOf(async function* () {}) as object;

/** Marks a generator that was handed to Rondo as an object, with what runs it. */
const OWNER = Symbol("rondo.owner");

/** A generator function of either kind, which somebody forgot to call. */
export function isAnyGeneratorFunction(value: unknown): boolean {
  if (typeof value !== "function") return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === GENERATOR_FUNCTION || proto === ASYNC_GENERATOR_FUNCTION;
}

export function isGeneratorFunction(value: unknown): boolean {
  return typeof value === "function" && Object.getPrototypeOf(value) === GENERATOR_FUNCTION;
}

/** A generator: native, or of a compiler that knows none. */
export function isGenerator(value: unknown): value is AnyGenerator {
  if (typeof value !== "object" || value === null) return false;
  const it = value as Partial<AnyGenerator>;
  return (
    typeof it.next === "function" &&
    typeof it.throw === "function" &&
    typeof it.return === "function" &&
    typeof it[Symbol.iterator] === "function"
  );
}

/** The name that a program goes by in paths and reports. */
export function programName(program: unknown): string {
  const own = typeof program === "function" ? Object.getOwnPropertyDescriptor(program, "name") : undefined;
  return typeof own?.value === "string" && own.value !== "" ? own.value : "anonymous";
}

/** Calls a program and checks that what it returned is a generator that nobody else runs. `role` says what it was for. */
export function start(program: unknown, args: readonly unknown[], role: string): AnyGenerator {
  if (typeof program !== "function") throw notAProgram(program, role);
  const callable = program as (...args: readonly unknown[]) => unknown;
  // A call with a list of arguments costs more than one with none.
  const made: unknown = args.length === 0 ? callable() : callable(...args);
  // What a native generator function has just made is fresh: only other results need the mark, which costs 40 bytes.
  if (isGeneratorFunction(program)) return made as AnyGenerator;
  if (!isGenerator(made)) throw badResult(program, made, role);
  return adopt(made, role);
}

/** Takes over a generator object; refuses one that a task or a coroutine already runs or has run. */
export function adopt(generator: AnyGenerator, role: string): AnyGenerator {
  if (OWNER in generator) {
    throw new TypeError(
      `${role}: this generator already belongs to a task, or has been run by one. A generator runs once: ` +
        `call its function again for a new one.`,
    );
  }
  if (Object.isExtensible(generator)) Object.defineProperty(generator, OWNER, { value: true });
  return generator;
}

function notAProgram(program: unknown, role: string): TypeError {
  const cure = isGenerator(program)
    ? "is a generator that was already made. Pass the function that makes it, and its arguments after it"
    : "is not a function. A program is a function that returns a generator: function* () { … }";
  return new TypeError(`${role}: ${preview(program)} ${cure}.`);
}

function badResult(program: object, made: unknown, role: string): TypeError {
  const name = programName(program);
  const what = `${role}: ${name}() returned ${preview(made)}, which is no generator.`;
  if (isSyscall(made)) return new TypeError(`${what} Write function* () { return yield* ${preview(made)}; }.`);
  const proto = Object.getPrototypeOf(program) as object;
  if (proto === ASYNC_GENERATOR_FUNCTION || (isObject(made) && Symbol.asyncIterator in made)) {
    return new TypeError(`${what} It is an async generator: write function* instead of async function*.`);
  }
  if (isRefusedThenable(made)) {
    return new TypeError(
      `${what} It is async: write function* instead of async function, and yield* instead of await.`,
    );
  }
  if (isGeneratorFunction(made)) return new TypeError(`${what} It returned a generator function: call it too.`);
  return new TypeError(`${what} Write function* ${name === "anonymous" ? "" : name}(…) { … }.`);
}

/** By its brand: this file is below the one that knows the class. */
function isSyscall(value: unknown): boolean {
  return isObject(value) && Symbol.for("rondo.syscall") in value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
