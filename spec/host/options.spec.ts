import { now, Observer, random, run, runAsync, Scheduler, sleep, type SchedulerOptions } from "rondo";
import { errorOf } from "../support/thrown.js";

const bad: readonly (readonly [keyof SchedulerOptions, readonly unknown[], RegExp])[] = [
  ["order", ["fifo", "", null, 5, "toString", "constructor"], /is none of round-robin, priority, shuffled\.$/],
  ["seed", [0.5, NaN, Infinity, 2 ** 53, "7", null], /is not a whole number\.$/],
  ["startTime", [NaN, Infinity, -Infinity, "0", null], /is not a (number|point in time)/],
  ["maxTurnsPerInstant", [0, -1, 1.5, NaN, "9", null], /is not a (number|whole number from 1 up)/],
  ["maxTime", [NaN, -Infinity, "9", null], /is not a (number|point in time)/],
  ["slowTurnMs", [-1, NaN, Infinity, "16", null], /is not a (number|length of time)/],
];

describe.each(bad)("the option %s", (name, values, words) => {
  it.each(values.map((value) => [value]))(
    "refuses %p by an error that names it, the value, and what may come",
    (value) => {
      const { name: kind, message } = errorOf(() => new Scheduler({ [name]: value }));
      expect(["TypeError", "RangeError"]).toContain(kind);
      expect(
        message.startsWith(`Scheduler: ${name}: ${typeof value === "string" ? JSON.stringify(value) : String(value)} `),
      ).toBe(true);
      expect(message).toMatch(words);
    },
  );

  it("is refused by run and runAsync as by a scheduler: nothing is begun", async () => {
    const begun = jest.fn();
    const options = { [name]: values[0] };
    expect(() => run(() => begun() as never, options)).toThrow(`Scheduler: ${name}: `);
    await expect(runAsync(() => begun() as never, options)).rejects.toThrow(`Scheduler: ${name}: `);
    expect(begun).not.toHaveBeenCalled();
  });
});

describe("the options", () => {
  it("may all be left out, or be left undefined", () => {
    const names = [...bad.map(([name]) => name), "sites", "observer"];
    const undefinedOptions = Object.fromEntries(names.map((name) => [name, undefined])) as SchedulerOptions;
    const drawn = [{}, undefinedOptions].map((options) =>
      run(function* () {
        yield* sleep(1);
        return [now(), random()];
      }, options),
    );
    expect(drawn[0]).toEqual(drawn[1]);
    expect(drawn[0]![0]).toBe(1);
  });

  it("take any finite start and any whole seed", () => {
    for (const options of [{ startTime: -5.5 }, { startTime: 1e300 }, { seed: -1 }, { seed: 2 ** 53 - 1 }]) {
      const scheduler = new Scheduler(options);
      expect(scheduler.now).toBe(options.startTime ?? 0);
    }
  });

  it("may say no limit by Infinity", () => {
    const scheduler = new Scheduler({ maxTime: Infinity, maxTurnsPerInstant: Infinity });
    const task = scheduler.spawn(function* () {
      for (let i = 0; i < 20_000; i++) yield;
      yield* sleep(1e9);
    });
    scheduler.run();
    expect([task.state, scheduler.now]).toEqual(["done", 1e9]);
  });

  it("are read once: what becomes of the object later changes nothing", () => {
    const options = { seed: 1, order: "round-robin" as const, maxTime: 100 };
    const scheduler = new Scheduler(options);
    Object.assign(options, { seed: 2, order: "shuffled", maxTime: 0 });
    const task = scheduler.spawn(function* () {
      yield* sleep(50);
      return random();
    });
    scheduler.run();
    const fresh = run(
      function* () {
        return random();
      },
      { seed: 1 },
    );
    expect(task.result).toBe(fresh);
  });

  it("may bring an observer, which hears all from the first spawn on", () => {
    const heard: string[] = [];
    class Watch extends Observer {
      override spawned(): void {
        heard.push("spawned");
      }
      override turn(): void {
        heard.push("turn");
      }
    }
    run(function* () {}, { observer: new Watch() });
    expect(heard).toEqual(["spawned", "turn"]);
  });

  it.each([
    ["a priority", { priority: NaN }, /^spawnWith: priority: NaN is not a number/],
    ["a priority", { priority: "high" as never }, /^spawnWith: priority: "high" is not a number/],
    ["a mailbox", { mailbox: 0 }, /^spawnWith: mailbox: 0 is not a whole number from 1 up/],
  ])("of a spawn are checked, too: %s (%#)", (_, options, words) => {
    const scheduler = new Scheduler();
    expect(errorOf(() => scheduler.spawnWith(options, function* () {})).message).toMatch(words);
    expect(scheduler.tasks()).toEqual([]);
  });
});
