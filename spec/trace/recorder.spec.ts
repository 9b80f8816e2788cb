import fc from "fast-check";
import {
  emit,
  Observer,
  pass,
  receive,
  ReentrancyError,
  run,
  runAsync,
  Scheduler,
  sleep,
  spawn,
  spawnWith,
  type Task,
} from "../../lib/index.js";
import {
  fold,
  formatTrace,
  parseTrace,
  record,
  Recorder,
  type SchedulerState,
  type Trace,
  type TraceEvent,
} from "../../lib/trace/index.js";
import { KINDS } from "../../lib/trace/schema.js";
import { isAlive } from "../../lib/trace/state.js";
import { plans, Run } from "./random-programs.js";
import { recorded, recordedRun } from "./recorded.js";

/** The events of a trace as short lines, without what all of them have. */
function brief({ events }: Trace): string[] {
  return events.map(({ seq: _seq, step: _step, time: _time, kind, task, ...own }) =>
    [kind, task ?? "", ...Object.entries(own).map(([field, value]) => `${field}=${String(value)}`)].join(" ").trimEnd(),
  );
}

function eventsOf<Kind extends TraceEvent["kind"]>(trace: Trace, kind: Kind): Extract<TraceEvent, { kind: Kind }>[] {
  return trace.events.filter((event): event is Extract<TraceEvent, { kind: Kind }> => event.kind === kind);
}

describe("a recording", () => {
  it("changes nothing of what random programs do, in any order", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const alone = new Run(plan);
        alone.finish();
        expect(recordedRun(plan).run.log).toEqual(alone.log);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same text, byte for byte, for the same program, options, seed and input", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(formatTrace(recordedRun(plan).trace)).toBe(formatTrace(recordedRun(plan).trace));
      }),
      { numRuns: 200 },
    );
  });

  it("gives the same text for a span of time in slices and in one (T5)", () => {
    fc.assert(
      fc.property(
        plans,
        fc.array(fc.constantFrom(0, 0.25, 0.5, 1, 2, 4), { minLength: 1, maxLength: 12 }),
        (plan, slices) => {
          const advance = (dts: readonly number[]): string => {
            const sliced = new Run(plan);
            const recorder = record(sliced.scheduler);
            for (const each of plan.drives) if (each.do === "spawn") sliced.drive(each);
            for (const dt of dts) sliced.attempt(() => sliced.scheduler.advance(dt));
            fc.pre(!sliced.log.some((line) => line.startsWith("LivelockError")));
            return formatTrace(recorder.trace);
          };
          expect(advance(slices)).toBe(advance([slices.reduce<number>((sum, dt) => sum + dt, 0)]));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is plain data: it is the same when it was written down and read again", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { trace } = recordedRun(plan);
        expect(parseTrace(formatTrace(trace))).toStrictEqual(trace);
        expect(parseTrace(JSON.stringify(trace))).toStrictEqual(trace);
      }),
      { numRuns: 100 },
    );
  });

  it("has every kind of event, over enough random programs", () => {
    const kinds = new Set<string>();
    for (const plan of fc.sample(plans, { numRuns: 300, seed: 1 })) {
      for (const { kind } of recordedRun(plan).trace.events) kinds.add(kind);
    }
    expect([...kinds].sort()).toEqual([...KINDS].sort());
  });
});

describe("the events of a trace", () => {
  it("say who the scheduler was, and number themselves, steps and times", () => {
    const trace = recorded(
      function* main() {
        yield* sleep(5);
        return "over";
      },
      { order: "shuffled", seed: 7, startTime: 100 },
    );
    expect(trace).toMatchObject({ format: "rondo-trace", version: 1, order: "shuffled", seed: 7, startTime: 100 });
    expect(trace).not.toHaveProperty("start");
    expect(trace.events.map(({ seq, step, time, kind }) => [seq, step, time, kind])).toEqual([
      [1, 0, 100, "input"],
      [2, 0, 100, "spawn"],
      [3, 1, 100, "turn"],
      [4, 1, 100, "ask"],
      [5, 1, 100, "rest"],
      [6, 1, 105, "clock"],
      [7, 1, 105, "ready"],
      [8, 2, 105, "turn"],
      [9, 2, 105, "end"],
      [10, 2, 105, "rest"],
    ]);
    expect(brief(trace)).toEqual([
      "input  serial=1 what=spawn function main",
      "spawn 1 name=main by=input",
      "turn 1",
      "ask 1 wait=sleep(5)",
      "rest 1 asleep=true",
      "clock",
      "ready 1 how=answer by=timer",
      "turn 1",
      'end 1 outcome=done value="over"',
      "rest 1",
    ]);
  });

  it("say how a task was born", () => {
    const trace = recorded(function* () {
      yield* spawnWith({ name: "a", daemon: true, supervised: true, priority: -2, mailbox: 3 }, pass2);
      yield* spawnWith({ name: "b", priority: Infinity }, pass2);
      yield* spawnWith({ name: "c", priority: 0 }, pass2);
    });
    expect(brief(trace).filter((line) => line.startsWith("spawn 1."))).toEqual([
      "spawn 1.1 name=a daemon=true supervised=true priority=-2 mailbox=3 by=1",
      "spawn 1.2 name=b priority=Infinity by=1",
      "spawn 1.3 name=c by=1",
    ]);
    expect(fold(parseTrace(formatTrace(trace))).tasks.get("1.2")?.priority).toBe(Infinity);
  });

  it("say who made a task ready: a task, a timer, the outside, or the host", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler);
    const listener = scheduler.spawn(function* listener() {
      yield* receive();
      yield* sleep(1);
      yield* receive();
    });
    scheduler.advance(0);
    listener.send(1);
    scheduler.advance(1);
    scheduler.spawn(function* () {
      listener.send(2);
    });
    scheduler.spawnWith({ daemon: true }, function* () {
      yield* receive();
    });
    scheduler.run();
    const causes = eventsOf(recorder.trace, "ready").map(({ task, by }) => `${task} by ${by}`);
    expect(causes).toEqual(["1 by input", "1 by timer", "1 by 2", "3 by host"]);
    expect(eventsOf(recorder.trace, "cancel").map(({ by }) => by)).toEqual(["host"]);
  });

  it("tell a cancellation from outside from one by the host", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler);
    const tasks = [0, 1].map(() => scheduler.spawn(pass2));
    tasks[0]?.cancel("enough");
    scheduler.close();
    expect(brief(recorder.trace).filter((line) => line.startsWith("cancel"))).toEqual([
      'cancel 1 reason="enough" by=input',
      'cancel 2 reason="the scheduler was closed" by=host',
    ]);
  });

  it("keep values as they were at that moment", () => {
    const trace = recorded(function* () {
      const basket = { apples: 1 };
      yield* emit(basket);
      basket.apples = 2;
      yield* emit(basket);
    });
    expect(eventsOf(trace, "emit").map(({ value }) => value)).toEqual(["{ apples: 1 }", "{ apples: 2 }"]);
  });

  it("call no code of the program to show a value", () => {
    const trap = {
      get bomb(): never {
        throw new Error("a getter was called");
      },
      toString(): never {
        throw new Error("toString was called");
      },
      toJSON(): never {
        throw new Error("toJSON was called");
      },
    };
    const proxy = new Proxy({}, { get: () => trap.bomb, ownKeys: () => trap.bomb });
    const trace = recorded(function* () {
      yield* emit(trap);
      yield* emit(proxy);
      return trap;
    });
    expect(eventsOf(trace, "emit").map(({ value }) => value)).toEqual([
      "{ bomb: [getter], toString: function toString, toJSON: function toJSON }",
      "proxy",
    ]);
    expect(eventsOf(trace, "end").map(({ outcome }) => outcome)).toEqual(["done"]);
  });

  it("say where the scheduler came to a stand, also when it is closed after that", () => {
    const recorder = new Recorder();
    const stuck = (): unknown => run(() => waiting(), { observer: recorder });
    expect(stuck).toThrow("Deadlock");
    const kinds = recorder.trace.events.map(({ kind }) => kind);
    expect(kinds.indexOf("stop")).toBeGreaterThan(kinds.indexOf("rest"));
    expect(kinds.indexOf("cancel")).toBeGreaterThan(kinds.indexOf("stop"));
    expect(fold(recorder.trace, kinds.indexOf("stop") + 1).stopped).toMatch(/^DeadlockError: Deadlock: 1 task waits/);
    expect(fold(recorder.trace).stopped).toBeUndefined();
  });
});

describe("record", () => {
  it("begins with a snapshot where something has happened before, from which the rest can be folded", () => {
    const scheduler = new Scheduler();
    const begin = scheduler.spawnWith({ name: "reader", mailbox: 2 }, function* () {
      yield* spawn(function* child() {
        yield* sleep(10);
      });
      yield* receive({ match: (message) => message === "go" });
    });
    begin.send("first");
    scheduler.spawn(pass2);
    scheduler.step();
    scheduler.advance(0);
    scheduler.spawn(pass2);
    begin.send("second");
    const recorder = record(scheduler);
    expect(recorder.trace.start).toEqual({
      seq: 0,
      step: 0,
      time: 0,
      ready: ["3"],
      tasks: [
        { task: "1", name: "reader", mailbox: 2, state: "waiting", wait: "receive({ match })", unread: 2 },
        { task: "1.1", name: "child", state: "waiting", wait: "sleep(10)", asleep: true },
        { task: "3", name: "pass2", state: "ready" },
      ],
      gone: { done: 0, failed: 0, cancelled: 0 },
    });
    const before = fold(recorder.trace, 0);
    expect([...before.ready]).toEqual(["3"]);
    expect(before.tasks.get("1")?.children).toEqual(["1.1"]);
    begin.cancel();
    scheduler.run();
    const after = fold(parseTrace(formatTrace(recorder.trace)));
    expect([...after.tasks.values()].map(({ id, state }) => `${id} ${state}`)).toEqual([
      "1 cancelled",
      "1.1 cancelled",
      "3 done",
    ]);
  });

  it("needs no snapshot where nothing has happened", () => {
    expect(record(new Scheduler()).trace).toEqual({
      format: "rondo-trace",
      version: 1,
      order: "round-robin",
      seed: 0,
      startTime: 0,
      events: [],
    });
  });

  it("is refused in the middle of a turn, and harms nothing", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      expect(() => record(scheduler)).toThrow(ReentrancyError);
      yield* pass();
      return 1;
    });
    scheduler.on("end", () => {
      expect(() => record(scheduler)).toThrow("between two of its turns");
    });
    scheduler.run();
    expect(task.result).toBe(1);
    expect(record(scheduler).trace.events).toEqual([]);
  });

  it("records one scheduler only, and says so", () => {
    const recorder = record(new Scheduler());
    expect(() => new Scheduler().observe(recorder)).toThrow("A recorder records one scheduler, once");
    expect(() => new Recorder().trace).toThrow("attached to no scheduler");
    expect(() => new Recorder({ limit: 0 })).toThrow("record: limit: 0 is not a whole number from 1 up.");
  });

  it("stops when it is told to, and keeps what it has", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler);
    scheduler.spawn(pass2);
    scheduler.step();
    const trace = recorder.stop();
    scheduler.run();
    scheduler.advance(10);
    expect(recorder.trace).toEqual(trace);
    expect(trace.events.at(-1)?.kind).toBe("rest");
    expect(recorder.stop()).toEqual(trace);
  });

  it("gives traces that do not grow while the recording goes on", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler);
    scheduler.spawn(pass2);
    const early = recorder.trace;
    scheduler.run();
    expect(early.events).toHaveLength(2);
    expect(recorder.trace.events.length).toBeGreaterThan(2);
  });

  it("tells at the end of time that has passed and in which nothing happened", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler);
    scheduler.spawn(pass2);
    scheduler.advance(3);
    scheduler.advance(4);
    const last = recorder.trace.events.at(-1);
    expect(last).toMatchObject({ kind: "clock", time: 7, task: null });
    expect(recorder.stop().events.at(-1)).toEqual(last);
    expect(fold(recorder.trace).time).toBe(7);
  });

  it("hears a run and an asynchronous run from their beginning", async () => {
    const [first, second] = [new Recorder(), new Recorder()];
    run(pass2, { observer: first });
    await runAsync(pass2, { observer: second });
    expect(brief(second.trace)).toEqual(brief(first.trace));
    expect(first.trace.events.map(({ kind }) => kind).slice(0, 3)).toEqual(["input", "spawn", "turn"]);
  });

  it("leaves other observers alone, and is left alone by one that throws", () => {
    class Broken extends Observer {
      override turn(): void {
        throw new Error("broken observer");
      }
    }
    const scheduler = new Scheduler();
    scheduler.observe(new Broken());
    const recorder = record(scheduler);
    scheduler.spawn(pass2);
    expect(() => scheduler.run()).toThrow("broken observer");
    expect(eventsOf(recorder.trace, "end")).toHaveLength(1);
  });
});

describe("a recording with a limit", () => {
  /** The part of a state that does not tell of tasks that have gone. */
  const alive = ({ tasks, ready, gone: _gone, ...rest }: SchedulerState): object => ({
    ...rest,
    ready: [...ready],
    tasks: [...tasks.values()].filter(isAlive).map((task) => ({
      ...task,
      asked: undefined,
      children: task.children.filter((id) => isAlive(tasks.get(id)!)),
    })),
  });

  it("keeps the latest events, and begins with how things stood before them", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 40 }), (plan, limit) => {
        const run = new Run(plan);
        const whole = record(run.scheduler);
        const part = record(run.scheduler, { limit });
        run.finish();
        const [all, latest] = [whole.stop(), parseTrace(formatTrace(part.stop()))];
        const kept = latest.events.length;
        expect(kept).toBeLessThanOrEqual(2 * limit);
        expect(kept).toBeGreaterThanOrEqual(Math.min(limit, all.events.length));
        expect(latest.events).toEqual(all.events.slice(-kept));
        for (const n of [latest.start?.seq ?? 0, all.events.length]) {
          expect(alive(fold(latest, n))).toEqual(alive(fold(all, n)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("counts those that have gone", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler, { limit: 10 });
    const tasks: Task[] = [0, 1, 2].map(() => scheduler.spawn(pass2));
    tasks[0]?.cancel();
    scheduler.spawn(pass2);
    scheduler.run();
    const { gone, tasks: known } = fold(recorder.trace);
    const total = gone.done + gone.failed + gone.cancelled + known.size;
    expect(gone.cancelled).toBe(1);
    expect(total).toBe(4);
    expect(() => fold(recorder.trace, 0)).toThrow(RangeError);
  });
});

function* pass2(): Generator<unknown, void, unknown> {
  yield* pass();
  yield* pass();
}

function* waiting(): Generator<unknown, void, unknown> {
  yield* receive();
}
