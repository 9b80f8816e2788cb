import { Command, ended, seen, type Result } from "./command.js";

let command: Command;
beforeAll(() => {
  command = new Command();
}, 120_000);
afterAll(() => command.remove());

const run = (name: string, text: string, ...options: string[]): Result => {
  command.write(name, text);
  return command.rondo("run", "--realtime", ...options, name);
};

describe("rondo run --realtime", () => {
  it("waits for the outside", () => {
    const text = `import { sleep, suspend } from "rondo";
      export default function* main() {
        yield* sleep(5);
        console.log(yield* suspend((resolve) => { setTimeout(() => resolve("answered"), 5); }));
      }`;
    expect(run("waits.mjs", text)).toEqual({ status: 0, stdout: "answered\n", stderr: "" });
  });

  it("tells a deadlock, and a failure, as in virtual time", () => {
    const deadlock = `import { receive } from "rondo";
      export default function* main() { yield* receive(); }`;
    expect(run("deadlock.mjs", deadlock)).toMatchObject({
      status: 6,
      stderr: expect.stringMatching(/^rondo: Deadlock/) as string,
    });
    const fails = `import { sleep } from "rondo";
      export default function* main() { yield* sleep(1); throw new Error("no"); }`;
    expect(run("fails.mjs", fails)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/\nError: no\n/) as string,
    });
  });

  it("stops before --until, and does not wait for it where the program ends earlier", () => {
    const text = `import { sleep } from "rondo";
      export default function* main() { try { yield* sleep(1e9); } finally { console.log("cleaned up"); } }`;
    expect(run("long.mjs", text, "--until", "30")).toEqual({
      status: 0,
      stdout: "cleaned up\n",
      stderr: "rondo: stopped at time 30. What is left:\n  main 1: waits for sleep(1000000000)\n",
    });
    // It would take eleven days.
    expect(run("short.mjs", "export default function* main() {}", "--until", "1e9")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("ends where nothing outside is left that could answer, after the cleanup", () => {
    const text = `import { sleep, suspend } from "rondo";
      export default function* main() { try { yield* suspend(() => {}); } finally { yield* sleep(5); console.log("cleaned up"); } }`;
    const { status, stdout, stderr } = run("alone.mjs", text);
    expect({ status, stdout }).toEqual({ status: 9, stdout: "cleaned up\n" });
    expect(stderr).toMatch(/^rondo: only the outside can wake what is left, and nothing outside is under way/);
    expect(stderr).toContain("main 1: waits for suspend(anonymous)");
  });

  it("ends even where the cleanup waits for such an answer, and says so", () => {
    const text = `import { suspend } from "rondo";
      export default function* main() { try { yield* suspend(() => {}); } finally { yield* suspend(() => {}); } }`;
    const { status, stderr } = run("stuck.mjs", text);
    expect(status).toBe(9);
    expect(stderr).toContain("rondo: the cleanup of stuck.mjs could not end.");
  });

  it("ends by an error that no task threw, after the cleanup", () => {
    const text = `import { sleep } from "rondo";
      export default function* main() {
        setTimeout(() => { throw new Error("from a timer"); }, 5);
        try { yield* sleep(1e9); } finally { console.log("cleaned up"); }
      }`;
    const { status, stdout, stderr } = run("crash.mjs", text);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "cleaned up\n" });
    expect(stderr).toMatch(/^rondo: crash\.mjs failed\.\nError: from a timer\n {4}at .*crash\.mjs:3/);
  });

  it("tells an error of the cleanup besides what ended the run", () => {
    const text = `import { sleep, suspend } from "rondo";
      export default function* main() { try { yield* suspend(() => {}); } finally { throw new Error("and this"); } }`;
    const { status, stderr } = run("both.mjs", text);
    expect(status).toBe(9);
    expect(stderr).toContain("only the outside can wake what is left");
    expect(stderr).toContain("rondo: both.mjs failed while it cleaned up.\nError: and this\n");
  });
});

const onPosix = process.platform === "win32" ? describe.skip : describe;

onPosix("rondo run --realtime, interrupted", () => {
  const cleaning = (cleanup: string): string => `import { sleep, suspend } from "rondo";
    export default function* main() {
      try { console.log("runs"); yield* sleep(1e9); }
      finally { console.log("cleans up"); ${cleanup} console.log("is clean"); }
    }`;

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("lets the program clean up at %s", async (signal, code) => {
    command.write("cleans.mjs", cleaning("yield* sleep(5);"));
    const child = command.start("run", "--realtime", "cleans.mjs");
    const notice = seen(child.stderr, "interrupted");
    await seen(child.stdout, "runs");
    const clean = seen(child.stdout, "is clean");
    child.kill(signal);
    await clean;
    expect(await ended(child)).toBe(code);
    expect(await notice).toBe("rondo: the program cleans up. Ctrl-C again quits at once.\nrondo: interrupted.\n");
  });

  it("quits at once at another one", async () => {
    command.write("hangs.mjs", cleaning("yield* sleep(1e9);"));
    const child = command.start("run", "--realtime", "hangs.mjs");
    const exit = ended(child);
    await seen(child.stdout, "runs");
    const cleans = seen(child.stdout, "cleans up");
    child.kill("SIGINT");
    await cleans;
    child.kill("SIGTERM");
    expect(await exit).toBe(143);
  });

  it("still writes the trace", async () => {
    command.write("traced.mjs", cleaning(""));
    const child = command.start("run", "--realtime", "--timeline", "traced.mjs");
    const exit = ended(child);
    await seen(child.stdout, "runs");
    const drawn = seen(child.stdout, "1 task: 1 cancelled");
    child.kill("SIGINT");
    await drawn;
    expect(await exit).toBe(130);
  });
});
