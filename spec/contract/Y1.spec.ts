import { pass, receive, Scheduler, self, sleep, type Program } from "rondo";
import { record, recordEvents } from "../support/record.js";

/** The ways of giving up the turn, twice over. */
const ways: readonly (readonly [string, Program])[] = [
  [
    "yield",
    function* passes() {
      return [yield, yield];
    },
  ],
  [
    "yield undefined",
    function* passes() {
      return [yield undefined, yield undefined];
    },
  ],
  [
    "yield pass()",
    function* passes() {
      return [yield pass(), yield pass()];
    },
  ],
  [
    "yield* pass()",
    function* passes() {
      return [yield* pass(), yield* pass()];
    },
  ],
];

describe.each(ways)("Y1 %s", (_, passes) => {
  it("gives up the turn: every other ready task has one before it goes on", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const others = ["a", "b"].map((name) => () => passesWith(log, name));
    scheduler.spawn(function* () {
      const inner = passes();
      for (let step = inner.next(); step.done !== true; step = inner.next(yield step.value)) log.push("me");
    });
    for (const other of others) scheduler.spawn(other);
    scheduler.run();
    expect(log.join(" ")).toBe("me a b me a b a b");
  });

  it("goes on at once, at the same instant, where no other task is ready", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(() => sleeps(5));
    const task = scheduler.spawn(passes);
    scheduler.advance(0);
    expect([task.state, scheduler.now]).toEqual(["done", 0]);
  });

  it("is answered with undefined, is no emission, and takes no message", () => {
    const scheduler = new Scheduler();
    const emissions = recordEvents(scheduler, "emission");
    const task = scheduler.spawn(function* () {
      self().send("mail");
      return [yield* passes(), self().unread, yield* receive()];
    });
    scheduler.run();
    expect([task.result, emissions]).toEqual([[[undefined, undefined], 1, "mail"], []]);
  });

  it("does what the other ways do, in every event", () => {
    const events = ways.map(([, way]) => {
      const scheduler = new Scheduler();
      const lines = record(scheduler);
      scheduler.spawn(way);
      scheduler.run();
      return lines;
    });
    expect(events.every((lines) => lines.join() === events[0]!.join())).toBe(true);
    expect(events[0]!.filter((line) => line.includes("asked"))).toEqual([
      "0 asked, passes 1, 'pass()'",
      "0 asked, passes 1, 'pass()'",
    ]);
  });
});

describe("Y1 giving up the turn", () => {
  it("a hundred thousand times in a row costs no stack", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      let turns = 0;
      for (; turns < 100_000; turns++) yield* pass();
      return turns;
    });
    scheduler.run();
    expect(task.result).toBe(100_000);
  });
});

function* passesWith(log: string[], name: string): Generator<unknown, void> {
  for (let i = 0; i < 3; i++) {
    log.push(name);
    yield* pass();
  }
}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}
