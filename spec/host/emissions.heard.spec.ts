import fc from "fast-check";
import { emissions, emit, OverflowError, Scheduler, sleep, spawn, type Program } from "../../lib/index.js";
import { eventLoop } from "../support/outside.js";
import { outcome } from "../support/outcome.js";
import { thrownBy } from "../support/thrown.js";

const error = new Error("broken");

afterEach(eventLoop);

/** Counts for ever, one a millisecond; when it is cancelled, it needs 5 to clean up. */
function counter(log: string[] = []): Program {
  return function* () {
    try {
      for (let i = 0; ; i++) {
        yield i;
        yield* sleep(1);
      }
    } finally {
      yield* sleep(5);
      log.push("cleaned up");
    }
  };
}

function* emits(...values: readonly unknown[]): Generator<unknown, string> {
  for (const value of values) yield* emit(value);
  return "result";
}

function* emitsThenThrows(...values: readonly unknown[]): Generator<unknown, never> {
  for (const value of values) yield* emit(value);
  throw error;
}

describe("emissions, heard while somebody else drives", () => {
  it("are all that the task emits, and end with it", async () => {
    const scheduler = new Scheduler();
    const values = emissions<number, string>(scheduler.spawn(emits, 1, 2, 3));
    const end = scheduler.runAsync();
    const heard: number[] = [];
    for await (const n of values) heard.push(n);
    await end;
    expect(heard).toEqual([1, 2, 3]);
  });

  it("come as they are emitted, to those who ask for them in advance, in order", async () => {
    const scheduler = new Scheduler();
    const values = emissions<number, string>(scheduler.spawn(emits, 1, 2))[Symbol.asyncIterator]();
    const asked = [values.next(), values.next(), values.next(), values.next()];
    scheduler.run();
    await expect(Promise.all(asked)).resolves.toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: "result" },
      { done: true, value: undefined },
    ]);
  });

  it("drive nothing by themselves", async () => {
    const scheduler = new Scheduler();
    const first = outcome(emissions(scheduler.spawn(emits, 1))[Symbol.asyncIterator]().next());
    await eventLoop();
    expect([first.state, scheduler.now]).toEqual(["pending", 0]);
    scheduler.step();
    await eventLoop();
    expect(first.state).toEqual({ value: { done: false, value: 1 } });
    scheduler.close();
  });

  it("of a loop that is broken off take the listener off, and leave the task alone", async () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(counter());
    const values = emissions<number>(task);
    const iterator = values[Symbol.asyncIterator]();
    scheduler.advance(3);
    for await (const n of values) if (n === 1) break;
    scheduler.advance(3);
    expect([task.state, await iterator.next()]).toEqual(["waiting", { done: true, value: undefined }]);
    const pending = emissions(task)[Symbol.asyncIterator]();
    const next = pending.next();
    await pending.return!();
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    scheduler.close();
  });

  it("reject with the error of a task that fails; whoever waits is told, and nobody else", async () => {
    const scheduler = new Scheduler();
    const values = emissions(scheduler.spawn(emitsThenThrows, 1))[Symbol.asyncIterator]();
    const asked = [values.next(), values.next(), values.next()].map(outcome);
    scheduler.run();
    await eventLoop();
    expect(asked.map((each) => each.state)).toEqual([
      { value: { done: false, value: 1 } },
      { error },
      { value: { done: true, value: undefined } },
    ]);
  });

  it("of a failure that nobody waited for tell it all the same; the host call throws it, too (F4)", async () => {
    const scheduler = new Scheduler();
    const values = emissions(scheduler.spawn(emitsThenThrows, 1));
    expect(() => scheduler.run()).toThrow(error);
    const heard: unknown[] = [];
    const loop = (async () => {
      for await (const value of values) heard.push(value);
    })();
    await expect(loop).rejects.toBe(error);
    expect(heard).toEqual([1]);
  });
});

describe("emissions that are kept", () => {
  it("are all of them, where nothing else is said", async () => {
    const scheduler = new Scheduler();
    const values = emissions<number>(scheduler.spawn(emits, ...Array.from({ length: 5000 }, (_none, i) => i)));
    scheduler.run();
    let sum = 0;
    for await (const n of values) sum += n;
    expect(sum).toBe(12_497_500);
  });

  it.each([
    ["drop-oldest", [3, 4]],
    ["drop-newest", [1, 2]],
  ] as const)("are as many as capacity says, by the rule %s", (overflow, kept) => {
    const scheduler = new Scheduler();
    const values = emissions(scheduler.spawn(emits, 1, 2, 3, 4), { capacity: 2, overflow });
    scheduler.run();
    expect([...values]).toEqual(kept);
  });

  it("are followed by an OverflowError where there were more, without a rule", () => {
    const scheduler = new Scheduler();
    const values = emissions(scheduler.spawn(emits, 1, 2, 3), { capacity: 2 })[Symbol.iterator]();
    scheduler.run();
    expect([values.next().value, values.next().value]).toEqual([1, 2]);
    expect(thrownBy(() => values.next())).toEqual(expect.any(OverflowError));
    expect(values.next()).toEqual({ done: true, value: undefined });
  });

  it("and what is no task or no option is refused at the call", () => {
    const task = new Scheduler().spawn(emits);
    expect(() => emissions(emits as never)).toThrow(TypeError);
    expect(() => emissions(task, { capacity: -1 })).toThrow(RangeError);
    expect(() => emissions(task, { overflow: "block" as never })).toThrow(/^emissions: overflow/);
  });

  it("are the same, pulled and heard, whatever the task does between them", async () => {
    const acts = fc.array(fc.oneof(fc.nat(9), fc.constant("sleep"), fc.constant("spawn")), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(acts, async (program) => {
        const expected = program.filter((act) => typeof act === "number");
        const begin = () => {
          const scheduler = new Scheduler();
          return { scheduler, values: emissions(scheduler.spawn(follows, program)) };
        };
        expect([...begin().values]).toEqual(expected);
        const { scheduler, values } = begin();
        const end = scheduler.runAsync({ time: "virtual", turnsPerSlice: 2 });
        const heard: unknown[] = [];
        for await (const value of values) heard.push(value);
        await end;
        expect(heard).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

function* follows(acts: readonly (number | string)[]): Generator<unknown, void> {
  for (const act of acts) {
    if (act === "sleep") yield* sleep(1);
    else if (act === "spawn") yield* spawn(emits, "of a child");
    else yield* emit(act);
  }
}
