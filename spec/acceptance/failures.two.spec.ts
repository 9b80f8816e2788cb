import {
  call,
  cancel,
  join,
  run,
  Scheduler,
  scope,
  shield,
  sleep,
  spawn,
  spawnWith,
  supervise,
  suppressed,
} from "rondo";
import { fails, leavesWith, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

describe("two failures", () => {
  it("in one instant: the first in turn order is thrown, the other is kept under it", () => {
    const second = new Error("second");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, boom, 5);
        yield* spawn(fails, second, 5);
        yield* sleep(100);
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([boom, [second]]);
  });

  it("of a body and its child in one instant: the child, which had its turn first", () => {
    const ofBody = new Error("of the body");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, boom, 5);
        yield* sleep(5);
        throw ofBody;
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([boom, [ofBody]]);
  });

  it("of a body, and of a child that never had a turn, are one: the child never ran", () => {
    const thrown = thrownBy(() =>
      run(
        function* () {
          yield* spawnWith({ priority: 1 }, () => stays(log, "child"));
          throw boom;
        },
        { order: "priority" },
      ),
    );
    expect([thrown, suppressed(thrown)]).toEqual([boom, []]);
  });

  it("with the same object are one", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, boom, 5);
        yield* spawn(fails, boom, 5);
        yield* call(leavesWith, boom);
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([boom, []]);
  });

  it("where the second comes during the cleanup for the first: kept under it, and the cleanup ends", () => {
    const late = new Error("late");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(() => does(() => shield(() => fails(late, 8))));
        yield* spawn(cleansFor, 10, log, "sibling");
        yield* spawn(fails, boom, 1);
        yield* sleep(100);
      }),
    );
    expect([thrown, suppressed(thrown), log]).toEqual([boom, [late], ["sibling leaves", "sibling is clean"]]);
  });
});

describe("the error of a cancelled task's cleanup", () => {
  it("fails its scope, though whoever cancelled it has a catch around that: catch around the scope instead", () => {
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          const task = yield* spawn(leavesWith, boom);
          yield* sleep(1);
          try {
            yield* cancel(task);
          } catch {
            log.push("caught around the cancel");
          }
          yield* sleep(10);
          log.push("went on");
        }),
      );
    });
    expect([seen, log]).toEqual([boom, []]);
  });

  it("is seen by a join, where the task is supervised, and whoever cancelled it goes on", () => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("error", (thrown) => heard.push(thrown));
    const task = scheduler.spawn(() =>
      does(() =>
        supervise(function* () {
          const child = yield* spawn(leavesWith, boom);
          const joiner = yield* spawn(() => caughtBy(() => join(child)));
          yield* sleep(1);
          yield* cancel(child);
          return yield* joiner;
        }),
      ),
    );
    scheduler.run();
    expect([task.result, heard]).toEqual([boom, []]);
  });
});
