import {
  CancelledError,
  DeadlockError,
  emissions,
  emit,
  OutsideWaitError,
  receive,
  ReentrancyError,
  run,
  Scheduler,
  sleep,
  spawn,
  suspend,
  wait,
  type Program,
} from "../../lib/index.js";
import { eventLoop } from "../support/outside.js";
import { recordEvents } from "../support/record.js";
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

describe("emissions, pulled in virtual time", () => {
  it("are all that a task emits, in order, by yield and by emit, and no other task's", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* spawn(emits, "of a child");
      yield 1;
      yield* sleep(10);
      yield* emit(2);
      yield undefined;
      yield* emit(undefined);
    });
    expect([...emissions(task)]).toEqual([1, 2, undefined]);
    expect([task.state, scheduler.now]).toEqual(["done", 10]);
  });

  it("drive the scheduler just far enough", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(counter());
    const values = emissions<number>(task)[Symbol.iterator]();
    expect([scheduler.now, task.state]).toEqual([0, "ready"]);
    expect(values.next()).toEqual({ done: false, value: 0 });
    expect(values.next()).toEqual({ done: false, value: 1 });
    expect(scheduler.now).toBe(1);
    scheduler.close();
  });

  it("end with what the task returned, and stay at their end", () => {
    const scheduler = new Scheduler();
    const values = emissions<string, string>(scheduler.spawn(emits, "a"))[Symbol.iterator]();
    expect([values.next(), values.next(), values.next()]).toEqual([
      { done: false, value: "a" },
      { done: true, value: "result" },
      { done: true, value: undefined },
    ]);
  });

  it("of a loop that is broken off cancel the task, and run its cleanup", () => {
    const scheduler = new Scheduler();
    const log: string[] = [];
    const task = scheduler.spawn(counter(log));
    for (const n of emissions<number>(task)) {
      log.push(String(n));
      if (n === 2) break;
    }
    expect([log, task.state, scheduler.now]).toEqual([["0", "1", "2", "cleaned up"], "cancelled", 7]);
    expect(scheduler.leftovers()).toEqual([]);
    const [first, second] = emissions(scheduler.spawn(counter(log)));
    expect([first, second, log.length, scheduler.leftovers()]).toEqual([0, 1, 5, []]);
  });

  it("of a loop whose body throws do so, too, and the error goes on", () => {
    const scheduler = new Scheduler();
    const log: string[] = [];
    const loop = (): void => {
      for (const _ of emissions(scheduler.spawn(counter(log)))) throw error;
    };
    expect([thrownBy(loop), log, scheduler.leftovers()]).toEqual([error, ["cleaned up"], []]);
  });

  it("of a task that fails throw its error after what it emitted, once", () => {
    const scheduler = new Scheduler();
    const events = recordEvents(scheduler, "error");
    const values = emissions(scheduler.spawn(emitsThenThrows, 1))[Symbol.iterator]();
    expect(values.next().value).toBe(1);
    expect(thrownBy(() => values.next())).toBe(error);
    expect([values.next(), events]).toEqual([{ done: true, value: undefined }, []]);
    scheduler.run();
  });

  it("of a task that is cancelled throw a CancelledError", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(counter());
    const seen: unknown[] = [];
    const loop = (): void => {
      for (const n of emissions(task)) {
        seen.push(n);
        if (n === 1) task.cancel("enough");
      }
    };
    expect([thrownBy(loop), seen]).toEqual([expect.any(CancelledError), [0, 1]]);
  });

  it("throw what ends the driving, and leave the task to who goes on", () => {
    const scheduler = new Scheduler();
    const stuck = scheduler.spawn(function* () {
      yield 1;
      yield yield* receive();
    });
    const values = emissions(stuck)[Symbol.iterator]();
    values.next();
    expect(() => values.next()).toThrow(DeadlockError);
    expect([values.next().done, stuck.state]).toEqual([true, "waiting"]);
    stuck.send(2);
    expect([...emissions(stuck)]).toEqual([2]);
    const outside = scheduler.spawn(function* () {
      yield* wait(new Promise(() => {}));
    });
    expect(() => [...emissions(outside)]).toThrow(OutsideWaitError);
    expect(outside.state).toBe("waiting");
  });

  it("throw the failure of another root, as any host call does, and can be begun again", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(emitsThenThrows);
    const task = scheduler.spawn(emits, 1, 2);
    expect(() => [...emissions(task)]).toThrow(error);
    expect([...emissions(task)]).toEqual([1, 2]);
  });

  it("cannot be pulled in a turn of their own scheduler (T7), and in that of another they can", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(emits, 1, 2);
    scheduler.spawn(function* () {
      expect(() => [...emissions(task)]).toThrow(ReentrancyError);
      yield* sleep(1);
    });
    scheduler.run();
    expect(run(function* () { return [...emissions(new Scheduler().spawn(emits, 1, 2))]; })).toEqual([1, 2]); // prettier-ignore
  });

  it("of a task whose cleanup waits for the outside say that the end is not reached", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      try {
        yield 1;
        yield* sleep(10);
      } finally {
        yield* suspend(() => {});
      }
    });
    const loop = (): void => {
      for (const _ of emissions(task)) break;
    };
    expect(loop).toThrow(OutsideWaitError);
    expect(task.state).toBe("waiting");
  });

  it("are those from the call on", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(counter());
    scheduler.advance(3);
    const values = emissions<number>(task);
    scheduler.advance(2);
    const [first, second, third] = values;
    expect([first, second, third]).toEqual([4, 5, 6]);
    expect(() => [...emissions(task)]).toThrow(CancelledError);
    const done = scheduler.spawn(emits, 1);
    scheduler.run();
    expect([...emissions(done)]).toEqual([]);
  });
});
