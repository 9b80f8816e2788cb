import {
  DeadlockError,
  pass,
  receive,
  Scheduler,
  sleep,
  spawn,
  spawnWith,
  type Program,
  type Task,
  TimeLimitError,
} from "rondo";
import { driveVirtually, type Ending, type Watch } from "../../lib/cli/drive.js";
import { formatTrace, record } from "../../lib/trace/index.js";

interface Driven {
  readonly ending: Ending;
  readonly scheduler: Scheduler;
  readonly task: Task;
}

function drive(program: Program, until?: number, watch: Watch = () => true): Driven {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program);
  return { ending: driveVirtually(scheduler, task, until, watch), scheduler, task };
}

/** Tasks that sleep, pass, wait for each other, and leave a daemon behind. */
function* mixed(): Generator<unknown, string, unknown> {
  yield* spawnWith({ daemon: true }, function* ticker() {
    for (;;) yield* sleep(7);
  });
  const child = yield* spawn(function* child() {
    for (let i = 0; i < 50; i++) yield* i % 3 === 0 ? sleep(i) : pass();
    return "value";
  });
  return yield* child;
}

describe("a run in virtual time", () => {
  it("is the run that scheduler.run makes, event for event", () => {
    const traced = (act: (scheduler: Scheduler, task: Task) => void): string => {
      const scheduler = new Scheduler();
      const recorder = record(scheduler);
      act(scheduler, scheduler.spawn(mixed));
      return formatTrace(recorder.trace);
    };
    const driven = traced((scheduler, task) => void driveVirtually(scheduler, task, undefined, () => true));
    expect(driven).toBe(traced((scheduler) => scheduler.run()));
  });

  it("ends when the program has ended", () => {
    const { ending, task, scheduler } = drive(mixed);
    expect({ ending, result: task.result, left: scheduler.leftovers() }).toEqual({
      ending: "ended",
      result: "value",
      left: [],
    });
  });

  it("throws what scheduler.run throws", () => {
    expect(() => drive(() => receive()[Symbol.iterator]() as never)).toThrow(TypeError);
    expect(() =>
      drive(function* main() {
        yield* receive();
      }),
    ).toThrow(DeadlockError);
    const scheduler = new Scheduler({ maxTime: 10 });
    const task = scheduler.spawn(function* main() {
      yield* sleep(11);
    });
    expect(() => driveVirtually(scheduler, task, undefined, () => true)).toThrow(TimeLimitError);
  });

  it.each([0, 1, 30, 1e9])("stops before the instant %d, as scheduler.run({ until }) does", (until) => {
    const program = function* main(): Generator<unknown, void, unknown> {
      for (let i = 0; ; i++) yield* i % 2 === 0 ? sleep(10) : pass();
    };
    const mine = drive(program, Math.min(until, 1000));
    const other = new Scheduler();
    other.spawn(program);
    other.run({ until: Math.min(until, 1000) });
    expect(mine.ending).toBe("until");
    expect([mine.scheduler.now, mine.scheduler.tree()]).toEqual([other.now, other.tree()]);
  });

  it("ends before that instant where the program has ended", () => {
    const { ending, scheduler } = drive(mixed, 1e9);
    expect(ending).toBe("ended");
    expect(scheduler.now).toBeLessThan(1e9);
  });

  it("tells a deadlock before that instant, since nothing could happen until then", () => {
    expect(() =>
      drive(function* main() {
        yield* receive();
      }, 100),
    ).toThrow(DeadlockError);
  });

  it("stops where the watch says so, which is asked now and then, also within an instant", () => {
    const asked: number[] = [];
    const { ending, task } = drive(
      function* main() {
        for (;;) yield* pass();
      },
      undefined,
      (turns) => asked.push(turns) < 4,
    );
    expect({ ending, asked, done: task.done }).toEqual({
      ending: "stopped",
      asked: [0, 1024, 2048, 3072],
      done: false,
    });
  });
});
