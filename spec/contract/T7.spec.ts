import {
  ensure,
  Observer,
  receive,
  ReentrancyError,
  run,
  Scheduler,
  sleep,
  spawn,
  suspend,
  TaskFinishedError,
  type SchedulerEvents,
} from "rondo";
import { record } from "../support/record.js";
import { errorOf, thrownBy } from "../support/thrown.js";

type Drive = (scheduler: Scheduler) => unknown;

const drives: readonly (readonly [string, Drive])[] = [
  ["run", (scheduler) => scheduler.run()],
  ["run", (scheduler) => scheduler.run({ until: 1000 })],
  ["step", (scheduler) => scheduler.step()],
  ["advance", (scheduler) => scheduler.advance(1)],
  ["advance", (scheduler) => scheduler.advanceTo(1000)],
  ["close", (scheduler) => scheduler.close()],
  ["close", (scheduler) => scheduler[Symbol.dispose]()],
];

/** Where user code runs while a scheduler is driven. */
const places = [
  ...[
    "turn",
    "program called at a spawn",
    "match",
    "start of a suspend",
    "disposer of a suspend",
    "finally",
    "cleanup",
  ],
  ...["turn of a scheduler inside a turn", "emission listener", "spawn listener", "end listener", "unread listener"],
  ...["observer of a turn", "observer of the clock", "observer of an end"],
] as const;
type Place = (typeof places)[number];

/** Runs a program with user code at all of these places, and answers with all that happened. */
function tour(at: (place: Place, scheduler: Scheduler) => void): string[] {
  const scheduler = new Scheduler();
  const here = (place: Place): void => at(place, scheduler);
  const lines = record(scheduler);
  const listen = (event: keyof SchedulerEvents, place: Place): unknown => scheduler.on(event, () => here(place));
  scheduler.spawn(function* () {
    here("turn");
    const child = yield* spawn(() => {
      here("program called at a spawn");
      return cleansUp(here);
    });
    child.send("unread");
    yield "emission";
    child.send("wanted");
    yield* sleep(5);
    run(function* () {
      here("turn of a scheduler inside a turn");
    });
    child.cancel();
  });
  listen("emission", "emission listener");
  listen("spawn", "spawn listener");
  listen("end", "end listener");
  listen("unread", "unread listener");
  class Watch extends Observer {
    override turn(): void {
      here("observer of a turn");
    }
    override clock(): void {
      here("observer of the clock");
    }
    override ended(): void {
      here("observer of an end");
    }
  }
  scheduler.observe(new Watch());
  scheduler.advance(10);
  expect(scheduler.leftovers()).toEqual([]);
  return lines;
}

function* cleansUp(here: (place: Place) => void): Generator<unknown, void> {
  const match = (message: unknown): boolean => {
    here("match");
    return message === "wanted";
  };
  const waits = suspend((_) => {
    here("start of a suspend");
    return () => here("disposer of a suspend");
  });
  yield* ensure(
    function* () {
      try {
        yield* receive({ match });
        yield* waits;
      } finally {
        here("finally");
      }
    },
    () => here("cleanup"),
  );
}

describe("T7 A scheduler cannot be driven from inside a turn", () => {
  const undisturbed = tour(() => {});

  it.each(drives)("%s throws a ReentrancyError wherever user code runs, and nothing is harmed", (name, drive) => {
    const reached = new Set<Place>();
    const lines = tour((place, scheduler) => {
      reached.add(place);
      const error = thrownBy(() => drive(scheduler));
      expect(error).toBeInstanceOf(ReentrancyError);
      expect((error as Error).message).toMatch(new RegExp(`^${name}: this scheduler .*Spawn a task instead`));
    });
    expect([...reached].sort()).toEqual([...places].sort());
    expect(lines).toEqual(undisturbed);
  });

  it.each<readonly [string, (scheduler: Scheduler) => Promise<void>]>([
    ["runAsync", (scheduler) => scheduler.runAsync()],
    ["closeAsync", (scheduler) => scheduler.closeAsync()],
  ])("%s rejects with a ReentrancyError, and nothing is harmed", async (name, drive) => {
    const promises: Promise<unknown>[] = [];
    const lines = tour((_, scheduler) => promises.push(drive(scheduler).catch((error: unknown) => error)));
    expect(lines).toEqual(undisturbed);
    for (const error of await Promise.all(promises)) {
      expect(error).toBeInstanceOf(ReentrancyError);
      expect((error as Error).message).toMatch(new RegExp(`^${name}: `));
    }
  });

  it.each(drives)("%s throws while close unwinds the tasks", (_, drive) => {
    const scheduler = new Scheduler();
    const errors: string[] = [];
    scheduler.spawn(function* () {
      try {
        yield* sleep(5);
      } finally {
        errors.push(errorOf(() => drive(scheduler)).name);
        yield* sleep(1);
        errors.push(errorOf(() => drive(scheduler)).name);
      }
    });
    scheduler.step();
    scheduler.close();
    expect([errors, scheduler.leftovers()]).toEqual([["ReentrancyError", "ReentrancyError"], []]);
  });

  it("an error that is not caught there fails the task like any other", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      scheduler.step();
    });
    expect(thrownBy(() => scheduler.run())).toBe(task.error);
    expect(task.error).toBeInstanceOf(ReentrancyError);
  });

  it("an error that is not caught in a listener is thrown by the host call, when all else is done", () => {
    const scheduler = new Scheduler();
    scheduler.on("end", () => void scheduler.step());
    const task = scheduler.spawn(function* () {
      yield* sleep(1);
      return "done";
    });
    expect(thrownBy(() => scheduler.run())).toBeInstanceOf(ReentrancyError);
    expect([task.result, scheduler.step()]).toEqual(["done", false]);
  });

  it.each(drives)("%s is refused between the slices of a runAsync, too, which goes on", async (name, drive) => {
    const scheduler = new Scheduler();
    let answer = (_: string): void => {};
    const task = scheduler.spawn(function* () {
      return yield* suspend<string>((resolve) => void (answer = resolve));
    });
    const running = scheduler.runAsync({ turnsPerSlice: 1 });
    expect(errorOf(() => drive(scheduler))).toMatchObject({
      name: "ReentrancyError",
      message: expect.stringMatching(`^${name}: `) as string,
    });
    await expect(scheduler.runAsync()).rejects.toThrow(ReentrancyError);
    await expect(scheduler.closeAsync()).rejects.toThrow(ReentrancyError);
    answer("from outside");
    await running;
    expect([task.result, scheduler.step()]).toEqual(["from outside", false]);
  });

  it("is free again after a host call that threw", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      throw new Error("no");
    });
    expect(() => scheduler.run()).toThrow("no");
    const task = scheduler.spawn(function* () {
      return 1;
    });
    scheduler.run();
    expect(task.result).toBe(1);
  });

  it("may be driven between turns, and inside a turn of another scheduler", () => {
    const inner = new Scheduler();
    const ended = inner.spawn(function* () {
      yield* sleep(2);
      return "inside";
    });
    const result = run(function* () {
      inner.advance(1);
      yield* sleep(1);
      inner.advance(1);
      return ended.result;
    });
    expect(result).toBe("inside");
  });

  it("takes plain calls on its tasks from inside a turn, and new roots", () => {
    const scheduler = new Scheduler();
    const first = scheduler.spawn(function* () {
      const other = scheduler.spawn(function* () {
        return yield* receive();
      });
      other.send("hello");
      yield* sleep(1);
      return [other.result, errorOf(() => other.send("late")).name];
    });
    scheduler.run();
    expect(first.result).toEqual(["hello", TaskFinishedError.name]);
  });
});
