import { soon } from "../host/timer.js";
import { milliseconds } from "../host/stopwatch.js";
import { Explorer } from "../testing/explore/explorer.js";
import { ScheduleFailure } from "../testing/explore/failure.js";
import { planOf, type ExploreOptions, type Plan } from "../testing/explore/options.js";
import type { ExploreProgress } from "../testing/explore/progress.js";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.js";
import type { ExploreCommandOptions, ExploreRequest } from "./explore-arguments.js";
import { progressText } from "./explore-progress.js";
import { exitCodeOf, exploreJson, exploreText, type Finding } from "./explore-report.js";
import { onInterrupt } from "./interrupts.js";
import { muted } from "./muted.js";
import type { Surroundings } from "./run-command.js";
import { openSetup, setupFault } from "./setup.js";
import { StatusLine } from "./status-line.js";

/**
 * `rondo explore`: loads a program, explores it, and says what was found.
 * @throws CommandError where it could not be explored at all
 */
export async function exploreCommand({ file, options }: ExploreRequest, around: Surroundings): Promise<ExitCode> {
  const plan = planFrom(options);
  const opened = await openSetup(file, options, around);
  const { out } = around;
  let finding: Finding;
  try {
    finding = await watched(new Explorer(opened.setup, plan), options, around);
  } catch (error) {
    throw setupFault(error, opened);
  }
  const text = options.json === true ? exploreJson(finding, file, options) : exploreText(finding, opened, options);
  out.write(`${text}\n`);
  return exitCodeOf(finding);
}

/** The options that are those of `explore`, checked as it does. */
function planFrom(options: ExploreCommandOptions): Plan {
  const { export: _export, json: _json, verbose: _verbose, color: _color, quiet: _quiet, ...explored } = options;
  try {
    return planOf(explored satisfies ExploreOptions);
  } catch (error) {
    throw new CommandError(
      EXIT.usage,
      `${(error as Error).message.replace(/^explore: /, "")}\nSee rondo explore --help`,
    );
  }
}

/** Explores with an eye on the terminal: it shows how far it is, and a Ctrl-C ends it with what it has seen. */
async function watched(explorer: Explorer, { quiet }: ExploreCommandOptions, around: Surroundings): Promise<Finding> {
  const { out, err } = around;
  const isShown = err.isTTY === true && quiet !== true;
  const line = isShown ? new StatusLine(err, out.isTTY === true ? [out] : [], milliseconds) : undefined;
  let stopped: ExitCode | undefined;
  const release = onInterrupt((code) => (stopped = code));
  try {
    const failures = await search(explorer, (progress) => {
      line?.tick(() => progressText(progress));
      return stopped === undefined;
    });
    return { stats: explorer.stats(), failures, stopped, share: explorer.progress().share };
  } finally {
    line?.end();
    release();
  }
}

/** How long the event loop stands still at a time. Milliseconds. */
const SLICE = 50;

/** Runs schedules, and lets the event loop run in between, so that signals are heard. `goesOn` is told how far it is. */
async function search(
  explorer: Explorer,
  goesOn: (progress: ExploreProgress) => boolean,
): Promise<readonly ScheduleFailure[]> {
  try {
    while (muted(() => runFor(explorer, SLICE))) {
      await new Promise<void>(soon);
      if (!goesOn(explorer.progress())) break;
    }
    return muted(() => explorer.report().failures);
  } catch (error) {
    if (error instanceof ScheduleFailure) return [error];
    throw error;
  }
}

/** Whether there is more to run after so many milliseconds. */
function runFor(explorer: Explorer, ms: number): boolean {
  const end = milliseconds() + ms;
  while (explorer.next()) if (milliseconds() >= end) return true;
  return false;
}
