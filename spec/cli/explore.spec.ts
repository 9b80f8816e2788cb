import { Command, ended, seen } from "./command.js";

let command: Command;
beforeAll(() => {
  command = new Command();
  for (const [name, text] of Object.entries(programs)) command.write(name, text);
}, 120_000);
afterAll(() => command.remove());

const account = `
import { tracked } from "rondo/testing";
const account = (lost) => () => {
  const state = tracked({ balance: 0 });
  function* deposit() {
    const before = state.balance;
    if (lost) yield;
    state.balance = before + 1;
    console.log("deposited");
  }
  const check = () => { if (state.balance !== 2) throw new Error("lost a deposit"); };
  return { tasks: [deposit, deposit], check };
};
`;

const programs = {
  "loses.mjs": `${account}export default account(true);\nexport const whole = account(false);`,
  "holds.mjs": `${account}export default account(false);\nexport const lossy = account(true);`,
  "sleeps.mjs": `
import { sleep } from "rondo";
function* naps() { yield* sleep(1); }
export default () => ({ tasks: [naps, naps] });`,
  "plain.mjs": `
export default () => {
  const state = { n: 0 };
  function* add() { state.n++; yield; state.n++; }
  return { tasks: [add, add] };
};`,
  "typed.ts": `
import { Mutex } from "rondo";
import type { ExploreSetup } from "rondo/testing";
const setup: ExploreSetup = () => {
  const [a, b] = [new Mutex("a"), new Mutex("b")];
  function* takes(first: Mutex, second: Mutex) {
    using _first = yield* first.lock();
    using _second = yield* second.lock();
  }
  return { tasks: [() => takes(a, b), () => takes(b, a)] };
};
export default setup;`,
  "two-ways.mjs": `
export default () => {
  const order = [];
  function* says(name) { yield; order.push(name); }
  const check = () => { if (order[0] !== "a") throw new Error(order[0] + " was first"); };
  return { tasks: [() => says("a"), () => says("b"), () => says("c")], check };
};`,
  "polls.mjs": `
import { tracked } from "rondo/testing";
export default () => {
  const state = tracked({ on: false });
  function* polls() { while (!state.on) yield; }
  function* sets() { yield; state.on = true; }
  return { tasks: [polls, sets] };
};`,
  "program.mjs": `export default function* main() { yield; throw new RangeError("out of stock"); }`,
  "common.cjs": `module.exports = () => function* main() { yield; };`,
  "endless.mjs": `
import { writeSync } from "node:fs";
function* busy() { for (let i = 0; i < 12; i++) yield; }
const tasks = [busy, busy, busy, busy];
let begun = false;
export default () => {
  if (!begun) writeSync(2, "begun");
  begun = true;
  return { tasks };
};`,
  "throws.mjs": `export default () => { throw new Error("no database"); };`,
  "number.mjs": `export default () => 5;`,
  "nothing.mjs": `export const five = 5; export const setup = () => function* () { yield; };`,
  "async.mjs": `export default async () => {};`,
  "forgets.mjs": `
let runs = 0;
function* main() { yield; }
export default () => ({ tasks: runs++ % 2 === 0 ? [main, main] : [main, main, main] });`,
  "my program's.mjs": `export default function* main() { yield; throw new Error("no"); }`,
};

/** The output with the time that it took left out. */
function untimed(text: string): string {
  return text.replace(/\d+\.\d s$/gm, "… s");
}

function explore(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const result = command.rondo("explore", ...args);
  return { ...result, stdout: untimed(result.stdout) };
}

describe("rondo explore: its exit code and what it tells", () => {
  it("is 0 where all schedules were seen and none fails; what the program prints is not shown", () => {
    expect(explore("--strategy", "exhaustive", "holds.mjs")).toEqual({
      status: 0,
      stdout:
        "holds.mjs holds. It was run under 2 schedules (exhaustive), among them all that there are.\n" +
        "  2 choice points, depth 2, … s\n",
      stderr: "",
    });
    expect(explore("--strategy", "dpor", "holds.mjs").stdout).toMatch(
      /^holds\.mjs holds\. It was run under 2 schedules \(dpor\), among them at least one of each class\.\n/,
    );
  });

  it("is 0 where none was found to fail, and says that not all were seen", () => {
    expect(explore("--strategy", "random", "--schedules", "1000", "holds.mjs")).toEqual({
      status: 0,
      stdout:
        "holds.mjs: no failure found, but not all schedules were seen: 1,000 schedules (random) were run.\n" +
        "  1,000 choice points, depth 2, … s\n",
      stderr: "",
    });
  });

  it("says what an audit has seen", () => {
    expect(explore("--strategy", "dpor", "--audit", "holds.mjs").stdout).toMatch(
      /\.\n {2}audit: 2 schedules, which is all; 1 final state, and the reduced search saw each\n {2}2 choice points/,
    );
  });

  it("leads on to time where a program that holds sets timers", () => {
    const hint = "no timer was due while anything else could happen: --time any lets them race";
    expect(explore("sleeps.mjs").stdout).toContain(`\n  ${hint}\n`);
    expect(explore("--time", "any", "sleeps.mjs").stdout).not.toContain(hint);
    expect(explore("holds.mjs").stdout).not.toContain(hint);
  });

  it("asks whether state is tracked where a reduced search takes all schedules for one class", () => {
    const hint = "  no two tasks touch the same thing: is what they share tracked? --audit looks after it\n";
    expect(explore("--strategy", "dpor", "plain.mjs").stdout).toContain(hint);
    expect(explore("--strategy", "dpor", "holds.mjs").stdout).not.toContain(hint);
    expect(explore("--strategy", "exhaustive", "plain.mjs").stdout).not.toContain(hint);
    // One task alone has nobody to share with.
    expect(explore("--strategy", "dpor", "common.cjs").stdout).not.toContain(hint);
  });

  it("says how many schedules were cut short", () => {
    expect(explore("--strategy", "exhaustive", "--schedules", "1", "--steps", "20", "polls.mjs").stdout).toMatch(
      /^polls\.mjs: no failure found, but not all schedules were seen: 1 schedule \(exhaustive\) was run\.\n {2}1 schedule came to the limit of steps, and to the end when all were treated fairly: what else may come behind the limit was not seen\n/,
    );
    // It knows better why it has seen no two that touch the same.
    expect(explore("--strategy", "dpor", "--steps", "20", "polls.mjs").stdout).not.toContain(
      "is what they share tracked",
    );
  });

  it("says where failures are collected whether those are all", () => {
    expect(explore("--strategy", "dpor", "--collect", "loses.mjs").stdout).toMatch(
      /\nloses\.mjs fails\. \d of \d schedules \(dpor\), among them at least one of each class, failed\.\n/,
    );
    expect(explore("--strategy", "dpor", "loses.mjs").stdout).not.toContain("among them");
  });

  it("speaks of no bound where none was asked for", () => {
    expect(explore("plain.mjs").stdout).toMatch(/ schedules \(portfolio\), among them all that there are\.\n/);
  });

  it("says up to which bound all schedules were seen", () => {
    const bounds = ["--strategy", "exhaustive", "--deepen", "--preemptions", "1"];
    expect(explore(...bounds, "endless.mjs").stdout).toMatch(
      /^endless\.mjs holds\. It was run under [\d,]+ schedules \(exhaustive\), among them all with at most 1 preemption\.\n/,
    );
  });

  it("is 1 where a schedule fails: with the story, the user's line, and the command that runs it again", () => {
    const { status, stdout, stderr } = explore("--strategy", "exhaustive", "loses.mjs");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const parts = stdout.split("\n\n");
    expect(parts[0]).toBe("check: Error: lost a deposit");
    expect(parts[1]).toMatch(/^4 steps, 1 preemption:\n {2}→ 1 /);
    const [thrown, again, verdict] = parts.slice(-3);
    expect(thrown?.split("\n")).toEqual([
      "Thrown",
      expect.stringMatching(/^ {4}at (Object\.)?check \(loses\.mjs:11:\d+\)$/),
      expect.stringContaining('throw new Error("lost a deposit")'),
    ]);
    expect(again).toMatch(/^To run this schedule again:\n {2}rondo replay loses\.mjs r1:\S+$/);
    expect(verdict).toBe("loses.mjs fails. 1 of 2 schedules (exhaustive) failed.\n  5 choice points, depth 4, … s\n");
  });

  it("takes TypeScript, and a deadlock is a failure as every other", () => {
    const { status, stdout } = explore("--strategy", "dpor", "typed.ts");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^deadlock: Deadlock: 2 tasks wait/);
    expect(stdout).toContain("rondo replay typed.ts r1:");
  });

  it("takes a program as it is, and module.exports", () => {
    expect(explore("program.mjs")).toMatchObject({ status: 1 });
    expect(explore("program.mjs").stdout).toMatch(/^error: RangeError: out of stock\n {2}in main 1\n/);
    expect(explore("--strategy", "exhaustive", "common.cjs")).toMatchObject({ status: 0 });
  });

  it("takes another export by its name, which the command to replay has, too", () => {
    expect(explore("loses.mjs", "--export", "whole")).toMatchObject({ status: 0 });
    expect(explore("holds.mjs", "--export=lossy").stdout).toContain("rondo replay --export lossy holds.mjs r1:");
  });

  it("writes the command to replay so that a shell reads it as it is meant", () => {
    expect(explore("my program's.mjs").stdout).toContain(String.raw`rondo replay 'my program'\''s.mjs' r1:`);
  });

  it("shows each way to fail with --collect", () => {
    const { status, stdout } = explore("--strategy", "exhaustive", "--collect", "two-ways.mjs");
    expect(status).toBe(1);
    expect(stdout.match(/^check: Error: . was first$/gm)).toEqual([
      "check: Error: b was first",
      "check: Error: c was first",
    ]);
    expect(stdout).toContain(
      "two-ways.mjs fails in 2 ways. 60 of 90 schedules (exhaustive), among them all that there are, failed.\n",
    );
  });

  it("is 1 for a program that keeps something from run to run, which has no schedule to replay", () => {
    const { status, stdout } = explore("--strategy", "exhaustive", "forgets.mjs");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^nondeterminism: /);
    expect(stdout).not.toContain("rondo replay");
  });

  it.each([
    [["--strategy", "all", "holds.mjs"], 2, /^rondo: option '--strategy <name>' argument 'all' is invalid\. Allowed/],
    [["--preemptions", "1", "holds.mjs"], 2, /^rondo: a bound on preemptions [^]*\nSee rondo explore --help\n$/],
    [["--preemptions", "-1", "holds.mjs"], 2, /It must be a whole number from 0 up\.\nSee rondo explore --help\n$/],
    [["holds.mjs", "more"], 2, /too many arguments[^]*See rondo explore --help\n$/],
    [["nowhere.mjs"], 3, /^rondo: there is no file nowhere\.mjs\.\n$/],
    [
      ["nothing.mjs"],
      4,
      "rondo: nothing.mjs has no program to explore: its default export is undefined.\n" +
        "It exports setup: name one of them with --export.\n",
    ],
    [["nothing.mjs", "--export", "five"], 4, /its export five is 5\.\nIt exports setup:/],
    [["async.mjs"], 4, /has no program to explore: default is async: write function\*/],
    [
      ["number.mjs"],
      4,
      "rondo: number.mjs has no program to explore: setup returned 5. Return a program, or { tasks: [program, …] }.\n",
    ],
    [["throws.mjs"], 4, /^rondo: the setup of throws\.mjs failed\.\nError: no database\n {4}at .*throws\.mjs:1:/],
  ] as const)("is told for what cannot be explored: %j", (args, status, told) => {
    const result = explore(...args);
    expect(result).toMatchObject({ status, stdout: "" });
    expect(result.stderr).toEqual(typeof told === "string" ? told : expect.stringMatching(told));
  });
});

describe("rondo explore --json", () => {
  it("prints one object, and nothing of the program's", () => {
    const { status, stdout, stderr } = explore("--json", "--strategy", "exhaustive", "--collect", "loses.mjs");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      command: "explore",
      file: "loses.mjs",
      export: "default",
      outcome: "failed",
      interrupted: false,
      exitCode: 1,
      strategy: "exhaustive",
      schedules: 6,
      complete: true,
      traces: 6,
      choicePoints: expect.any(Number) as unknown,
      depth: 4,
      blocked: 0,
      truncated: 0,
      timers: false,
      ms: expect.any(Number) as unknown,
      failing: 4,
      failures: [
        {
          kind: "check",
          message: expect.stringMatching(/^check: Error: lost a deposit\n/) as unknown,
          token: expect.stringMatching(/^r1:/) as unknown,
          schedule: expect.arrayContaining(["1", "2"]) as unknown,
          preemptions: 1,
          certified: false,
          seen: 4,
          replay: expect.stringMatching(/^rondo replay loses\.mjs r1:/) as unknown,
        },
      ],
    });
  });

  it("says whether all was seen", () => {
    expect(JSON.parse(explore("--json", "--strategy", "dpor", "holds.mjs").stdout)).toMatchObject({
      outcome: "complete",
      exitCode: 0,
    });
    expect(JSON.parse(explore("--json", "--strategy", "random", "holds.mjs").stdout)).toMatchObject({
      outcome: "sampled",
      exitCode: 0,
    });
  });
});

describe("rondo explore, interrupted", () => {
  it("is 130, and reports what was seen so far", async () => {
    const child = command.start("explore", "--strategy", "exhaustive", "endless.mjs");
    const text = seen(child.stdout, " s\n");
    // By then the command listens to signals, and the program has no end that anybody would see.
    await seen(child.stderr, "begun");
    child.kill("SIGINT");
    expect(await ended(child)).toBe(130);
    expect(await text).toMatch(
      /^endless\.mjs: no failure found, but not all schedules were seen: [\d,]+ schedules? \(exhaustive\) (was|were) run\. It was stopped with less than 0\.01 % seen\.\n/,
    );
  });
});

describe("rondo replay", () => {
  const token = (...args: string[]): string =>
    (JSON.parse(explore("--json", ...args).stdout) as { failures: { token: string }[] }).failures[0]!.token;

  it("is 1 where the schedule fails, with what the program prints in it", () => {
    const lost = token("loses.mjs");
    const { status, stdout, stderr } = command.rondo("replay", "loses.mjs", lost);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^(deposited\n)+check: Error: lost a deposit\n/);
    expect(stdout).toMatch(new RegExp(`rondo replay loses\\.mjs ${lost}\n\nloses\\.mjs fails\\.\n$`));
  });

  it("is 0 where it does not fail any more", () => {
    const lost = token("loses.mjs");
    const { status, stdout } = command.rondo("replay", "loses.mjs", "--export", "whole", "--no-strict", lost);
    expect(status).toBe(0);
    expect(stdout).toMatch(/loses\.mjs does not fail under this schedule: 2 steps\.\n$/);
  });

  it("is 12 where the program has no such schedule any more, and names the choice", () => {
    const { status, stderr } = command.rondo("replay", "common.cjs", token("loses.mjs"));
    expect(status).toBe(12);
    expect(stderr).toMatch(/^rondo: r1:\S+ is a schedule of another program, .* they part at choice \d+/);
    expect(stderr).toMatch(/To follow the token as far as it goes: rondo replay --no-strict\n$/);
  });

  it("is 2 for a text that is no token, and 4 for a setup that makes no program", () => {
    expect(command.rondo("replay", "loses.mjs", "r0")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^rondo: "r0" is no token of a schedule\. /) as unknown,
    });
    expect(command.rondo("replay", "loses.mjs").stderr).toBe(
      "rondo: missing required argument 'token'\nSee rondo replay --help\n",
    );
    expect(command.rondo("replay", "throws.mjs", "r1:-:1paa")).toMatchObject({ status: 4 });
  });

  it("prints one object on stdout with --json, and the program's output on stderr", () => {
    const lost = token("loses.mjs");
    const { status, stdout, stderr } = command.rondo("replay", "--json", "loses.mjs", lost);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^(deposited\n)+$/);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "replay",
      token: lost,
      outcome: "failed",
      exitCode: 1,
      steps: 4,
    });
    expect(JSON.parse(command.rondo("replay", "--json", "holds.mjs", "--no-strict", lost).stdout)).toMatchObject({
      outcome: "passed",
      exitCode: 0,
      failures: [],
    });
  });
});
