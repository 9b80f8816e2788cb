import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CommandError, EXIT, MEANINGS } from "./exit-codes.js";
import {
  describeExplore,
  describeReplay,
  type ExploreCommandOptions,
  type ExploreRequest,
  type ReplayCommandOptions,
  type ReplayRequest,
} from "./explore-arguments.js";
import { count, option, time, wholeNumber } from "./option-types.js";
import { PROGRAM_EXTENSIONS } from "./program-file.js";
import path from "node:path";

/** What the user asked for: a command, with its options checked. */
export type Request = RunRequest | ExploreRequest | ReplayRequest;

export interface RunRequest {
  readonly command: "run";
  readonly file: string;
  /** What the program is called with. */
  readonly args: readonly string[];
  readonly options: RunOptions;
}

/** The options of `rondo run`; those without a default are left out where they are not given. */
export interface RunOptions {
  readonly seed?: number;
  readonly order?: "round-robin" | "priority" | "shuffled";
  readonly until?: number;
  readonly realtime?: boolean;
  readonly trace?: string;
  readonly timeline?: boolean;
  readonly ascii?: boolean;
  readonly maxTurns?: number;
  readonly maxTime?: number;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** Where the text that was asked for goes (`--help`, `--version`). */
export interface TextOutput {
  write(text: string): unknown;
}

/**
 * Reads the command line: what is to be run, or `undefined` where only a text was asked for, which is then written.
 * @throws CommandError for wrong usage
 */
export function parseArguments(argv: readonly string[], version: string, output: TextOutput): Request | undefined {
  let request: Request | undefined;
  const command = rondoCommand(version, output, (asked) => {
    request = asked;
  });
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new CommandError(EXIT.usage, `${wordsOf(error, argv)}\n${seeHelp(error, argv)}`);
  }
  return request;
}

/** British spelling is understood, too. */
type Spelled<Options> = Options & { readonly colour: boolean };

function oneSpelling<Options extends { readonly color: boolean }>({ colour, ...options }: Spelled<Options>): Options {
  return { ...options, color: options.color && colour } as unknown as Options;
}

function rondoCommand(version: string, output: TextOutput, ask: (request: Request) => void): Command {
  const rondo = new Command("rondo")
    .description("Runs programs of the cooperative task scheduler Rondo, and explores their schedules.")
    .version(version, "-v, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({ writeOut: (text) => output.write(text), writeErr: () => undefined })
    .exitOverride();
  rondo.addHelpText("after", "\n`rondo run --help` lists the options and the exit codes.");
  describeRun(rondo.command("run").exitOverride()).action(
    (file: string, args: string[], options: Spelled<RunOptions>) =>
      ask({ command: "run", file, args, options: oneSpelling(options) }),
  );
  describeExplore(rondo.command("explore").exitOverride(), exitCodes).action(
    (file: string, options: Spelled<ExploreCommandOptions>) =>
      ask({ command: "explore", file, options: oneSpelling(options) }),
  );
  describeReplay(rondo.command("replay").exitOverride(), exitCodes).action(
    (file: string, token: string, options: Spelled<ReplayCommandOptions>) =>
      ask({ command: "replay", file, token, options: oneSpelling(options) }),
  );
  return rondo;
}

function describeRun(command: Command): Command {
  return command
    .summary("run a program file")
    .description(
      "Runs a program: a module whose default export is a generator function, in TypeScript or JavaScript.\n" +
        "It runs in virtual time, which jumps from one timer to the next, unless --realtime is given.",
    )
    .argument("<file>", `the program file (${PROGRAM_EXTENSIONS.join(", ")})`)
    .argument("[args...]", "what the program is called with, as strings; after -- also what begins with a dash")
    .addOption(option("--seed <n>", "fix what random() draws and how tasks are shuffled (default: 0)", wholeNumber))
    .addOption(
      new Option("--order <name>", "who runs next among the ready tasks").choices([
        "round-robin",
        "priority",
        "shuffled",
      ]),
    )
    .addOption(option("--until <time>", "stop before that instant, and say what is left", time))
    .option("--realtime", "let the clock count milliseconds, and wait for the outside")
    .addOption(option("--trace <file>", "write the trace, as JSON, also when the run fails", traceFile))
    .option("--timeline", "print a timeline of the tasks after the run, also when it fails")
    .addOption(new Option("--ascii", "draw the timeline with ASCII characters only").implies({ timeline: true }))
    .addOption(option("--max-turns <n>", "turns in one instant before it is a livelock (default: 50 million)", count))
    .addOption(option("--max-time <time>", "the latest instant that the program may reach", time))
    .option("--verbose", "show whole stack traces, where tasks were spawned, and unread messages")
    .option("--no-color", "no colours, as with NO_COLOR in the environment")
    .addOption(new Option("--no-colour").hideHelp())
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", helpTail);
}

const exitCodes = `Exit codes:
${Object.entries(MEANINGS)
  .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
  .join("\n")}`;

const helpTail = `
Examples:
  rondo run examples/tour.ts notes.txt
  rondo run --order shuffled --seed 7 --timeline program.ts
  rondo run --until 5000 --trace trace.json program.ts -- --an-option-of-the-program

${exitCodes}`;

/** `--trace program.ts` would write over the program: the name of the trace was forgotten. */
function traceFile(text: string): string {
  if (text === "") throw new InvalidArgumentError("Name the file to write, such as trace.json.");
  if (PROGRAM_EXTENSIONS.includes(path.extname(text).toLowerCase())) {
    throw new InvalidArgumentError("That looks like a program. Name the file to write, such as trace.json.");
  }
  return text;
}

const COMMANDS: readonly string[] = ["run", "explore", "replay"] satisfies Request["command"][];

/** What is wrong, in a sentence that begins as all messages of the command do. */
function wordsOf(error: CommanderError, argv: readonly string[]): string {
  const [first] = argv;
  if (error.code === "commander.help") return "what is to be run? Write: rondo run <file>";
  if (error.code === "commander.unknownCommand" && first !== undefined && looksLikeFile(first)) {
    return `unknown command '${first}'. To run a program file, write: rondo run ${first}`;
  }
  const words = error.message.replace(/^error: /, "");
  if (error.code !== "commander.unknownOption" || first !== "run") return words;
  return `${words}\nWhat is meant for the program goes after --, as in: rondo run <file> -- --its-option`;
}

function looksLikeFile(text: string): boolean {
  return PROGRAM_EXTENSIONS.includes(path.extname(text)) || /[\\/]/.test(text);
}

function seeHelp(error: CommanderError, argv: readonly string[]): string {
  const [first = ""] = argv;
  const known = COMMANDS.includes(first) && error.code !== "commander.unknownCommand";
  return `See ${known ? `rondo ${first} --help` : "rondo --help"}`;
}
