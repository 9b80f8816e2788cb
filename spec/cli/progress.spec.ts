import { Scheduler, sleep, spawn } from "rondo";
import { Progress } from "../../lib/cli/progress.js";
import { FakeOutput } from "./outputs.js";

const CLEAR = "\r\u001b[2K";

/** A terminal with a line of progress on it, and a clock in the hand. */
function setUp(columns = 80) {
  const out = new FakeOutput({ isTTY: true });
  const err = new FakeOutput({ isTTY: true, columns });
  const clock = { now: 5000 };
  const scheduler = new Scheduler();
  scheduler.spawn(function* main() {
    yield* spawn(function* child() {
      yield* sleep(1234);
    });
    yield* sleep(2000);
  });
  const progress = new Progress(err, [out], scheduler, () => clock.now);
  return { out, err, clock, scheduler, progress };
}

describe("the progress of a run", () => {
  it("is not shown within the first second", () => {
    const { err, clock, progress } = setUp();
    progress.tick(1);
    clock.now += 999;
    progress.tick(2);
    progress.end();
    expect(err.text).toBe("");
  });

  it("counts turns, time and tasks, and is brought up to date ten times a second", () => {
    const { err, clock, scheduler, progress } = setUp();
    scheduler.advance(1);
    clock.now += 1000;
    progress.tick(1000);
    clock.now += 99;
    progress.tick(2000);
    expect(err.text).toBe("1,000 turns, time 1, 2 tasks");
    scheduler.advance(1500);
    clock.now += 1;
    progress.tick(3000);
    expect(err.text).toBe(`1,000 turns, time 1, 2 tasks${CLEAR}3,000 turns, time 1,501, 1 task`);
  });

  it("goes when the run ends, and leaves the streams as they were", () => {
    const { out, err, clock, progress } = setUp();
    clock.now += 1000;
    progress.tick(1);
    progress.end();
    expect(err.text).toBe(`1 turn, time 0, 1 task${CLEAR}`);
    expect([Object.hasOwn(out, "write"), Object.hasOwn(err, "write")]).toEqual([false, false]);
  });

  it("puts back a write that was the stream's own", () => {
    const own = jest.fn(() => true);
    const err = Object.assign(new FakeOutput({ isTTY: true }), { write: own });
    new Progress(err, [], new Scheduler(), () => 0).end();
    expect(err.write).toBe(own);
  });

  it("makes way for what others write to the terminal", () => {
    const { out, err, clock, progress } = setUp();
    clock.now += 1000;
    progress.tick(1);
    out.write("a line of the program\n");
    expect(err.text).toBe(`1 turn, time 0, 1 task${CLEAR}`);
    err.write("an error\n");
    expect(out.text).toBe("a line of the program\n");
    expect(err.text).toBe(`1 turn, time 0, 1 task${CLEAR}an error\n`);
  });

  it("is never wider than the terminal", () => {
    const { err, clock, progress } = setUp(12);
    clock.now += 1000;
    progress.tick(1_000_000);
    expect(err.text).toBe("1,000,000 t");
  });
});
