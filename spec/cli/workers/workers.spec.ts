import { Command, ended, seen, type Result } from "../command.js";

let command: Command;
beforeAll(() => {
  command = new Command();
  for (const [name, text] of Object.entries(programs)) command.write(name, text);
}, 120_000);
afterAll(() => command.remove());

const programs = {
  "account.mjs": `
import { tracked } from "rondo/testing";
const account = (lost) => () => {
  const state = tracked({ balance: 0, open: 0 });
  function* deposit() {
    state.open++;
    yield;
    const before = state.balance;
    if (lost) yield;
    state.balance = before + 1;
    console.log("deposited");
    yield;
    state.open--;
  }
  const check = () => { if (state.balance !== 2) throw new Error("lost a deposit"); };
  return { tasks: [deposit, deposit], check };
};
export default account(true);
export const whole = account(false);
export const unlike = () => {
  const log = tracked([]);
  function* add(n) { yield; log.push(n); }
  return { tasks: [() => add(1), () => add(2)], result: () => [...log] };
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
  "endless.mjs": `
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
function* busy() { for (let i = 0; i < 12; i++) yield; }
const tasks = [busy, busy, busy, busy];
let begun = false;
export default () => {
  if (!begun) if (!isMainThread) writeSync(2, "begun");
  begun = true;
  return { tasks };
};`,
  "exits.mjs": `
import { isMainThread } from "node:worker_threads";
function* main() { yield; if (!isMainThread) process.exit(0); yield; }
export default () => ({ tasks: [main, main] });`,
  "breaks.mjs": `
import { isMainThread } from "node:worker_threads";
if (!isMainThread) throw new Error("not in a thread");
function* main() { yield; }
export default () => ({ tasks: [main, main] });`,
  "fails-later.mjs": `
import { isMainThread } from "node:worker_threads";
function* main() { yield; }
export default () => { if (!isMainThread) throw new Error("no thread here"); return { tasks: [main, main] }; };`,
  "disk.mjs": `
import { failures } from "rondo/testing";
function* save() { yield; if (failures("disk")) throw new Error("the disk is full"); }
export default () => ({ tasks: [save, save] });`,
  "looks.mjs": `
function* main() { yield; }
export default () => ({ tasks: [main, main], invariant: () => true });`,
};

/** The output with the time that it took left out. */
function explore(...args: string[]): Result {
  const { status, stdout, stderr } = command.rondo("explore", ...args);
  return { status, stderr, stdout: stdout.replace(/\d+\.\d s$/gm, "… s") };
}

describe("rondo explore --workers", () => {
  it.each([
    ["account.mjs", "--strategy", "exhaustive"],
    ["account.mjs", "--strategy", "exhaustive", "--collect"],
    ["account.mjs", "--strategy", "exhaustive", "--deepen"],
    ["account.mjs", "--strategy", "exhaustive", "--export", "whole"],
    ["account.mjs", "--strategy", "exhaustive", "--export", "whole", "--delays", "2"],
    ["account.mjs", "--strategy", "exhaustive", "--export", "whole", "--deepen", "--preemptions", "1"],
    ["typed.ts", "--strategy", "exhaustive"],
  ])("answers what one thread answers, to the letter: %s %s %s %s %s", (...args) => {
    const alone = explore(...args);
    expect(explore("--workers", "2", ...args)).toEqual(alone);
    expect(alone.stdout).toContain("(exhaustive)");
  });

  it("runs each class once, in one of the parts of a reduced search", () => {
    const args = ["account.mjs", "--export", "whole", "--strategy", "dpor"];
    const [alone] = explore(...args).stdout.split("\n");
    expect(explore("--workers", "2", ...args)).toMatchObject({ status: 0, stderr: "" });
    expect(explore("--workers", "2", ...args).stdout.split("\n")[0]).toBe(alone);
    expect(explore("--workers", "2", "typed.ts", "--strategy", "dpor").stdout).toMatch(/^deadlock: /);
  });

  it("draws the same schedules for each number of workers", () => {
    const args = ["--strategy", "random", "--seed", "5", "--schedules", "1300", "--collect", "account.mjs"];
    const two = explore("--workers", "2", ...args);
    expect(two.stdout).toContain("of 1,300 schedules (random) failed");
    expect(explore("--workers", "3", ...args)).toEqual(two);
  });

  it("prints the same JSON as one thread", () => {
    const args = ["--json", "--strategy", "exhaustive", "--collect", "account.mjs"];
    const parsed = (...more: string[]): object => {
      return { ...(JSON.parse(explore(...more, ...args).stdout) as object), ms: 0 };
    };
    expect(parsed("--workers", "2")).toEqual(parsed());
  });

  it("says why one worker does it all, where the work cannot be divided", () => {
    expect(explore("--workers", "2", "--strategy", "exhaustive", "--schedules", "3", "account.mjs").stderr).toBe(
      "rondo: one worker does all of it: the first schedules of a tree are those of its first branches.\n",
    );
    const { status, stderr } = explore("--workers", "2", "--strategy", "dpor", "looks.mjs");
    expect(status).toBe(0);
    expect(stderr).toMatch(/^rondo: one worker does all of it: what an invariant looks at /);
  });

  it("answers what one thread answers where something goes wrong in the program", () => {
    const args = ["--strategy", "exhaustive", "--collect", "disk.mjs"];
    const alone = explore(...args);
    expect(alone).toMatchObject({ status: 1, stderr: "" });
    expect(explore("--workers", "2", ...args)).toEqual(alone);
    for (const more of [
      ["--faults", "0"],
      ["--cancel-anywhere", "--faults", "2"],
    ]) {
      expect(explore("--workers", "2", ...more, ...args)).toEqual(explore(...more, ...args));
    }
  });

  it("answers what one thread answers where all schedules are to come to the same", () => {
    const args = ["--strategy", "exhaustive", "--deterministic", "--export", "unlike", "account.mjs"];
    const alone = explore(...args);
    expect(alone.stdout).toMatch(/^disagreement: /);
    expect(explore("--workers", "2", ...args)).toEqual(alone);
  });

  it("is 130 after a Ctrl-C, with what all of them have seen", async () => {
    const child = command.start("explore", "--workers", "2", "--strategy", "exhaustive", "endless.mjs");
    const text = seen(child.stdout, " s\n");
    // By then the command listens to signals, and the program has no end that anybody would see.
    await seen(child.stderr, "begun");
    child.kill("SIGINT");
    expect(await ended(child)).toBe(130);
    expect(await text).toMatch(
      /not all schedules were seen: [\d,]+ schedules \(exhaustive\) were run\. It was stopped /,
    );
  });

  it("tells of a program that ends its thread, or that does not work in one", () => {
    expect(explore("--workers", "2", "--strategy", "exhaustive", "exits.mjs")).toEqual({
      status: 1,
      stdout: "",
      stderr: "rondo: the program has ended its worker thread.\n",
    });
    expect(explore("--workers", "2", "--strategy", "exhaustive", "breaks.mjs")).toMatchObject({ status: 5 });
    expect(explore("--workers", "2", "--strategy", "exhaustive", "breaks.mjs").stderr).toMatch(
      /^rondo: breaks\.mjs does not load\.\nError: not in a thread\n/,
    );
    expect(explore("--workers", "2", "--strategy", "exhaustive", "fails-later.mjs")).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(
        /^rondo: the setup of fails-later\.mjs failed\.\nError: no thread here\n/,
      ) as unknown,
    });
  });

  it("has to be a number of workers", () => {
    expect(explore("--workers", "0", "account.mjs").stderr).toMatch(
      /^rondo: option '--workers <n>' argument '0' is invalid/,
    );
  });
});
