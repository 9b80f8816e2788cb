import { parseArguments, type Request } from "../../lib/cli/arguments.js";
import { CommandError, EXIT } from "../../lib/cli/exit-codes.js";
import { thrownBy } from "../support/thrown.js";

/** What is asked for, and the text that was written. */
function parse(...argv: string[]): { request: Request | undefined; text: string } {
  let text = "";
  const request = parseArguments(argv, "1.2.3", { write: (more) => (text += more) });
  return { request, text };
}

/** The message of wrong usage. */
function usage(...argv: string[]): string {
  const error = thrownBy(() => parse(...argv));
  if (!(error instanceof CommandError)) throw error;
  expect(error.code).toBe(EXIT.usage);
  return error.message;
}

describe("the command line", () => {
  it("has a file and nothing else at least", () => {
    expect(parse("run", "a.ts")).toEqual({
      request: { command: "run", file: "a.ts", args: [], options: { color: true } },
      text: "",
    });
  });

  it("takes options before the file and behind it, as numbers where they are numbers", () => {
    const options = {
      seed: -7,
      order: "shuffled",
      until: 1.5,
      realtime: true,
      trace: "t.json",
      timeline: true,
      maxTurns: 1000,
      maxTime: 1e6,
      verbose: true,
      color: true,
    };
    const before = ["--seed", "-7", "--order", "shuffled", "--until", "1.5", "--realtime", "--trace", "t.json"];
    const behind = ["--timeline", "--max-turns", "1000", "--max-time=1e6", "--verbose"];
    expect(parse("run", ...before, "a.ts", ...behind).request).toEqual({
      command: "run",
      file: "a.ts",
      args: [],
      options,
    });
  });

  it("leaves to the program what stands behind the file, and all that stands behind --", () => {
    expect(parse("run", "a.ts", "b", "--timeline", "-5", "--", "--timeline", "--", "c").request).toEqual({
      command: "run",
      file: "a.ts",
      args: ["b", "-5", "--timeline", "--", "c"],
      options: { color: true, timeline: true },
    });
  });

  it("draws the timeline where it is to be drawn with ASCII", () => {
    expect(parse("run", "a.ts", "--ascii").request?.options).toMatchObject({ timeline: true, ascii: true });
  });

  it.each(["--no-color", "--no-colour"])("has no colours with %s", (option) => {
    expect(parse("run", option, "a.ts").request?.options.color).toBe(false);
  });

  it.each([["--version"], ["-v"]])("shows the version: %s", (...argv) => {
    expect(parse(...argv)).toEqual({ request: undefined, text: "1.2.3\n" });
  });

  it.each([["--help"], ["-h"], ["help"]])("shows the commands: %s", (...argv) => {
    const { request, text } = parse(...argv);
    expect(request).toBeUndefined();
    expect(text).toContain("run [options] <file> [args...]");
  });

  it.each([
    ["run", "--help"],
    ["run", "-h"],
    ["help", "run"],
    ["run", "a.ts", "--help"],
    ["explore", "--help"],
    ["help", "replay"],
  ])("shows the options and the exit codes: %s %s %s", (...argv) => {
    const { request, text } = parse(...argv);
    expect(request).toBeUndefined();
    expect(text).toContain(
      argv.includes("explore") ? "--strategy <name>" : argv.includes("replay") ? "--no-go-on" : "--max-turns <n>",
    );
    expect(text).toContain("  130  interrupted (Ctrl-C)");
  });
});

describe("the command line of rondo explore", () => {
  it("has a file at least", () => {
    expect(parse("explore", "a.ts").request).toEqual({
      command: "explore",
      file: "a.ts",
      options: { color: true, shrink: true },
    });
  });

  it("takes the options of explore, by the same names", () => {
    const numbers = [
      "--schedules",
      "5",
      "--steps=6",
      "--seed",
      "-7",
      "--preemptions",
      "0",
      "--delays",
      "2",
      "--depth",
      "4",
      "--workers",
      "2",
    ];
    const flags = [
      "--deepen",
      "--deterministic",
      "--collect",
      "--no-shrink",
      "--certify",
      "--audit",
      "--classes",
      "--cancel-anywhere",
      "--interrupt-anywhere",
      "--crash-anywhere",
    ];
    const words = ["--strategy", "dpor", "--time", "free", "--export", "setup"];
    const own = ["--quiet", "--json", "--verbose", "--no-colour"];
    expect(parse("explore", ...numbers, "a.ts", ...flags, ...words, ...own).request?.options).toEqual({
      schedules: 5,
      steps: 6,
      seed: -7,
      preemptions: 0,
      delays: 2,
      depth: 4,
      workers: 2,
      deepen: true,
      deterministic: true,
      collect: true,
      shrink: false,
      certify: true,
      audit: true,
      cancelAnywhere: true,
      interruptAnywhere: true,
      crashAnywhere: true,
      classes: true,
      strategy: "dpor",
      time: "free",
      export: "setup",
      quiet: true,
      json: true,
      verbose: true,
      color: false,
    });
  });

  it("offers each strategy but that of replay", () => {
    expect(usage("explore", "--strategy", "replay", "a.ts")).toContain(
      "Allowed choices are exhaustive, dpor, dpor-source, random,",
    );
  });
});

describe("the command line of rondo replay", () => {
  it("has a file and a token", () => {
    expect(parse("replay", "a.ts", "r1:-:1paa").request).toEqual({
      command: "replay",
      file: "a.ts",
      token: "r1:-:1paa",
      options: { color: true, strict: true, goOn: true },
    });
  });

  it("takes the options of replay", () => {
    const options = ["--no-strict", "--no-go-on", "--steps", "9", "--export", "setup", "--json"];
    expect(parse("replay", "a.ts", "r1:-:1paa", ...options).request?.options).toEqual({
      color: true,
      strict: false,
      goOn: false,
      steps: 9,
      export: "setup",
      json: true,
    });
  });
});

describe("wrong usage", () => {
  it.each([
    [[], "what is to be run? Write: rondo run <file>\nSee rondo --help"],
    [["run"], "missing required argument 'file'\nSee rondo run --help"],
    [["explore"], "missing required argument 'file'\nSee rondo explore --help"],
    [
      ["explore", "a.ts", "--stratgy", "x"],
      "unknown option '--stratgy'\n(Did you mean --strategy?)\nSee rondo explore --help",
    ],
    [["replay", "a.ts"], "missing required argument 'token'\nSee rondo replay --help"],
    [["walk"], "unknown command 'walk'\nSee rondo --help"],
    [["a.ts"], "unknown command 'a.ts'. To run a program file, write: rondo run a.ts\nSee rondo --help"],
    [["--walk"], "unknown option '--walk'\nSee rondo --help"],
    [["run", "a.ts", "--until"], "option '--until <time>' argument missing\nSee rondo run --help"],
  ])("says what is missing or unknown: %j", (argv, message) => {
    expect(usage(...argv)).toBe(message);
  });

  it("names the option that was meant, and where those of the program go", () => {
    expect(usage("run", "a.ts", "--sed", "7")).toBe(
      "unknown option '--sed'\n(Did you mean --seed?)\n" +
        "What is meant for the program goes after --, as in: rondo run <file> -- --its-option\nSee rondo run --help",
    );
  });

  it.each([
    ["--seed", "x", "It must be a whole number."],
    ["--seed", "1.5", "It must be a whole number."],
    ["--seed", "", "It must be a whole number."],
    ["--seed", "9007199254740993", "It must be a whole number."],
    ["--until", "-1", "It must be a number, and not negative."],
    ["--until", "Infinity", "It must be a number, and not negative."],
    ["--max-time", "soon", "It must be a number, and not negative."],
    ["--max-turns", "0", "It must be a whole number above 0."],
    ["--order", "random", "Allowed choices are round-robin, priority, shuffled."],
    ["--trace", "", "Name the file to write, such as trace.json."],
    ["--trace", "b.ts", "That looks like a program. Name the file to write, such as trace.json."],
  ])("says what a value has to be: %s %s", (option, value, message) => {
    expect(usage("run", "a.ts", option, value)).toBe(
      `option '${flagsOf(option)}' argument '${value}' is invalid. ${message}\nSee rondo run --help`,
    );
  });
});

/** An option as the help shows it. */
function flagsOf(option: string): string {
  const { text } = parse("run", "--help");
  return new RegExp(`${option} <\\w+>`).exec(text)?.[0] ?? option;
}
