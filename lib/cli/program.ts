import path from "node:path";
import type { Scheduler, Task } from "../index.js";
import { isGenerator, programName } from "../kernel/generators.js";
import { preview } from "../kernel/preview.js";
import { CommandError, EXIT } from "./exit-codes.js";
import type { ProgramFile } from "./program-file.js";

/** What is to be run. Whether it really returns a generator shows when it is called. */
export type ProgramFunction = (...args: string[]) => Generator<unknown, unknown, unknown>;

/** What a module exports. */
export interface Exports {
  readonly default?: unknown;
}

/**
 * The program in a module: its default export, or `module.exports` itself.
 * @throws CommandError where that is no function, or one that surely returns no generator
 */
export function programIn(exports: Exports, shown: string): ProgramFunction {
  const found = unwrap(exports.default);
  const fault = typeof found === "function" ? notAProgram(found) : nothingToRun(found, exports);
  if (fault === undefined) return found as ProgramFunction;
  throw new CommandError(EXIT.noProgram, `${shown} has no program: ${fault}`);
}

/** A compiler that makes CommonJS of an ES module puts the default export into `module.exports`. */
export function unwrap(found: unknown): unknown {
  return isObject(found) && "default" in found ? found.default : found;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Calling these would do harm before it showed that they are no programs. */
export function notAProgram(found: object): string | undefined {
  const name = String((found as { name?: unknown }).name);
  const tag = Object.prototype.toString.call(found);
  if (tag === "[object AsyncFunction]")
    return `${name} is async: write function* instead of async function, and yield* instead of await.`;
  if (tag === "[object AsyncGeneratorFunction]")
    return `${name} is an async generator: write function* instead of async function*.`;
  if (Function.prototype.toString.call(found).startsWith("class"))
    return `${name} is a class. Export a generator function.`;
  return undefined;
}

function nothingToRun(found: unknown, exports: Exports): string {
  if (isGenerator(found)) return "its default export is a generator that was already made. Export the function itself.";
  const cure = "The default export is what runs: export default function* main() { … }";
  if (found !== undefined && !isObject(found)) return `its default export is ${preview(found)}.\n${cure}`;
  const names = functionNames({ ...exports, ...(found ?? {}) });
  const others = names.length === 0 ? "" : `\nIt exports ${names.join(", ")}, but none of them as the default.`;
  return `it has no default export that can be run.${others}\n${cure}`;
}

export function functionNames(exports: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(exports).filter((name) => typeof exports[name] === "function");
}

/** What `export default function* ()` is called by the kernel, by Node, and by the compiler of TypeScript. */
const NAMELESS = ["anonymous", "default", "_default"];

export function isNameless(name: string): boolean {
  return NAMELESS.includes(name);
}

/**
 * Starts a program as the root task of a scheduler. One that has no name of its own goes by that of its file.
 * @throws CommandError where it returns no generator; whatever it throws itself
 */
export function startProgram(
  scheduler: Scheduler,
  program: ProgramFunction,
  args: readonly string[],
  file: ProgramFile,
): Task {
  const own = programName(program);
  const name = isNameless(own) ? path.parse(file.path).name : own;
  const call = { threw: false };
  const called: ProgramFunction = (...given) => {
    try {
      return program(...given);
    } catch (error) {
      call.threw = true;
      throw error;
    }
  };
  Object.defineProperty(called, "name", { value: name });
  try {
    return scheduler.spawnWith({ name }, called, ...args);
  } catch (error) {
    if (call.threw || !(error instanceof TypeError)) throw error;
    const why = error.message.replace(/^spawn: /, "");
    throw new CommandError(EXIT.noProgram, `${file.shown} has no program: ${why}`);
  }
}
