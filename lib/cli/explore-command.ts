import { milliseconds } from "../host/stopwatch.js";
import { Explorer } from "../testing/explore/explorer.js";
import { planOf, type ExploreOptions, type Plan } from "../testing/explore/options.js";
import type { ExploreProgress } from "../testing/explore/progress.js";
import { Division } from "../testing/explore/split/division.js";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.js";
import type { ExploreCommandOptions, ExploreRequest } from "./explore-arguments.js";
import { progressText } from "./explore-progress.js";
import { exitCodeOf, exploreJson, exploreText, type Finding } from "./explore-report.js";
import { onInterrupt } from "./interrupts.js";
import { muted } from "./muted.js";
import type { Surroundings } from "./run-command.js";
import { Search } from "./search.js";
import { openSetup, setupFault, type Opened } from "./setup.js";
import { StatusLine } from "./status-line.js";
import { Parallel } from "./workers/parallel.js";
import { Pool } from "./workers/pool.js";

/**
 * `rondo explore`: loads a program, explores it, and says what was found.
 * @throws CommandError where it could not be explored at all
 */
export async function exploreCommand(request: ExploreRequest, around: Surroundings): Promise<ExitCode> {
  const { file, options } = request;
  const plan = planFrom(options);
  const opened = await openSetup(file, options, around);
  let finding: Finding;
  try {
    finding = await watched(options, around, searcher(request, plan, opened, around));
  } catch (error) {
    throw setupFault(error, opened);
  }
  const text = options.json === true ? exploreJson(finding, file, options) : exploreText(finding, opened, options);
  around.out.write(`${text}\n`);
  return exitCodeOf(finding);
}

/** The options that are those of `explore`, checked as it does. */
function planFrom(options: ExploreCommandOptions): Plan {
  const {
    export: _export,
    json: _json,
    verbose: _verbose,
    color: _color,
    quiet: _quiet,
    workers: _workers,
    ...explored
  } = options;
  try {
    return planOf(explored satisfies ExploreOptions);
  } catch (error) {
    throw new CommandError(
      EXIT.usage,
      `${(error as Error).message.replace(/^explore: /, "")}\nSee rondo explore --help`,
    );
  }
}

/** Explores, and tells how far it is. `stop` makes it end with what it has seen. */
interface Searcher {
  run(tick: (progress: ExploreProgress) => void): Promise<Omit<Finding, "stopped">>;
  stop(): void;
}

function searcher(
  { file, options }: ExploreRequest,
  plan: Plan,
  opened: Opened,
  { script, cwd, err }: Surroundings,
): Searcher {
  const { workers = 1 } = options;
  const alone = (why?: string): Searcher => {
    if (why !== undefined) err.write(`rondo: one worker does all of it: ${why}.\n`);
    return new Search(new Explorer(opened.setup, plan));
  };
  if (workers === 1 || script === undefined) return alone();
  const division = new Division(opened.setup, plan, workers * PARTS);
  const why = muted(() => division.whyNot());
  if (why !== undefined) return alone(why);
  const pool = new Pool(script, { file, export: options.export, cwd, plan }, workers);
  return new Parallel(opened.setup, plan, division, pool);
}

/** Explores with an eye on the terminal: it shows how far it is, and a Ctrl-C ends it with what it has seen. */
async function watched({ quiet }: ExploreCommandOptions, around: Surroundings, search: Searcher): Promise<Finding> {
  const { out, err } = around;
  const isShown = err.isTTY === true && quiet !== true;
  const line = isShown ? new StatusLine(err, out.isTTY === true ? [out] : [], milliseconds) : undefined;
  let stopped: ExitCode | undefined;
  const release = onInterrupt((code) => {
    stopped = code;
    search.stop();
  });
  try {
    const found = await search.run((progress) => line?.tick(() => progressText(progress)));
    return { ...found, stopped };
  } finally {
    line?.end();
    release();
  }
}

/** How many parts there are for each worker: enough that nobody is left with a large one in the end. */
const PARTS = 24;
