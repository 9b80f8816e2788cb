import { call, RondoError, run, Scheduler } from "rondo";
import { Cleanups } from "rondo/testing";
import { thrownBy } from "../support/thrown.js";

let cleanups: Cleanups;

beforeEach(() => {
  cleanups = new Cleanups();
});

describe("the books on cleanups", () => {
  it("are balanced when each was done once, and the inner ones before the outer ones", () => {
    run(function* main() {
      const outer = cleanups.due("outer");
      yield* call(function* () {
        cleanups.due("inner")();
      });
      const second = cleanups.due("second");
      second();
      outer();
    });
    expect(cleanups.audit()).toEqual([]);
  });

  it("name what was never done", () => {
    run(function* main() {
      cleanups.due("file");
    });
    expect(cleanups.audit()).toEqual(["the cleanup of file in main 1 was never done"]);
  });

  it("name what was done twice", () => {
    run(function* main() {
      const done = cleanups.due("file");
      done();
      done();
    });
    expect(cleanups.audit()).toEqual(["the cleanup of file in main 1 was done twice"]);
  });

  it("name what was done before something inside it", () => {
    run(function* main() {
      const outer = cleanups.due("outer");
      const inner = cleanups.due("inner");
      outer();
      inner();
    });
    expect(cleanups.audit()).toEqual(["the cleanup of outer in main 1 was done before that of inner inside it"]);
  });

  it("do not mind the order of what is not nested, nor of different tasks", () => {
    const scheduler = new Scheduler();
    const dones: (() => void)[] = [];
    scheduler.spawn(function* a() {
      dones.push(cleanups.due("listener", { nested: false }), cleanups.due("a"));
    });
    scheduler.spawn(function* b() {
      dones.push(cleanups.due("b"));
    });
    scheduler.run();
    for (const done of dones) done();
    expect(cleanups.audit()).toEqual([]);
  });

  it("are kept by task, so that nothing falls due outside of any turn", () => {
    expect(thrownBy(() => cleanups.due("x"))).toBeInstanceOf(RondoError);
  });
});
