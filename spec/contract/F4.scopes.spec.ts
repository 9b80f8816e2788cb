import { all, race, run, Scheduler, scope, sleep, spawn, supervise, suppressed, timeout } from "rondo";
import { fails, leavesWith, lingers } from "../support/actors.js";
import { cleansFor, does, spawns } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("a failure");
});

describe("F4 a failure that leaves scopes, groups and time-outs of a root", () => {
  it.each<[string, () => Iterable<unknown, unknown, unknown>]>([
    ["scope", () => scope(() => spawns(() => fails(error)))],
    ["scope in scope", () => scope(() => does(() => scope(() => spawns(() => fails(error)))))],
    ["supervise, of its body", () => supervise(() => fails(error))],
    ["all", () => all([() => fails(error)])],
    ["race", () => race([() => fails(error)])],
    ["timeout", () => timeout(10, () => spawns(() => fails(error)))],
  ])("is thrown once by the host call, as the very object: %s", (_what, enter) => {
    const scheduler = new Scheduler();
    const heard: unknown[] = [];
    scheduler.on("end", (task) => heard.push(task.parent === undefined ? task.error : undefined));
    scheduler.spawn(() => does(enter));
    expect(thrownBy(() => scheduler.advance(5))).toBe(error);
    expect(() => scheduler.advance(5)).not.toThrow();
    expect(heard).toContain(error);
  });

  it("touches no other root: its scopes go on", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(() => does(() => scope(() => spawns(() => fails(error)))));
    const other = scheduler.spawn(function* () {
      return yield* scope(function* () {
        yield* spawn(() => does(() => sleep(10)));
        return "done";
      });
    });
    expect(thrownBy(() => scheduler.run())).toBe(error);
    scheduler.run();
    expect([other.result, scheduler.now]).toEqual(["done", 10]);
  });

  it("is told after the whole tree of the root is gone, and before any other root goes on", () => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => log.push(`reported at ${scheduler.now}`));
    scheduler.spawn(function* () {
      yield* spawn(cleansFor, 5, log, "child");
      yield* scope(() => spawns(() => fails(error)));
    });
    scheduler.run();
    expect(log).toEqual(["child leaves", "child is clean", "reported at 6"]);
  });

  it("is one failure, whatever else failed in the teardown of its scopes", () => {
    const [second, third] = [new Error("second"), new Error("third")];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      yield* spawn(leavesWith, third);
      yield* scope(function* () {
        yield* spawn(leavesWith, second);
        yield* spawn(fails, error);
      });
    });
    const thrown = thrownBy(() => scheduler.advance(5));
    expect([thrown, suppressed(thrown)]).toEqual([error, [second, third]]);
  });
});

describe("F4 two roots that fail in one instant", () => {
  it("are two failures: advance throws both when its span is over, in order", () => {
    const other = new Error("another");
    const scheduler = new Scheduler();
    for (const each of [error, other]) scheduler.spawn(() => does(() => scope(() => spawns(() => fails(each)))));
    scheduler.spawn(lingers, log, "third");
    const thrown = thrownBy(() => scheduler.advance(2000));
    expect((thrown as AggregateError).errors).toEqual([error, other]);
    expect(log[0]).toBe("third stayed");
  });
});

it("F4 the program given to run throws what its scope throws, when all below it is cleaned up", () => {
  const thrown = thrownBy(() =>
    run(function* () {
      yield* spawn(lingers, log, "child");
      yield* scope(() => spawns(() => fails(error)));
    }),
  );
  expect([thrown, log]).toEqual([error, ["child leaves", "child is gone"]]);
});
