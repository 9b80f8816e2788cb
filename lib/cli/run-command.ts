import { fileURLToPath } from "node:url";
import type { RunRequest } from "./arguments.js";
import type { ExitCode } from "./exit-codes.js";
import { loadProgram } from "./load.js";
import { shareOwnPackage, type OwnPackage } from "./own-package.js";
import { findProgramFile } from "./program-file.js";
import { checkTraceFile } from "./recording.js";
import { Run } from "./run.js";
import { colorsFor, type Output, type View } from "./view.js";

/** Where the command runs. */
export interface Surroundings {
  readonly own: OwnPackage;
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
}

/**
 * `rondo run`: loads a program, runs it, and says on stderr what went wrong.
 * @throws CommandError where it could not be run at all
 */
export async function runCommand({ file, args, options }: RunRequest, around: Surroundings): Promise<ExitCode> {
  const { own, cwd, out, err } = around;
  const home = fileURLToPath(own.home);
  const view: View = { colors: colorsFor(err, options.color), cwd, home, verbose: options.verbose === true };
  const found = findProgramFile(file, cwd);
  const traceFile = options.trace === undefined ? undefined : checkTraceFile(options.trace, cwd);
  const program = await loadProgram(found, await shareOwnPackage(own), view);
  const run = new Run({ file: found, options, traceFile, view, out, err });
  return run.toEnd(program, args);
}
