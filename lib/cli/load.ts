import { pathToFileURL } from "node:url";
import { CommandError, EXIT } from "./exit-codes.js";
import type { SharedModules } from "./own-package.js";
import type { ProgramFile } from "./program-file.js";
import { describeError, describeFault } from "./report.js";
import { stackOf } from "./stack.js";
import { findFault, toldFault, type SyntaxFault } from "./syntax-fault.js";
import type { View } from "./view.js";
import { unlessStuck } from "./stuck.js";

/**
 * Loads a program file, and gives its default export.
 * @throws CommandError where it does not load, or has no default export
 */
export async function loadProgram(file: ProgramFile, shared: SharedModules, view: View): Promise<unknown> {
  const work = file.language === "typescript" ? importTypeScript(file.path, shared) : importJavaScript(file.path);
  try {
    return defaultExport(await unlessStuck(work, neverLoads), file);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.notLoaded, await whyNotLoaded(error, file, view));
  }
}

/** Node itself loads JavaScript, as it does without the command. */
function importJavaScript(path: string): Promise<Exports> {
  return import(pathToFileURL(path).href) as Promise<Exports>;
}

async function importTypeScript(path: string, shared: SharedModules): Promise<Exports> {
  return (await compiler(path, shared)).import<Exports>(path);
}

/**
 * The loader for TypeScript. It compiles a file in memory, line by line, so that stack traces need no source maps, and
 * leaves nothing on the disk. JavaScript is none of its `extensions`: it would load a module that fails a second time.
 */
async function compiler(path: string, shared: SharedModules): Promise<Jiti> {
  const { createJiti } = await import("jiti/static");
  return createJiti(path, {
    fsCache: false,
    extensions: [".ts", ".mts", ".cts"],
    virtualModules: { ...shared },
  });
}

type Jiti = ReturnType<(typeof import("jiti/static"))["createJiti"]>;

/** What a module exports. */
interface Exports {
  readonly default?: unknown;
}

function defaultExport(exports: Exports, file: ProgramFile): unknown {
  const found = exports.default;
  // CommonJS that a compiler made of an ES module: `module.exports` has the default export in it.
  const inner = isObject(found) && "default" in found ? found.default : found;
  if (inner !== undefined && inner !== exports && !isEmptyObject(inner)) return inner;
  throw new CommandError(EXIT.noProgram, noDefaultExport(exports, isObject(found) ? found : {}, file));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
