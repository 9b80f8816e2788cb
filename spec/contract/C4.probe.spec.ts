import { pass, Scheduler, sleep, suppressed, type Program } from "rondo";
import { waitDepth } from "../../lib/kernel/steps.js";
import { toES5, toRegenerator } from "../coroutine/older-targets.js";

type Pull = Iterator<unknown, unknown, unknown>;

/** `depth` generators inlined in each other, the innermost of which waits; each says what runs in it. */
const SOURCE = `function (wait, log) {
  function* level(left) {
    try {
      if (left === 1) log("answered with " + (yield* wait));
      else yield* level(left - 1);
    } catch (error) {
      log("caught at " + left);
    } finally {
      log("finally at " + left);
    }
  }
  return level;
}`;

const targets: [string, (source: string) => string][] = [
  ["native", (source) => `(${source})`],
  ["TypeScript's ES5", toES5],
  ["Babel's regenerator", toRegenerator],
];

type Make = (
  wait: Iterable<unknown>,
  log: (line: string) => void,
) => (depth: number) => Pull & { return(value?: unknown): unknown };

describe.each(targets)("C4 the probe, in %s output", (_target, compile) => {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the source above
  const evaluate = new Function(`return ${compile(SOURCE)};`) as () => Make;
  const make = evaluate();

  it.each([1, 2, 3, 50])("finds how deep the wait is: %i", (depth) => {
    const generator = make(pass(), () => {})(depth);
    generator.next();
    expect(waitDepth(generator)).toBe(depth);
  });

  it.each([1, 2, 3, 50])("runs nothing and resumes nothing %i deep, however often it is tried", (depth) => {
    const log: string[] = [];
    const generator = make(pass(), (line) => log.push(line))(depth);
    generator.next();
    for (let left = 3; left > 0; left--) expect(waitDepth(generator)).toBe(depth);
    expect(log).toEqual([]);
    expect(generator.next("an answer").done).toBe(true);
    const ends = Array.from({ length: depth }, (_none, level) => `finally at ${level + 1}`);
    expect(log).toEqual(["answered with an answer", ...ends]);
  });

  it("leaves a generator that can be told to return for good", () => {
    const log: string[] = [];
    const generator = make(pass(), (line) => log.push(line))(2);
    generator.next();
    waitDepth(generator);
    expect(generator.return("token")).toMatchObject({ done: true, value: "token" });
    expect(log).toEqual(["finally at 1", "finally at 2"]);
  });

  it("has done read exactly once by each generator on the way", () => {
    const reads: number[] = [];
    // Stands for the syscall: answers return() as its iterator does, and counts who asks.
    const wait = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: undefined }),
        return: () => ({
          get done() {
            reads.push(1);
            return false;
          },
        }),
      }),
    };
    const generator = make(wait as unknown as Iterable<unknown>, () => {})(7);
    generator.next();
    generator.return();
    expect(reads).toHaveLength(7);
  });
});

describe("C4 the probe, with iterators of the user's own in between", () => {
  /** Hands every call on, as a wrapper that counts or logs would. */
  function forwarding(inner: Iterable<unknown>, calls: string[] = []): Iterable<unknown, unknown, unknown> {
    const it = inner[Symbol.iterator]() as Required<Pull>;
    return {
      [Symbol.iterator]: () => ({
        next: (value?: unknown) => it.next(value),
        return: (value?: unknown) => (calls.push("return"), it.return(value)),
        throw: (error?: unknown) => (calls.push("throw"), it.throw(error)),
      }),
    };
  }

  function outcome(program: Program): { state: string; errors: string[] } {
    const scheduler = new Scheduler();
    const errors: string[] = [];
    scheduler.on("error", (error) => errors.push(...[error, ...suppressed(error)].map((each) => (each as Error).name)));
    const task = scheduler.spawn(program);
    scheduler.advance(0);
    task.cancel();
    scheduler.run();
    return { state: task.state, errors };
  }

  function* waitsInFinally(log: string[]): Generator<unknown, void, unknown> {
    try {
      yield* sleep(10);
    } finally {
      yield* sleep(1);
      log.push("cleaned up");
    }
  }

  it("sees through one that forwards: a program inlined by it may not wait", () => {
    const log: string[] = [];
    const program: Program = function* () {
      yield* forwarding(waitsInFinally(log));
    };
    expect([outcome(program), log]).toEqual([{ state: "failed", errors: ["CleanupError"] }, []]);
  });

  it("sees through one that forwards: a syscall wrapped by it is the frame's own wait", () => {
    const log: string[] = [];
    const program: Program = function* () {
      try {
        yield* sleep(10);
      } finally {
        yield* forwarding(sleep(1));
        log.push("cleaned up");
      }
    };
    expect([outcome(program), log]).toEqual([{ state: "cancelled", errors: [] }, ["cleaned up"]]);
  });

  it("asks them nothing on the way in, and nothing at all while no cancellation enters a finally", () => {
    const calls: string[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      yield* forwarding(sleep(1), calls);
      yield* forwarding(waitsInFinally([]), calls);
    });
    scheduler.run();
    expect(calls).toEqual([]);
  });

  it("cannot be fooled into another depth by a result that is handed out for two waits", () => {
    const log: string[] = [];
    const nap = sleep(1);
    const program: Program = function* () {
      try {
        yield* nap;
      } finally {
        yield* nap;
        yield* nap;
        log.push("cleaned up");
      }
    };
    expect([outcome(program), log]).toEqual([{ state: "cancelled", errors: [] }, ["cleaned up"]]);
  });
});
