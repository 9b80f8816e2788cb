import { pathToFileURL } from "node:url";
import type { Jiti } from "jiti/static";
import { CommandError, EXIT } from "./exit-codes.js";
import type { SharedModules } from "./own-package.js";
import { programIn, type Exports, type ProgramFunction } from "./program.js";
import type { ProgramFile } from "./program-file.js";
import { describeError, describeFault } from "./report.js";
import { stackOf } from "./stack.js";
import { unlessStuck } from "./stuck.js";
import { findFault, toldFault, type SyntaxFault } from "./syntax-fault.js";
import type { View } from "./view.js";

/**
 * Loads a program file, and gives the program in it.
 * @throws CommandError where it does not load, or has no program
 */
export async function loadProgram(file: ProgramFile, shared: SharedModules, view: View): Promise<ProgramFunction> {
  return programIn(await loadModule(file, shared, view), file.shown);
}

/**
 * Loads a file, and gives what it exports.
 * @throws CommandError where it does not load
 */
export async function loadModule(file: ProgramFile, shared: SharedModules, view: View): Promise<Exports> {
  const work = file.language === "typescript" ? importTypeScript(file.path, shared) : importJavaScript(file.path);
  try {
    return await unlessStuck(work, () => neverLoads(file));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.notLoaded, await whyNotLoaded(error, file, view));
  }
}

function neverLoads(file: ProgramFile): CommandError {
  return new CommandError(EXIT.notLoaded, `${file.shown} never loads: it awaits what does not come.`);
}

/** Node itself loads JavaScript, as it does without the command. */
function importJavaScript(path: string): Promise<Exports> {
  return import(pathToFileURL(path).href) as Promise<Exports>;
}

async function importTypeScript(path: string, shared: SharedModules): Promise<Exports> {
  return (await compiler(path, shared)).import<Exports>(path);
}

/**
 * The loader for TypeScript. It compiles a file in memory and line by line, so that it leaves nothing on the disk and
 * stack traces need no source maps. JavaScript is none of its `extensions`: it would evaluate a module that fails twice.
 */
async function compiler(path: string, shared: SharedModules): Promise<Jiti> {
  const { createJiti } = await import("jiti/static");
  return createJiti(path, {
    fsCache: false,
    extensions: [".ts", ".mts", ".cts"],
    virtualModules: shared,
  });
}

async function whyNotLoaded(error: unknown, file: ProgramFile, view: View): Promise<string> {
  const fault = toldFault(error) ?? (await hiddenFault(error, file, view));
  if (fault !== undefined) return `${file.shown} does not load: a syntax error.\n${describeFault(fault, view)}`;
  return `${file.shown} does not load.\n${describeError(error, view)}`;
}

/** A syntax error whose place Node does not tell. One with user code on its stack was thrown, as by `JSON.parse`. */
async function hiddenFault(error: unknown, file: ProgramFile, view: View): Promise<SyntaxFault | undefined> {
  const thrown = !(error instanceof SyntaxError) || stackOf(error, { ...view, verbose: false }).length > 0;
  return thrown ? undefined : findFault(file.path, await compiler(file.path, {}));
}
