import {
  all,
  any,
  ensure,
  mapEach,
  now,
  race,
  receive,
  Scheduler,
  scope,
  select,
  settled,
  sleep,
  spawn,
  start,
  supervise,
  suppressed,
  timeout,
  use,
} from "rondo";
import { leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, spawns } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Interrupts a task after a while; what it catches, and when. */
function interrupted(step: () => Iterable<unknown, unknown, unknown>): unknown[] {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(function* () {
    const caught = yield* caughtBy(step);
    const when = now();
    yield* sleep(1);
    return [caught, when];
  });
  scheduler.advance(1);
  expect(task.interrupt("stop")).toBe(true);
  scheduler.run();
  return task.result!;
}

describe("an interrupt ends the wait", () => {
  it.each<[string, () => Iterable<unknown, unknown, unknown>]>([
    ["of all", () => all([() => sleeps(100), () => sleeps(50)])],
    ["of all with a limit", () => all([() => sleeps(100), () => sleeps(50)], { concurrency: 1 })],
    ["of mapEach", () => mapEach([100], (ms) => sleeps(ms))],
    ["of settled", () => settled([() => sleeps(100)])],
    ["of race", () => race([() => sleeps(100)])],
    ["of any", () => any([() => sleeps(100)])],
    ["of select", () => select({ a: sleep(100), b: receive() })],
    ["of start", () => start(() => sleeps(100))],
    ["in the body of a time-out", () => timeout(200, () => sleeps(100))],
    ["in the body of a scope", () => scope(() => sleeps(100))],
    [
      "in the body of an ensure",
      () =>
        ensure(
          () => sleeps(100),
          () => {},
        ),
    ],
    [
      "while a resource is acquired",
      () =>
        use(
          () => sleeps(100),
          () => {},
        ),
    ],
    ["of a scope for its children", () => scope(() => spawns(() => sleeps(100)))],
    ["of a supervisor for its children", () => supervise(() => spawns(() => sleeps(100)))],
    ["of a time-out for its children", () => timeout(200, () => spawns(() => sleeps(100)))],
  ])("%s", (_what, step) => {
    expect(interrupted(step)).toEqual(["stop", 1]);
  });

  it("of a group when its branches are gone, youngest first", () => {
    const seen = interrupted(() => all({ a: () => lingers(log, "a"), b: () => lingers(log, "b") }));
    expect([seen, log]).toEqual([
      ["stop", 3],
      ["b leaves", "b is gone", "a leaves", "a is gone"],
    ]);
  });

  it("of a group, whose branches' cleanups may fail: that is kept under it", () => {
    const [stop, boom] = [new Error("stop"), new Error("boom")];
    const scheduler = new Scheduler();
    for (const group of [all, race, any, settled] as (typeof all)[]) {
      const task = scheduler.spawn(() => caughtBy(() => group([() => leavesWith(boom), () => stays(log, "b")])));
      scheduler.advance(1);
      task.interrupt(stop);
      scheduler.advance(1);
      expect([task.result, suppressed(stop)]).toEqual([stop, [boom]]);
    }
  });
});

it("an interrupt that comes when the last branch has ended is thrown at the next wait, and the answer is not lost", () => {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(function* () {
    const answer = yield* all([() => sleeps(5)]);
    return [answer, yield* caughtBy(() => sleep(1))];
  });
  scheduler.spawn(function* () {
    yield* sleep(5);
    yield* sleep(0);
    yield* spawn(() => does(() => sleep(0)));
  });
  scheduler.run({ until: 5 });
  while (task.state !== "ready") scheduler.step();
  task.interrupt("stop");
  scheduler.run();
  expect(task.result).toEqual([["slept"], "stop"]);
});
