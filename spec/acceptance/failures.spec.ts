import { all, call, explain, join, now, run, scope, sleep, spawn, supervise, suppressed, type Task } from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, spawns, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

describe("the failure of a child", () => {
  it("wakes a parent that waits for ever, and ends it after its own finally", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, boom, 5);
        try {
          yield* sleep(1e9);
        } finally {
          yield* sleep(20);
          log.push(`cleaned up at ${now()}`);
        }
      }),
    );
    expect([thrown, log]).toEqual([boom, ["cleaned up at 25"]]);
  });

  it("is thrown, and not what the parent's finally throws after it", () => {
    const bang = new Error("bang");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, boom, 5);
        yield* call(leavesWith, bang);
      }),
    );
    expect([thrown, suppressed(thrown)]).toEqual([boom, [bang]]);
  });

  it("cancels its siblings and their children, though one throws in its finally: nothing hangs, nothing is lost", () => {
    const [inSibling, inNephew] = [new Error("in a sibling"), new Error("in a nephew")];
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(function* () {
          yield* spawn(leavesWith, inNephew);
          yield* call(leavesWith, inSibling);
        });
        yield* spawn(lingers, log, "quiet sibling");
        yield* spawn(fails, boom);
        yield* sleep(100);
      }),
    );
    expect(thrown).toBe(boom);
    expect(suppressed(boom)).toEqual([inNephew]);
    expect(suppressed(inNephew)).toEqual([inSibling]);
    expect(log).toEqual(["quiet sibling leaves", "quiet sibling is gone"]);
  });

  it("takes the whole tree with it, siblings of the parent, too, where nobody catches it", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(lingers, log, "aunt");
        yield* spawn(function* () {
          yield* spawn(fails, boom, 3);
          yield* call(lingers, log, "parent");
        });
        yield* call(stays, log, "root");
      }),
    );
    expect(thrown).toBe(boom);
    expect(log).toEqual(["parent leaves", "parent is gone", "aunt leaves", "aunt is gone", "root leaves"]);
  });

  it("can be caught around the scope in which it was born, before the scope's body would have ended", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() => all([() => does(() => spawn(fails, boom, 1)), () => sleeps(1000)]));
      return [caught, now()];
    });
    expect(seen).toEqual([boom, 1]);
  });

  it("is not caught by a try around the spawn, nor around a later wait of the same scope", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        try {
          yield* spawn(fails, boom, 1);
          yield* sleep(1000);
        } catch {
          log.push("caught");
        }
      }),
    );
    expect([thrown, log]).toEqual([boom, []]);
  });

  it("before the parent's next wait leaves that uncarried: nothing is spawned after it", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(fails, boom, 0);
        yield* sleep(0);
        yield* spawn(() => {
          log.push("spawned");
          return sleeps(1);
        });
      }),
    );
    expect([thrown, log]).toEqual([boom, []]);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["an empty string", ""],
    ["a frozen error", Object.freeze(new Error("cold"))],
  ])("may be %s, and crosses three tasks and two scopes as it is", (_what, value) => {
    const thrown = thrownBy(() =>
      run(() => spawns(() => does(() => scope(() => spawns(() => does(() => scope(() => fails(value)))))))),
    );
    expect(thrown).toBe(value);
  });

  it("tells where it came from, though it is the same object", () => {
    const thrown = thrownBy(() =>
      run(function* main() {
        yield* spawn(function* worker() {
          yield* spawn(fails, boom, 1);
        });
      }),
    );
    expect(explain(thrown)).toContain("fails 1.1.1 < worker 1.1 < main 1");
  });
});

describe("a program that cannot be started", () => {
  it.each<[string, () => never]>([["throws when it is called", throwing(new Error("boom"))]])(
    "%s: the error is thrown at that spawn, and can be caught there",
    (_what, program) => {
      const seen = run(function* () {
        const caught = yield* caughtBy(() => spawn(program));
        yield* sleep(1);
        return [(caught as Error).message, now()];
      });
      expect(seen).toEqual(["boom", 1]);
    },
  );
});

describe("a task that has failed", () => {
  it("gives the same error to each join, early and late", () => {
    const seen = run(function* () {
      return yield* supervise(function* () {
        const child = yield* spawn(fails, boom, 5);
        const joiners: Task[] = [];
        for (let i = 0; i < 3; i++) joiners.push(yield* spawn(() => caughtBy(() => join(child))));
        const early: unknown[] = [];
        for (const joiner of joiners) early.push(yield* joiner);
        return [...early, yield* caughtBy(() => join(child)), yield* caughtBy(() => child)];
      });
    });
    expect(seen).toEqual(Array(5).fill(boom));
    expect(new Set(seen).size).toBe(1);
  });
});
