import path from "node:path";
import { fileURLToPath } from "node:url";
import { programName } from "../kernel/generators.js";
import { preview } from "../kernel/preview.js";
import type { ExploreSetup } from "../testing/explore/machine/subject.js";
import { CommandError, EXIT } from "./exit-codes.js";
import type { TellingOptions } from "./explore-arguments.js";
import { loadModule } from "./load.js";
import { shareOwnPackage } from "./own-package.js";
import { functionNames, isNameless, notAProgram, unwrap, type Exports } from "./program.js";
import { findProgramFile, type ProgramFile } from "./program-file.js";
import { describeError } from "./report.js";
import type { Surroundings } from "./run-command.js";
import { colorsFor, type View } from "./view.js";

/** A file that is to be explored, loaded. */
export interface Opened {
  readonly file: ProgramFile;
  readonly setup: ExploreSetup;
  readonly view: View;
}

/**
 * Loads a file, and takes the setup out of it.
 * @throws CommandError where there is none
 */
export async function openSetup(name: string, options: TellingOptions, around: Surroundings): Promise<Opened> {
  const { own, cwd, out } = around;
  const view: View = {
    colors: colorsFor(out, options.color && options.json !== true),
    cwd,
    home: fileURLToPath(own.home),
    verbose: options.verbose === true,
  };
  const file = findProgramFile(name, cwd);
  const exports = await loadModule(file, await shareOwnPackage(own), view);
  return { file, setup: guarded(setupIn(exports, options.export, file.shown), file), view };
}

/**
 * The setup in a module: its default export, or `module.exports` itself; or the export of a name.
 * @throws CommandError where that is no function, or one that surely makes no program
 */
export function setupIn(exports: Exports, name: string | undefined, shown: string): ExploreSetup {
  const whole = { ...exports, ...Object(unwrap(exports.default)) } as Readonly<Record<string, unknown>>;
  const found = name === undefined ? unwrap(exports.default) : whole[name];
  const what = name === undefined ? "its default export" : `its export ${name}`;
  const fault = typeof found === "function" ? notAProgram(found) : nothingThere(found, what, functionNames(whole));
  if (fault === undefined) return found as ExploreSetup;
  throw new CommandError(EXIT.noProgram, `${shown} has no program to explore: ${fault}`);
}

function nothingThere(found: unknown, what: string, others: readonly string[]): string {
  const named = others.filter((name) => name !== "default");
  const cure =
    named.length === 0
      ? "Export what explore takes: export default () => ({ tasks: [program, …] })"
      : `It exports ${named.join(", ")}: name one of them with --export.`;
  return `${what} is ${preview(found)}.\n${cure}`;
}

/** What went wrong in the user's setup, and in no task. */
export class SetupFault extends Error {}

/** A setup whose own errors can be told from all others. One that has no name goes by that of its file. */
function guarded(setup: ExploreSetup, file: ProgramFile): ExploreSetup {
  const own = programName(setup);
  const called: ExploreSetup = (cleanups) => {
    try {
      return setup(cleanups);
    } catch (error) {
      throw new SetupFault("", { cause: error });
    }
  };
  return Object.defineProperty(called, "name", { value: isNameless(own) ? path.parse(file.path).name : own });
}

/** Why an exploration could not go on, as the command tells it; other errors are thrown on. */
export function setupFault(error: unknown, { file, view }: Opened): CommandError {
  if (error instanceof SetupFault) {
    return new CommandError(EXIT.noProgram, `the setup of ${file.shown} failed.\n${describeError(error.cause, view)}`);
  }
  if (error instanceof TypeError && error.message.startsWith("setup returned")) {
    return new CommandError(EXIT.noProgram, `${file.shown} has no program to explore: ${error.message}`);
  }
  throw error;
}
