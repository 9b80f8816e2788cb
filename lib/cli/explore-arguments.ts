import { Option, type Command } from "commander";
import type { ExploreOptions } from "../testing/explore/options.js";
import type { ReplayOptions } from "../testing/explore/replay.js";
import { STRATEGIES } from "../testing/explore/strategies/names.js";
import { bound, count, option, wholeNumber } from "./option-types.js";
import { PROGRAM_EXTENSIONS } from "./program-file.js";

/** How the two commands that explore say what they have found. */
export interface TellingOptions {
  /** Which export of the module is the setup: the default one where left out. */
  readonly export?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** The options of `rondo explore`: its own, and those of `explore`, by the same names. */
export interface ExploreCommandOptions
  extends TellingOptions, Omit<ExploreOptions, "scheduler" | "onProgress" | "progressMs"> {
  readonly quiet?: boolean;
  /** How many threads do the work. */
  readonly workers?: number;
}

/** The options of `rondo replay`: its own, and those of `replay`. */
export interface ReplayCommandOptions extends TellingOptions, Omit<ReplayOptions, "scheduler"> {}

export interface ExploreRequest {
  readonly command: "explore";
  readonly file: string;
  readonly options: ExploreCommandOptions;
}

export interface ReplayRequest {
  readonly command: "replay";
  readonly file: string;
  readonly token: string;
  readonly options: ReplayCommandOptions;
}

/** The strategies that can be asked for by their names alone. */
const NAMES = Object.keys(STRATEGIES).filter((name) => name !== "replay");

/**
 * The options that are handed on to `explore`. A new one is a line here: its name in camel case is that of the option of
 * `explore`.
 */
function exploring(): Option[] {
  return [
    new Option("--strategy <name>", "how schedules are chosen (default: portfolio)").choices(NAMES),
    option("--schedules <n>", "how many schedules are run at the most", count),
    option("--steps <n>", "how many steps a schedule may have (default: 10000)", count),
    option("--seed <n>", "fix what is drawn (default: 0)", wholeNumber),
    option("--preemptions <n>", "exhaustive: at most so many preemptions", bound),
    option("--delays <n>", "exhaustive: at most so many ready tasks passed over", bound),
    new Option("--deepen", "exhaustive: raise the bound from 0 on"),
    option("--depth <n>", "pct: the depth of the bugs that are looked for (default: 3)", count),
    new Option("--time <mode>", "when timers are due (default: quiescent)").choices(["quiescent", "any", "free"]),
    new Option("--cancel-anywhere", "try to cancel each task before each of its turns"),
    new Option("--interrupt-anywhere", "try to interrupt each task before each of its turns"),
    new Option("--crash-anywhere", "try to let each task crash before each of its turns"),
    option("--faults <n>", "how many things may go wrong in a schedule (default: 1)", bound),
    new Option("--deterministic", "all schedules have to come to the same"),
    new Option("--collect", "go on after a failure, and show all that differ"),
    new Option("--no-shrink", "show a failing schedule as it was found"),
    new Option("--certify", "prove that no schedule with fewer preemptions fails in this way"),
    new Option("--audit", "dpor: run all schedules beside it, and compare what they come to"),
    new Option("--classes", "count the classes of schedules that differ in independent steps only"),
  ];
}

function working(): Option[] {
  return [
    option("--workers <n>", "let so many threads do the work", count),
    new Option("--quiet", "no progress on the terminal"),
  ];
}

function telling(): Option[] {
  return [
    new Option("--export <name>", "explore that export of the file, and not its default one"),
    new Option("--json", "print the report as JSON"),
    new Option("--verbose", "show whole stack traces"),
    new Option("--no-color", "no colours, as with NO_COLOR in the environment"),
    new Option("--no-colour").hideHelp(),
  ];
}

export function describeExplore(command: Command, codes: string): Command {
  command
    .summary("run a program under every schedule that matters")
    .description(
      "Explores a program: runs it under many schedules, and looks for one under which it fails.\n" +
        "The file's default export is what the function explore of rondo/testing takes: a function that makes the program afresh " +
        "for each run, and returns it or a record: { tasks: [program, …], check, invariant, … }.",
    );
  withFile(command);
  for (const each of [...exploring(), ...working(), ...telling()]) command.addOption(each);
  return command.addHelpText("after", exploreTail(codes));
}

export function describeReplay(command: Command, codes: string): Command {
  command
    .summary("run one schedule again, by its token")
    .description("Runs a program under the one schedule that a token tells, and shows how it fails.");
  withFile(command).argument("<token>", "the schedule, as a failure names it: r1:…");
  command
    .addOption(option("--steps <n>", "how many steps the schedule may have", count))
    .addOption(new Option("--no-strict", "follow the token as far as it goes, where the program has changed"))
    .addOption(new Option("--no-go-on", "end where the token ends"));
  for (const each of telling()) command.addOption(each);
  return command.addHelpText("after", replayTail(codes));
}

function withFile(command: Command): Command {
  return command
    .helpOption("-h, --help", "show this help")
    .argument("<file>", `the file with the program (${PROGRAM_EXTENSIONS.join(", ")})`);
}

const exploreTail = (codes: string): string => `
Examples:
  rondo explore account.spec.ts
  rondo explore --strategy dpor --export transfer account.ts
  rondo explore --strategy exhaustive --preemptions 2 --deepen --json account.ts

${codes}`;

const replayTail = (codes: string): string => `
Example:
  rondo replay account.ts r1:1bo:4cqs

${codes}`;
