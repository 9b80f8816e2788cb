import { fileURLToPath } from "node:url";
import type { RunRequest } from "./arguments.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { loadProgram } from "./load.js";
import { shareOwnPackage, type OwnPackage } from "./own-package.js";
import { findProgramFile } from "./program-file.js";
import { checkTraceFile, Recording } from "./recording.js";
import { Run } from "./run.js";
import { colorsFor, columnsOf, type Output, type View } from "./view.js";

/** Where the command runs. */
export interface Surroundings {
  readonly own: OwnPackage;
  /** What worker threads run: the command itself. Without it there are none. */
  readonly script?: URL;
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
}

/**
 * `rondo run`: loads a program, runs it, hands out what was recorded, and says on stderr what went wrong.
 * @throws CommandError where it could not be run at all
 */
export async function runCommand({ file, args, options }: RunRequest, around: Surroundings): Promise<ExitCode> {
  const { own, cwd, out, err } = around;
  const home = fileURLToPath(own.home);
  const view: View = { colors: colorsFor(err, options.color), cwd, home, verbose: options.verbose === true };
  const found = findProgramFile(file, cwd);
  const traceFile = options.trace === undefined ? undefined : checkTraceFile(options.trace, cwd);
  const program = await loadProgram(found, await shareOwnPackage(own), view);
  const run = new Run({ file: found, options, view, out, err });
  const isRecorded = traceFile !== undefined || options.timeline === true;
  const recording = isRecorded ? await Recording.begin(run.scheduler) : undefined;
  const { code, text } = await run.toEnd(program, args, recording);
  if (options.timeline === true) {
    out.write(`\n${recording!.timeline(options.ascii === true, colorsFor(out, options.color), columnsOf(out))}`);
  }
  if (text !== undefined) run.tell(text);
  if (recording === undefined || traceFile === undefined) return code;
  if (recording.isCut) run.tell("the run was too long for its trace, which begins in the middle.");
  const fault = recording.write(traceFile);
  if (fault !== undefined) run.tell(fault);
  return fault !== undefined && code === EXIT.ok ? EXIT.noTrace : code;
}
