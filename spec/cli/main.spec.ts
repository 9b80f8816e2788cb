import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { parseTrace, timeline } from "../../lib/trace/index.js";
import { codeBlocks } from "../support/markdown.js";
import { Command, ended, seen } from "./command.js";

let command: Command;
beforeAll(() => {
  command = new Command();
}, 120_000);
afterAll(() => command.remove());

const root = path.resolve(__dirname, "../..");

const programs = {
  "fails.mjs": `
    import { receive, send, spawn } from "rondo";
    function* counter() { yield* receive(); throw new RangeError("out of stock"); }
    export default function* shop() { yield* send(yield* spawn(counter), "one"); yield* receive(); }`,
  "deadlock.mjs": `
    import { receive } from "rondo";
    export default function* reader() { try { yield* receive(); } finally { console.log("cleaned up"); } }`,
  "livelock.mjs": `
    import { pass } from "rondo";
    export default function* busy() { for (;;) yield* pass(); }`,
  "endless.mjs": `
    import { sleep } from "rondo";
    export default function* clock() { for (;;) { yield* sleep(10); console.log("tick"); } }`,
  "outside.mjs": `
    import { suspend } from "rondo";
    export default function* waits() { yield* suspend((resolve) => { setTimeout(resolve, 1); }); }`,
  "cancelled.mjs": `
    import { self } from "rondo";
    export default function* main() { self().cancel("enough"); yield; }`,
  "lost.mjs": `
    import { sleep, spawnWith } from "rondo";
    function* lost() { throw new Error("nobody looked"); yield; }
    export default function* main() { yield* spawnWith({ supervised: true }, lost); yield* sleep(1); console.log("end"); }`,
  "lots.mjs": `
    import { random, sleep, spawn } from "rondo";
    function* worker(name) { for (let i = 0; i < 2; i++) { yield; console.log(name, random().toFixed(6)); } }
    export default function* main() { for (const name of "abc") yield* spawn(worker, name); }`,
  "ranks.mjs": `
    import { spawnWith } from "rondo";
    function* says(text) { console.log(text); yield; }
    export default function* main() {
      yield* spawnWith({ priority: -2 }, says, "low");
      yield* spawnWith({ priority: -1 }, says, "high");
    }`,
  "args.mjs": `
    export default function* main(...args) { console.log(JSON.stringify(args)); yield; }`,
};

beforeAll(() => {
  for (const [name, text] of Object.entries(programs)) command.write(name, text);
});

describe("rondo run: its exit code and what it tells", () => {
  it("is 0 and nothing where the program has ended", () => {
    expect(command.rondo("run", "args.mjs")).toEqual({ status: 0, stdout: "[]\n", stderr: "" });
  });

  it("is 1 where the program failed, with the path, the wait, the spawner and the user's lines", () => {
    const { status, stdout, stderr } = command.rondo("run", "fails.mjs");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      "rondo: fails.mjs failed.",
      "RangeError: out of stock",
      "  in counter 1.1 < shop 1",
      "  last waited for receive()",
      "  spawned by shop",
      expect.stringMatching(/^ {4}at counter \(fails\.mjs:3:\d+\)$/),
      expect.stringContaining('throw new RangeError("out of stock"); }'),
      "",
    ]);
  });

  it("is 1 where a task failed that nobody joined; that is told when it happens, and the program goes on", () => {
    const { status, stdout, stderr } = command.rondo("run", "lost.mjs");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "end\n" });
    expect(stderr).toMatch(
      /^rondo: a task failed, and nobody joined it\.\nError: nobody looked\n {2}in lost 1\.1 < main 1\n/,
    );
  });

  it("is 2 for wrong usage", () => {
    const { status, stdout, stderr } = command.rondo("run", "args.mjs", "--seed", "seven");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "rondo: option '--seed <n>' argument 'seven' is invalid. It must be a whole number.\nSee rondo run --help\n",
    );
  });

  it("is 3 where there is no such file", () => {
    expect(command.rondo("run", "nowhere.ts")).toEqual({
      status: 3,
      stdout: "",
      stderr: "rondo: there is no file nowhere.ts.\n",
    });
  });

  it("is 6 for a deadlock, which names each task and its wait; the cleanup has run by then", () => {
    expect(command.rondo("run", "deadlock.mjs")).toEqual({
      status: 6,
      stdout: "cleaned up\n",
      stderr: "rondo: Deadlock: 1 task waits and nothing can wake it:\n  reader 1 waits for receive()\n",
    });
  });

  it("is 7 for a livelock, which names the busy tasks and the option", () => {
    const { status, stderr } = command.rondo("run", "--max-turns", "20000", "livelock.mjs");
    expect(status).toBe(7);
    expect(stderr).toMatch(/^rondo: Livelock: more than 20000 turns at time 0/);
    expect(stderr).toContain("  busy 1: ");
    expect(stderr).toMatch(/rondo run --max-turns <n>\n$/);
  });

  it("is 8 where the program goes on after --max-time", () => {
    const { status, stdout, stderr } = command.rondo("run", "--max-time", "25", "endless.mjs");
    expect({ status, stdout }).toEqual({ status: 8, stdout: "tick\ntick\n" });
    expect(stderr).toMatch(/^rondo: The run may last until 25, and its tasks go on at 30\./);
    expect(stderr).toMatch(/rondo run --max-time <time>\n$/);
  });

  it("is 9 where only the outside is left, and names --realtime", () => {
    const { status, stderr } = command.rondo("run", "outside.mjs");
    expect(status).toBe(9);
    expect(stderr).toContain("waits 1 waits for suspend(anonymous)");
    expect(stderr).toMatch(/To wait for the outside: rondo run --realtime\n$/);
  });

  it("is 10 where the program was cancelled, with the reason", () => {
    expect(command.rondo("run", "cancelled.mjs")).toEqual({
      status: 10,
      stdout: "",
      stderr: "rondo: main 1 was cancelled: enough\n",
    });
  });

  it("is 11 where the trace cannot be written, and then nothing was run", () => {
    expect(command.rondo("run", "--trace", "nowhere/trace.json", "args.mjs")).toEqual({
      status: 11,
      stdout: "",
      stderr: "rondo: the trace nowhere/trace.json cannot be written: there is no such folder.\n",
    });
  });
});

describe("rondo run: its options", () => {
  it("hands the program what follows the file, before and after --, as strings", () => {
    const { stdout } = command.rondo("run", "args.mjs", "a b", "--seed", "1", "2", "--", "--seed", "-x", "--");
    expect(JSON.parse(stdout)).toEqual(["a b", "2", "--seed", "-x", "--"]);
  });

  it("gives the same run for the same --seed, and another for another", () => {
    const run = (...args: string[]): string => command.rondo("run", "lots.mjs", "--order", "shuffled", ...args).stdout;
    expect(run("--seed", "7")).toBe(run("--seed", "7"));
    expect(run("--seed", "7")).not.toBe(run("--seed", "8"));
    expect(run()).toBe(run("--seed", "0"));
  });

  it("takes tasks in the --order that it is given", () => {
    expect(command.rondo("run", "ranks.mjs").stdout).toBe("low\nhigh\n");
    expect(command.rondo("run", "--order", "priority", "ranks.mjs").stdout).toBe("high\nlow\n");
  });

  it("stops before --until, and says what is left", () => {
    expect(command.rondo("run", "--until", "30", "endless.mjs")).toEqual({
      status: 0,
      stdout: "tick\ntick\n",
      stderr: "rondo: stopped at time 30. What is left:\n  clock 1: waits for sleep(10)\n",
    });
  });

  it("writes a --trace that rondo/trace reads, also of a run that fails", () => {
    expect(command.rondo("run", "--trace", "trace.json", "deadlock.mjs").status).toBe(6);
    const trace = parseTrace(readFileSync(path.join(command.dir, "trace.json"), "utf8"));
    expect(trace).toMatchObject({ order: "round-robin", seed: 0 });
    // The cleanup of a run that was ended is no part of it.
    expect(trace.events.at(-1)).toMatchObject({ kind: "stop" });
    expect(trace.events.map(({ kind }) => kind)).not.toContain("cancel");
  });

  it("writes the same trace for the same run, byte for byte", () => {
    const traced = (file: string): string => {
      command.rondo("run", "--trace", file, "--order", "shuffled", "--seed", "3", "lots.mjs");
      return readFileSync(path.join(command.dir, file), "utf8");
    };
    expect(traced("one.json")).toBe(traced("two.json"));
  });

  it("prints a --timeline to stdout after the program's own output, also of a run that fails", () => {
    const { status, stdout } = command.rondo("run", "--timeline", "--trace", "drawn.json", "fails.mjs");
    const trace = parseTrace(readFileSync(path.join(command.dir, "drawn.json"), "utf8"));
    expect({ status, stdout }).toEqual({ status: 1, stdout: `\n${timeline(trace)}` });
  });

  it("draws it with --ascii alone, too", () => {
    const { stdout } = command.rondo("run", "args.mjs", "--ascii");
    expect(stdout).toContain("main 1");
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it("shows with --verbose where tasks were spawned, and the frames of Rondo", () => {
    const { stderr } = command.rondo("run", "--verbose", "fails.mjs");
    expect(stderr).toMatch(/^ {2}spawned at shop \(fails\.mjs:4:\d+\)$/m);
    expect(stderr).toMatch(/^ {4}at .*rondo.dist/m);
  });

  it("writes no colours to a pipe", () => {
    expect(command.rondo("run", "--timeline", "fails.mjs").stderr).not.toContain("\u001b");
  });
});

describe("rondo, by a link to it", () => {
  it("shares its copy with the program, as npm makes one for it", () => {
    const link = path.join(command.dir, "rondo-link");
    symlinkSync(command.main, link);
    const { status, stdout } = spawnSync(process.execPath, [link, "run", "ranks.mjs"], {
      cwd: command.dir,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "low\nhigh\n" });
  });
});

describe("rondo run: an output that nobody reads any more", () => {
  it("ends the run quietly, after its cleanup, although the program has no end", async () => {
    command.write(
      "talks.mjs",
      `import { writeFileSync } from "node:fs";
      import { sleep } from "rondo";
      export default function* talks() {
        try { for (;;) { yield* sleep(1); console.log("so much to say ".repeat(100)); } }
        finally { writeFileSync("talks.txt", "cleaned up"); }
      }`,
    );
    const child = command.start("run", "talks.mjs");
    const stderr: string[] = [];
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk.toString()));
    await seen(child.stdout, "so much");
    child.stdout.destroy();
    expect(await ended(child)).toBe(0);
    expect(stderr).toEqual([]);
    expect(readFileSync(path.join(command.dir, "talks.txt"), "utf8")).toBe("cleaned up");
  });
});

describe("docs/command.md", () => {
  const page = readFileSync(path.join(root, "docs/command.md"), "utf8");
  const blocks = codeBlocks(page);
  const sessions = blocks.filter(({ language }) => language === "console").map(({ text }) => text);

  it.each(sessions)("shows what the command does: %s", (session) => {
    for (const { language, text } of blocks) {
      const name = /^\/\/ (\S+)\n/.exec(text)?.[1];
      if (language === "ts" && name !== undefined) command.write(name, `${text}\n`);
    }
    const [line = "", ...output] = session.split("\n");
    const [prompt, rondo, ...args] = line.split(" ");
    expect([prompt, rondo]).toEqual(["$", "rondo"]);
    const { stdout, stderr } = command.rondo(...args);
    expect(`${stdout}${stderr}`).toBe(`${output.join("\n")}\n`);
  });
});

describe("npm start", () => {
  it("runs the tour and draws it; what follows is the tour's first argument", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: { start: string };
    };
    const [node, main, ...args] = scripts.start.split(" ");
    expect([node, main]).toEqual(["node", "dist/cli/main.js"]);
    const file = command.write("two rows.txt", "one\ntwo\n");
    const { status, stdout, stderr } = command.rondoIn(root, ...args, file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("two rows.txt");
    expect(stdout).toContain("reader 1.");
  });
});
