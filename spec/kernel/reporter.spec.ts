import { Scheduler } from "rondo";
import { thrownBy } from "../support/thrown.js";

function* emits(...values: readonly unknown[]): Generator<unknown, void> {
  for (const value of values) yield value;
}

describe("a listener", () => {
  it("that is put on twice hears each event twice, and is taken off once at a time", () => {
    const scheduler = new Scheduler();
    const listener = jest.fn();
    const [off, offAgain] = [scheduler.on("emission", listener), scheduler.on("emission", listener)];
    const heard = [off, off, offAgain].map((each) => {
      scheduler.spawn(emits, 1);
      scheduler.run();
      each();
      return listener.mock.calls.splice(0).length;
    });
    scheduler.spawn(emits, 1);
    scheduler.run();
    expect([heard, listener.mock.calls]).toEqual([[2, 1, 1], []]);
  });

  it("that is taken off while an event is told still hears that one, and none after it", () => {
    const scheduler = new Scheduler();
    const log: string[] = [];
    scheduler.on("emission", (value) => {
      log.push(`first ${String(value)}`);
      off();
    });
    const off = scheduler.on("emission", (value) => log.push(`second ${String(value)}`));
    scheduler.spawn(emits, 1, 2);
    scheduler.run();
    expect(log).toEqual(["first 1", "second 1", "first 2"]);
  });

  it("that throws keeps nothing from the others, and is told as an error", () => {
    const scheduler = new Scheduler();
    const log: unknown[] = [];
    const error = new Error("broken listener");
    scheduler.on("emission", () => {
      throw error;
    });
    scheduler.on("emission", (value) => log.push(value));
    scheduler.on("error", (...told) => log.push(told));
    scheduler.spawn(emits, 1);
    scheduler.run();
    expect(log).toEqual([[error, undefined], 1]);
  });

  it("that throws where nobody listens for errors: the host call throws that at its end, several together", () => {
    const scheduler = new Scheduler();
    const errors = ["a", "b"].map((name) => new Error(name));
    for (const error of errors) {
      scheduler.on("emission", () => {
        throw error;
      });
    }
    const task = scheduler.spawn(emits, 1);
    const thrown = thrownBy(() => scheduler.run()) as AggregateError;
    expect([thrown instanceof AggregateError, thrown.errors, thrown.message, task.state]).toEqual([
      true,
      errors,
      "2 failures: Error: a; Error: b",
      "done",
    ]);
    expect(() => scheduler.run()).not.toThrow();
  });

  it("for errors that throws is not told of its own error, which the host call throws", () => {
    const scheduler = new Scheduler();
    const error = new Error("broken error listener");
    const calls = jest.fn(() => {
      throw error;
    });
    scheduler.on("error", calls);
    scheduler.spawn(function* () {
      throw new Error("no");
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(calls).toHaveBeenCalledTimes(1);
  });
});
