import {
  call,
  join,
  now,
  run,
  Scheduler,
  scope,
  self,
  shield,
  sleep,
  spawn,
  spawnWith,
  supervise,
  timeout,
} from "rondo";
import { fails, leavesWith, lingers } from "../support/actors.js";
import { recordEvents } from "../support/record.js";
import { caughtBy, does, sleeps, spawns } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of the child");
});

describe("F3 supervise", () => {
  it("keeps failures of the children that are born in it, in whatever frame", () => {
    const seen = run(function* () {
      return yield* supervise(function* () {
        const child = yield* call(() => does(() => spawn(fails, error)));
        return [yield* caughtBy(() => join(child)), now()];
      });
    });
    expect(seen).toEqual([error, 1]);
  });

  it("does not keep those of scopes inside it: a child of scope or shield fails that, and its error is thrown there", () => {
    for (const enter of [scope, shield, (body: () => Generator<unknown, void>) => timeout(100, body)]) {
      const seen = run(function* () {
        return yield* supervise(function* () {
          return yield* caughtBy(() => enter(() => spawns(() => fails(error))));
        });
      });
      expect(seen).toBe(error);
    }
  });

  it("inside supervise keeps its own: the outer one hears nothing", () => {
    const scheduler = new Scheduler();
    const events = recordEvents(scheduler, "error");
    const task = scheduler.spawn(function* () {
      return yield* supervise(function* () {
        yield* spawn(sleeps, 5);
        yield* supervise(() => spawns(() => fails(error)));
        return "outer";
      });
    });
    scheduler.run();
    expect([task.result, events]).toEqual(["outer", ["1 error, Error: of the child, anonymous 1.2 < anonymous 1"]]);
  });

  it("is not left before a failed child's own children are gone", () => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => log.push(`reported at ${scheduler.now}`));
    scheduler.spawn(function* () {
      yield* supervise(() =>
        spawns(function* () {
          yield* spawn(lingers, log, "grandchild");
          yield* fails(error, 5);
        }),
      );
      log.push(`out at ${now()}`);
    });
    scheduler.run();
    expect(log).toEqual(["grandchild leaves", "grandchild is gone", "reported at 6", "out at 6"]);
  });

  it("can start a child again and again, which is how a supervisor restarts", () => {
    const seen = run(function* () {
      let starts = 0;
      return yield* supervise(function* () {
        for (;;) {
          const child = yield* spawn(function* () {
            starts++;
            yield* sleep(1);
            if (starts < 4) throw error;
            return starts;
          });
          try {
            return [yield* child, now()];
          } catch (thrown) {
            if (thrown !== error) throw thrown;
          }
        }
      });
    });
    expect(seen).toEqual([4, 4]);
  });

  it("throws nothing for children that fail when it is cancelled: each is reported once", () => {
    const scheduler = new Scheduler();
    const reported: unknown[] = [];
    scheduler.on("error", (thrown, task) => reported.push(thrown, task?.id));
    const task = scheduler.spawn(function* () {
      yield* supervise(function* () {
        yield* spawn(leavesWith, error);
        yield* sleep(100);
      });
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([reported, task.state]).toEqual([[error, "1.1"], "cancelled"]);
  });
});

describe("F3 a child that is spawned supervised into a scope", () => {
  it("keeps its failure to itself, and its siblings do not", () => {
    const other = new Error("of a sibling");
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          const child = yield* spawnWith({ supervised: true }, fails, error, 1);
          log.push(((yield* caughtBy(() => join(child))) as Error).message);
          yield* spawn(fails, other, 1);
          yield* sleep(10);
        }),
      );
    });
    expect([seen, log]).toEqual([other, ["of the child"]]);
  });

  it("is reported to the host call where nobody listens or joins, and the scope is done all the same", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* scope(function* () {
        yield* spawnWith({ supervised: true }, fails, error, 1);
        yield* sleep(5);
      });
      return self().state;
    });
    expect(thrownBy(() => scheduler.advance(10))).toBe(error);
    expect(task.result).toBe("running");
  });
});
