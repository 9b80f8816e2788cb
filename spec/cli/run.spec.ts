import {
  DeadlockError,
  InternalError,
  join,
  LivelockError,
  now,
  OutsideWaitError,
  pass,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnWith,
  suspend,
  TimeLimitError,
} from "rondo";
import type { RunOptions } from "../../lib/cli/arguments.js";
import { CommandError, EXIT } from "../../lib/cli/exit-codes.js";
import { outcomeOfError, type Outcome } from "../../lib/cli/outcome.js";
import type { ProgramFunction } from "../../lib/cli/program.js";
import { Run } from "../../lib/cli/run.js";
import { record } from "../../lib/trace/index.js";
import { FakeOutput } from "./outputs.js";
import { viewOf } from "./views.js";

interface Ended {
  readonly outcome: Outcome;
  /** What was told on stderr. */
  readonly told: string;
  readonly run: Run;
}

const home = "/rondo/";

/** Runs a program in virtual time, as the command does. */
async function end(
  program: ProgramFunction,
  options: Partial<RunOptions> = {},
  streams: { out?: FakeOutput; err?: FakeOutput } = {},
): Promise<Ended> {
  const { out = new FakeOutput(), err = new FakeOutput() } = streams;
  const run = new Run({
    file: { shown: "a.ts", path: "/a.ts", language: "typescript" },
    options: { color: false, ...options },
    view: viewOf({ home, verbose: options.verbose ?? false }),
    out,
    err,
  });
  const outcome = await run.toEnd(program, ["x"], undefined);
  return { outcome, told: err.text, run };
}

/** The first line of an outcome's text. */
const head = ({ outcome }: Ended): string | undefined => outcome.text?.split("\n")[0];

function failure(message: string): Error {
  const error = new Error(message);
  delete error.stack;
  return error;
}

describe("a run", () => {
  it("is of a program with its arguments, and leaves nothing to say where that ends", async () => {
    let given: string[] = [];
    const { outcome, told } = await end(function* main(...args) {
      given = args;
      yield* sleep(5);
    });
    expect({ outcome, told, given }).toEqual({ outcome: { code: EXIT.ok }, told: "", given: ["x"] });
  });

  it("fails with the program, also where that is thrown by its call", async () => {
    const inBody = await end(function* main() {
      yield;
      throw failure("no");
    });
    expect(inBody.outcome).toEqual({
      code: EXIT.failed,
      text: "a.ts failed.\nError: no\n  in main 1\n  last waited for pass()",
    });
    const atCall = await end(() => {
      throw failure("at once");
    });
    expect(atCall.outcome).toEqual({ code: EXIT.failed, text: "a.ts failed.\nError: at once" });
  });

  it("is cancelled with the program", async () => {
    const { outcome } = await end(function* main() {
      self().cancel("enough");
      yield;
    });
    expect(outcome).toEqual({ code: EXIT.cancelled, text: "main 1 was cancelled: enough" });
  });

  it("ends by a deadlock, after the cleanup of what waits", async () => {
    const cleaned: string[] = [];
    const ended = await end(function* main() {
      try {
        yield* receive();
      } finally {
        yield* sleep(10);
        cleaned.push("main");
      }
    });
    expect(ended.outcome.code).toBe(EXIT.deadlock);
    expect(head(ended)).toBe("Deadlock: 1 task waits and nothing can wake it:");
    expect(cleaned).toEqual(["main"]);
  });

  it("has the code of a deadlock where the program fails with one", async () => {
    const ended = await end(function* main() {
      yield* join(self());
    });
    expect(ended.outcome.code).toBe(EXIT.deadlock);
    expect(head(ended)).toBe("a.ts failed.");
  });

  it("ends by a livelock, by a limit, and where the outside is missing, each with the option that helps", async () => {
    const livelock = await end(
      function* busy() {
        for (;;) yield* pass();
      },
      { maxTurns: 20_000 },
    );
    const limit = await end(
      function* clock() {
        for (;;) yield* sleep(10);
      },
      { maxTime: 100 },
    );
    const outside = await end(function* waits() {
      yield* suspend(() => {});
    });
    const last = ({ outcome }: Ended): unknown => [outcome.code, outcome.text?.split("\n").at(-1)];
    expect([livelock, limit, outside].map(last)).toEqual([
      [EXIT.livelock, "To allow more turns: rondo run --max-turns <n>"],
      [EXIT.timeLimit, "To allow more time: rondo run --max-time <time>"],
      [EXIT.outsideWait, "To wait for the outside: rondo run --realtime"],
    ]);
  });

  it("takes seed and order from its options", async () => {
    const { run } = await end(function* main() {}, { seed: 7, order: "shuffled" });
    const { trace } = record(run.scheduler);
    expect(trace).toMatchObject({ seed: 7, order: "shuffled" });
  });

  it("tells at once what failed and was not joined, and fails in the end", async () => {
    const err = new FakeOutput();
    let toldBefore = "";
    const { outcome, told } = await end(
      function* main() {
        yield* spawnWith({ supervised: true }, function* lost() {
          yield;
          throw failure("lost");
        });
        yield* sleep(1);
        toldBefore = err.text;
      },
      {},
      { err },
    );
    expect(outcome).toEqual({ code: EXIT.failed });
    expect(told).toBe(
      "rondo: a task failed, and nobody joined it.\nError: lost\n" +
        "  in lost 1.1 < main 1\n  last waited for pass()\n  spawned by main\n",
    );
    expect(toldBefore).toBe(told);
  });

  it("says what is left where it was stopped, and lets that clean up", async () => {
    const cleaned: number[] = [];
    const { outcome, told, run } = await end(
      function* main() {
        yield* spawn(function* child() {
          yield* receive();
        });
        try {
          yield* sleep(100);
        } finally {
          cleaned.push(now());
        }
      },
      { until: 30 },
    );
    expect(outcome).toEqual({ code: EXIT.ok });
    expect(told).toBe(
      "rondo: stopped at time 30. What is left:\n  main 1: waits for sleep(100)\n    child 1.1: waits for receive()\n",
    );
    expect(cleaned).toEqual([30]);
    expect(run.scheduler.leftovers()).toEqual([]);
  });

  it("says nothing of what is left where nothing is", async () => {
    const { outcome, told } = await end(function* main() {}, { until: 30 });
    expect({ outcome, told }).toEqual({ outcome: { code: EXIT.ok }, told: "" });
  });

  it("tells an error of the cleanup besides what ended it, and then fails", async () => {
    const program: ProgramFunction = function* main() {
      try {
        yield* receive();
      } finally {
        throw failure("and this");
      }
    };
    const deadlock = await end(program);
    expect(deadlock.outcome.code).toBe(EXIT.deadlock);
    expect(deadlock.told).toBe(
      "rondo: a.ts failed while it cleaned up.\nError: and this\n  in main 1\n  last waited for receive()\n",
    );
  });

  it("says that a cleanup did not end where it goes beyond a limit", async () => {
    const { outcome, told } = await end(
      function* main() {
        try {
          yield* sleep(100);
        } finally {
          yield* sleep(100);
        }
      },
      { maxTime: 50 },
    );
    expect(outcome.code).toBe(EXIT.timeLimit);
    expect(told).toContain("rondo: the cleanup of a.ts could not end.\nTimeLimitError: ");
  });

  it("tells with verbose what was not read, and where tasks were spawned", async () => {
    const program: ProgramFunction = function* main() {
      const task = yield* spawn(function* child() {
        yield* sleep(1);
        throw failure("no");
      });
      yield* send(task, "a message");
      yield* sleep(5);
    };
    const verbose = await end(program, { verbose: true });
    expect(verbose.told).toBe('rondo: child 1.1 has ended with unread messages: "a message"\n');
    expect(verbose.outcome.text).toMatch(/^ {2}spawned at main \(spec.cli.run\.spec\.ts:\d+:\d+\)$/m);
    const plain = await end(program);
    expect(plain.told).toBe("");
    expect(plain.outcome.text).not.toContain("spawned at");
  });

  it("stops where its output is broken, and cleans up without a word", async () => {
    const out = new FakeOutput();
    const cleaned: string[] = [];
    const { outcome, told } = await end(
      function* main() {
        try {
          for (let i = 0; ; i++) {
            yield* sleep(1);
            if (i === 10) out.errored = new Error("EPIPE");
          }
        } finally {
          cleaned.push("main");
        }
      },
      {},
      { out },
    );
    expect({ outcome, told, cleaned }).toEqual({ outcome: { code: EXIT.ok }, told: "", cleaned: ["main"] });
  });

  it("shows no progress where stderr is no terminal, nor where the run is short", async () => {
    const program: ProgramFunction = function* main() {
      for (let i = 0; i < 5000; i++) yield* pass();
    };
    const tty = new FakeOutput({ isTTY: true });
    expect((await end(program)).told).toBe("");
    expect((await end(program, {}, { err: tty, out: tty })).told).toBe("");
  });
});

describe("an error that ends a run", () => {
  it("has an exit code by its class", () => {
    const codes = [
      new DeadlockError("d"),
      new LivelockError("l"),
      new TimeLimitError("t"),
      new OutsideWaitError("o"),
      new InternalError("i"),
      new CommandError(EXIT.interrupted, "c"),
      new Error("e"),
      "a text",
    ].map((error) => outcomeOfError(error, "a.ts", viewOf()).code);
    expect(codes).toEqual([
      EXIT.deadlock,
      EXIT.livelock,
      EXIT.timeLimit,
      EXIT.outsideWait,
      EXIT.bug,
      EXIT.interrupted,
      EXIT.failed,
      EXIT.failed,
    ]);
  });
});
