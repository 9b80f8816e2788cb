import { Observer, receive, Scheduler, self, sleep, suspend, wait } from "rondo";
import { record } from "../support/record.js";

describe("T6 Outside input", () => {
  it("is every plain call outside of turns: numbered, in order, in words", () => {
    const scheduler = new Scheduler();
    const lines = record(scheduler);
    const settle: ((value: unknown) => void)[] = [];
    const waits = suspend<unknown>((...answers) => void settle.push(...answers));
    const task = scheduler.spawn(function* worker() {
      for (let i = 0; i < 2; i++) {
        try {
          yield* waits;
        } catch {
          // It was rejected.
        }
        self().send("a plain call in a turn is no outside input");
      }
      yield* receive({ match: () => false });
    });
    scheduler.advance(1);
    settle[0]!("yes");
    scheduler.advance(1);
    settle[3]!(new Error("no"));
    scheduler.advance(1);
    settle[3]!("an answer that comes too late is no input");
    task.send({ n: 1 });
    task.interrupt(new Error("up"));
    task.cancel("enough");
    expect(lines.filter((line) => line.includes(" input, "))).toEqual([
      "0 input, 1, 'spawn function worker'",
      "1 input, 2, 'resolve worker 1'",
      "2 input, 3, 'reject worker 1'",
      "3 input, 4, 'send { n: 1 } to worker 1'",
      "3 input, 5, 'interrupt worker 1 with Error: up'",
      "3 input, 6, 'cancel worker 1'",
    ]);
  });

  it("is a promise that is settled", async () => {
    const scheduler = new Scheduler();
    const lines = record(scheduler);
    scheduler.spawn(function* worker() {
      yield* wait(Promise.resolve(1));
      try {
        yield* wait(Promise.reject(new Error("no")));
      } catch {
        // The rejection is what is looked for.
      }
    });
    await scheduler.runAsync({ time: "virtual" });
    expect(lines.filter((line) => line.includes(" input, "))).toEqual([
      "0 input, 1, 'spawn function worker'",
      "0 input, 2, 'resolve worker 1'",
      "0 input, 3, 'reject worker 1'",
    ]);
  });

  it("is what a listener or an observer does between turns, too, and not what it does in one", () => {
    const scheduler = new Scheduler();
    const lines = record(scheduler);
    const task = scheduler.spawn(function* hears() {
      for (let i = 0; i < 3; i++) yield* receive();
    });
    class Caller extends Observer {
      override clock(): void {
        task.send("clock");
      }
    }
    scheduler.observe(new Caller());
    scheduler.on("error", () => task.send("error"));
    scheduler.on("emission", () => task.send("emission"));
    scheduler.spawn(function* fails() {
      yield "emitted";
      yield* sleep(1);
      throw new Error("no");
    });
    scheduler.run();
    expect(lines.filter((line) => / input, [^12]/.test(line))).toEqual([
      "1 input, 3, 'send \"clock\" to hears 1'",
      "1 input, 4, 'send \"error\" to hears 1'",
    ]);
  });

  it("of a scheduler is what a turn of another one does to its tasks", () => {
    const [mine, other] = [new Scheduler(), new Scheduler()];
    const target = other.spawn(function* target() {
      return yield* receive();
    });
    const lines = record(other);
    mine.spawn(function* () {
      target.send("hello");
      yield* sleep(1);
    });
    mine.run();
    expect(lines[0]).toBe("0 input, 2, 'send \"hello\" to target 1'");
    other.run();
    expect(target.result).toBe("hello");
  });
});
