import fc from "fast-check";
import { cancel, DeadlockError, now, Observer, pass, receive, Scheduler, self, sleep, sleepUntil, spawn } from "rondo";
import { interpret, newWorld, programs, type Op } from "../support/logged-programs.js";
import { record, recordEvents } from "../support/record.js";
import { caught, errorOf } from "../support/thrown.js";

/** Times in quarters, so that sums are exact and many are the same. */
const delay = fc.nat(12).map((quarters) => quarters / 4);
const program = programs("pass", "sleep", "spawn", "call", "send", "receive", "emit", "cancel", "interrupt");

/** Who wakes when, by a sorted list of timers. */
function sortedWakes(tasks: readonly (readonly number[])[]): string[] {
  const log: string[] = [];
  const timers: { time: number; set: number; task: number; sleep: number }[] = [];
  let set = 0;
  const sleepFrom = (time: number, task: number, sleep: number): void => {
    const ms = tasks[task]![sleep];
    if (ms !== undefined) timers.push({ time: time + ms, set: set++, task, sleep });
    timers.sort((a, b) => a.time - b.time || a.set - b.set);
  };
  tasks.forEach((_, task) => sleepFrom(0, task, 0));
  for (let timer = timers.shift(); timer !== undefined; timer = timers.shift()) {
    log.push(`${String(timer.time)}: ${String(timer.task)}`);
    sleepFrom(timer.time, timer.task, timer.sleep + 1);
  }
  return log;
}

/** All that observers and listeners hear of a program, driven in some way; and with what error that ends. */
function heard(ops: readonly Op[], drive: (scheduler: Scheduler) => void): unknown[] {
  const scheduler = new Scheduler();
  const lines = [record(scheduler), recordEvents(scheduler, "emission", "spawn", "end", "unread", "error")];
  scheduler.spawn(interpret, newWorld(), ops);
  try {
    drive(scheduler);
  } catch (error) {
    if (!(error instanceof DeadlockError)) throw error;
    return [...lines, scheduler.now, error.message];
  }
  return [...lines, scheduler.now];
}

describe("T5 The clock", () => {
  it("moves to the earliest timer; timers due together are ready in the order of setting", () => {
    fc.assert(
      fc.property(fc.array(fc.array(delay, { maxLength: 6 }), { maxLength: 6 }), (tasks) => {
        const log: string[] = [];
        const scheduler = new Scheduler();
        tasks.forEach((delays, index) => {
          scheduler.spawn(function* () {
            for (const ms of delays) {
              yield* sleep(ms);
              log.push(`${String(now())}: ${String(index)}`);
            }
          });
        });
        scheduler.run();
        expect(log).toEqual(sortedWakes(tasks));
      }),
    );
  });

  it("orders all kinds of timers that are due together by when they were set", () => {
    const log: string[] = [];
    const scheduler = new Scheduler({ startTime: -3 });
    const kinds = [() => sleep(8), () => sleepUntil(5), () => receive({ timeout: 8 })];
    [0, 1, 2, 2, 1, 0].forEach((kind, index) => {
      scheduler.spawn(function* () {
        try {
          yield* kinds[kind]!();
        } catch {
          log.push("timed out");
        }
        log.push(`${String(now())}: ${String(index)}`);
      });
    });
    scheduler.run();
    expect(log).toEqual(["5: 0", "5: 1", "timed out", "5: 2", "timed out", "5: 3", "5: 4", "5: 5"]);
  });

  it("never moves back, and never while a task is ready", () => {
    fc.assert(
      fc.property(program, (ops) => {
        const scheduler = new Scheduler();
        let ready = 0;
        let latest = 0;
        class Watch extends Observer {
          override spawned(): void {
            ready++;
          }
          override ready(): void {
            ready++;
          }
          override turn(): void {
            ready--;
          }
          override clock(time: number): void {
            expect([ready, time > latest, time === scheduler.now]).toEqual([0, true, true]);
            latest = time;
          }
        }
        scheduler.observe(new Watch());
        scheduler.spawn(interpret, newWorld(), ops);
        scheduler.advance(50);
        expect([latest <= 50, scheduler.now]).toEqual([true, 50]);
      }),
    );
  });

  it("takes a sleep of no time, or until a time in the past, as due at this instant, behind all that is ready", () => {
    const log: string[] = [];
    const scheduler = new Scheduler({ startTime: 7 });
    scheduler.spawn(function* () {
      yield* sleepUntil(3);
      log.push(`past ${String(now())}`);
    });
    scheduler.spawn(function* () {
      yield* sleep(0);
      log.push(`zero ${String(now())}`);
    });
    scheduler.spawn(function* () {
      for (let i = 0; i < 3; i++) yield* pass();
      log.push("ready");
    });
    scheduler.run();
    expect(log).toEqual(["ready", "past 7", "zero 7"]);
  });

  it("advance in many slices and in one gives the same events", () => {
    const cuts = fc.uniqueArray(fc.nat(80), { maxLength: 10 }).map((times) => times.sort((a, b) => a - b));
    fc.assert(
      fc.property(program, cuts, (ops, eighths) => {
        const whole = heard(ops, (scheduler) => scheduler.advance(10));
        const tenths = (scheduler: Scheduler): void => {
          for (let i = 0; i < 10; i++) scheduler.advance(1);
        };
        const parts = (scheduler: Scheduler): void => [...eighths, 80].forEach((at) => scheduler.advanceTo(at / 8));
        expect(heard(ops, tenths)).toEqual(whole);
        expect(heard(ops, parts)).toEqual(whole);
      }),
    );
  });

  it("run({ until }) and then run gives the events of run", () => {
    const cuts = fc.uniqueArray(fc.nat(40), { maxLength: 5 }).map((times) => times.sort((a, b) => a - b));
    fc.assert(
      fc.property(program, cuts, (ops, quarters) => {
        const whole = heard(ops, (scheduler) => scheduler.run());
        const end = whole[2] as number;
        const inParts = heard(ops, (scheduler) => {
          for (const at of quarters) if (at / 4 <= end) scheduler.run({ until: at / 4 });
          scheduler.run();
        });
        expect(inParts).toEqual(whole);
      }),
    );
  });

  it("visits every instant of the span of an advance, its end included", () => {
    const log: number[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      for (;;) {
        yield* sleep(0.5);
        log.push(now());
      }
    });
    scheduler.advance(1.5);
    expect([log, scheduler.now, scheduler.nextWakeTime]).toEqual([[0.5, 1, 1.5], 1.5, 2]);
    scheduler.advance(0.25);
    expect([log.length, scheduler.now]).toEqual([3, 1.75]);
    scheduler.advanceTo(2);
    expect(log.at(-1)).toBe(2);
  });

  it("run({ until }) stops before that instant, with the clock set to it", () => {
    const log: number[] = [];
    const scheduler = new Scheduler();
    const ticker = scheduler.spawn(function* () {
      for (;;) {
        yield* sleep(1);
        log.push(now());
      }
    });
    scheduler.run({ until: 3 });
    expect([log, scheduler.now, scheduler.nextWakeTime, ticker.state]).toEqual([[1, 2], 3, 3, "waiting"]);
    scheduler.run({ until: 3 });
    expect(log).toEqual([1, 2]);
    scheduler.run({ until: 4.5 });
    expect([log, scheduler.now]).toEqual([[1, 2, 3, 4], 4.5]);
    ticker.cancel();
    scheduler.run({ until: 100 });
    expect([log.length, scheduler.now, scheduler.leftovers()]).toEqual([4, 100, []]);
  });

  it("moves by a step only where no task is ready, and then runs one turn", () => {
    const scheduler = new Scheduler();
    for (let i = 0; i < 2; i++) scheduler.spawn(() => sleeping(5));
    const times = [0, 1, 2, 3].map(() => scheduler.step() && scheduler.now);
    expect([...times, scheduler.step()]).toEqual([0, 0, 5, 5, false]);
  });

  it("never goes to a timer that was withdrawn, and keeps nothing of it", () => {
    const scheduler = new Scheduler();
    const waits = [() => sleep(100), () => sleepUntil(100), () => receive({ timeout: 100 })];
    scheduler.spawn(function* () {
      const asleep = [];
      for (let i = 0; i < 300; i++) asleep.push(yield* spawn(() => caught(waits[i % 3]!())));
      yield* sleep(2);
      for (const [index, task] of asleep.entries()) {
        if (index % 2 === 0) yield* cancel(task);
        else task.interrupt("up");
      }
      self().send("mail");
      yield* receive({ timeout: 50 });
    });
    scheduler.run();
    expect([scheduler.now, scheduler.nextWakeTime, scheduler.leftovers()]).toEqual([2, undefined, []]);
  });

  it.each<readonly [string, (scheduler: Scheduler, time: number) => unknown, readonly unknown[]]>([
    ["advance", (scheduler, time) => scheduler.advance(time), [-1, NaN, Infinity, -Infinity, "1", undefined]],
    ["advanceTo", (scheduler, time) => scheduler.advanceTo(time), [4, NaN, Infinity, -Infinity, "9", undefined]],
    ["run: until", (scheduler, time) => scheduler.run({ until: time }), [4, NaN, Infinity, -Infinity, "9"]],
    ["sleep", (_, time) => sleep(time), [-1, NaN, Infinity, -Infinity, "1", undefined]],
    ["sleepUntil", (_, time) => sleepUntil(time), [NaN, Infinity, -Infinity, "1", undefined]],
    ["receive: timeout", (_, timeout) => receive({ timeout }), [-1, NaN, Infinity, "1"]],
  ])("%s refuses what is no time, and names it; the clock stays where it is", (name, act, times) => {
    const scheduler = new Scheduler({ startTime: 5 });
    for (const time of times) {
      const error = errorOf(() => act(scheduler, time as number));
      expect(error.name).toBe(typeof time === "number" ? "RangeError" : "TypeError");
      expect(error.message.startsWith(`${name}: `)).toBe(true);
      expect(error.message).toContain(typeof time === "string" ? JSON.stringify(time) : String(time));
    }
    expect(scheduler.now).toBe(5);
  });

  it("refuses a wait that would end beyond the largest number, at that wait", () => {
    const scheduler = new Scheduler({ startTime: 1.5e308 });
    const task = scheduler.spawn(() => caught(sleep(1.5e308)));
    scheduler.run();
    expect([task.result, scheduler.now]).toEqual([expect.any(RangeError), 1.5e308]);
  });
});

function* sleeping(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}
