import { pass, run, Scheduler, shield, sleep, spawn, spawnWith } from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

describe("F1 daemons", () => {
  it("are cancelled when the body and all other children have ended, youngest first, each gone before the next", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      yield* spawnWith({ daemon: true }, lingers, log, "elder");
      yield* spawn(sleep10);
      yield* spawnWith({ daemon: true }, lingers, log, "younger");
    });
    scheduler.advance(9);
    expect(log).toEqual([]);
    scheduler.run();
    expect(log).toEqual(["younger leaves", "younger is gone", "elder leaves", "elder is gone"]);
    expect([parent.state, scheduler.now]).toEqual(["done", 12]);
  });

  it("do not keep a scope whose body has ended already", () => {
    const log: string[] = [];
    run(function* () {
      yield* shield(function* () {
        yield* spawnWith({ daemon: true }, stays, log, "daemon");
        yield* pass();
      });
      log.push("after the shield");
    });
    expect(log).toEqual(["daemon leaves", "after the shield"]);
  });

  it("take what they spawned with them, daemon or not", () => {
    const log: string[] = [];
    run(function* () {
      yield* spawnWith({ daemon: true }, function* () {
        yield* spawn(lingers, log, "child of the daemon");
      });
      yield* sleep(1);
    });
    expect(log).toEqual(["child of the daemon leaves", "child of the daemon is gone"]);
  });

  it("fail their scope like other children", () => {
    const error = new Error("of the daemon");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawnWith({ daemon: true }, fails, error);
        yield* sleep(10);
      }),
    );
    expect(thrown).toBe(error);
  });

  function rootsWithDaemons(log: string[]): Scheduler {
    const scheduler = new Scheduler();
    scheduler.spawnWith({ daemon: true }, stays, log, "first");
    scheduler.spawn(sleep10);
    scheduler.spawnWith({ daemon: true }, lingers, log, "second");
    return scheduler;
  }

  it("among roots are cancelled by run when all others have ended, youngest first", () => {
    const log: string[] = [];
    const scheduler = rootsWithDaemons(log);
    scheduler.run();
    expect([log, scheduler.now]).toEqual([["second leaves", "second is gone", "first leaves"], 11]);
  });

  it.each<[string, (scheduler: Scheduler) => void]>([
    ["advance", (scheduler) => scheduler.advance(500)],
    ["advanceTo", (scheduler) => scheduler.advanceTo(500)],
    ["run with until", (scheduler) => scheduler.run({ until: 500 })],
  ])("among roots are never cancelled by %s", (_name, drive) => {
    const log: string[] = [];
    const scheduler = rootsWithDaemons(log);
    drive(scheduler);
    expect([log, scheduler.tasks().length, scheduler.now]).toEqual([[], 2, 500]);
  });
});

function* sleep10(): Generator<unknown, void> {
  yield* sleep(10);
}
