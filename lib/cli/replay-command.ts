import { ScheduleFailure } from "../testing/explore/failure.js";
import { replay } from "../testing/explore/replay.js";
import type { ExploreReport } from "../testing/explore/report.js";
import { parseToken } from "../testing/explore/token/token.js";
import { TokenError } from "../testing/explore/token/token-error.js";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.js";
import type { ReplayCommandOptions, ReplayRequest } from "./explore-arguments.js";
import { failureJson, failureText, replayLine } from "./explore-report.js";
import { muted } from "./muted.js";
import type { Surroundings } from "./run-command.js";
import { openSetup, setupFault, type Opened } from "./setup.js";
import { words } from "./status-line.js";

/**
 * `rondo replay`: runs one schedule of a program again, and shows how it fails. What the program prints is shown, too.
 * @throws CommandError where it could not be run, or is none of the program
 */
export async function replayCommand({ file, token, options }: ReplayRequest, around: Surroundings): Promise<ExitCode> {
  checkToken(token);
  const opened = await openSetup(file, options, around);
  const rerun = (): ExploreReport | ScheduleFailure => runAgain(opened, token, options);
  // Stdout is for the JSON alone.
  const came = options.json === true ? muted(rerun, around.err) : rerun();
  const text = options.json === true ? json(came, file, token, options) : inWords(came, opened, options);
  around.out.write(`${text}\n`);
  return came instanceof ScheduleFailure ? EXIT.failed : EXIT.ok;
}

function checkToken(token: string): void {
  try {
    parseToken(token);
  } catch (error) {
    throw new CommandError(EXIT.usage, (error as Error).message);
  }
}

function runAgain(opened: Opened, token: string, options: ReplayCommandOptions): ExploreReport | ScheduleFailure {
  const { steps, strict = true, goOn = true } = options;
  try {
    return replay(opened.setup, token, { ...(steps === undefined ? {} : { steps }), strict, goOn });
  } catch (error) {
    if (error instanceof ScheduleFailure) return error;
    if (!(error instanceof TokenError)) throw setupFault(error, opened);
    const advice = "To follow the token as far as it goes: rondo replay --no-strict";
    throw new CommandError(EXIT.parted, error.message.replace(/To follow the token as far as it goes: .*$/, advice));
  }
}

function inWords(came: ExploreReport | ScheduleFailure, { file, view }: Opened, options: ReplayCommandOptions): string {
  const { colors } = view;
  if (came instanceof ScheduleFailure) {
    return `${failureText(came, replayLine(came, file.shown, options), view)}\n\n${colors.red(`${file.shown} fails.`)}`;
  }
  const end = came.complete ? "" : ", up to where the token ends";
  return `${colors.green(`${file.shown} does not fail`)} under this schedule: ${words(came.depth, "step")}${end}.`;
}

function json(
  came: ExploreReport | ScheduleFailure,
  shown: string,
  token: string,
  options: ReplayCommandOptions,
): string {
  const fails = came instanceof ScheduleFailure;
  const report = {
    schema: 1,
    command: "replay",
    file: shown,
    export: options.export ?? "default",
    token,
    outcome: fails ? "failed" : "passed",
    exitCode: fails ? EXIT.failed : EXIT.ok,
    steps: fails ? came.schedule.length : came.depth,
    failures: fails ? [failureJson(came, shown, options)] : [],
  };
  return JSON.stringify(report, undefined, 2);
}
