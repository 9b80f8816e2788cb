import { all, CancelledError, now, run, Scheduler, self, sleep, spawn, start, timeout, type Ready } from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { caughtBy, does } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of the service");
});

/** Says that it is ready after a while, and goes on for as long again. */
function* service(ready: Ready<string>, ms: number): Generator<unknown, number> {
  yield* sleep(ms);
  ready(`ready at ${now()}`);
  yield* sleep(ms);
  return now();
}

describe("start", () => {
  it("answers with the task and its value when that says that it is ready; the scope waits for its end", () => {
    const scheduler = new Scheduler();
    const root = scheduler.spawn(function* () {
      const { task, value } = yield* start(service, 5);
      return [value, now(), task.state, task.parent === self(), yield* task];
    });
    scheduler.run();
    expect([root.result, scheduler.now]).toEqual([["ready at 5", 5, "waiting", true, 10], 10]);
  });

  it("answers a service that is ready at once, and one whose value is undefined", () => {
    const seen = run(function* () {
      const { value } = yield* start(function* (ready: Ready<undefined>) {
        ready(undefined);
      });
      return [value, now()];
    });
    expect(seen).toEqual([undefined, 0]);
  });

  it("answers one that says it while its program is called, before there is a task", () => {
    const seen = run(function* () {
      const { task, value } = yield* start((ready: Ready<string>) => {
        ready("early");
        return stays(log, "service");
      });
      task.cancel();
      return [value, task.name.length > 0];
    });
    expect([seen, log]).toEqual([["early", true], ["service leaves"]]);
  });

  it("counts the first ready only", () => {
    const seen = run(function* () {
      const { value } = yield* start(function* (ready: Ready<number>) {
        ready(1);
        ready(2);
        yield* sleep(1);
        ready(3);
      });
      return value;
    });
    expect(seen).toBe(1);
  });

  it("throws the error of a service that fails before it is ready, and the scope goes on", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() => start(() => fails(error, 2)));
      yield* sleep(1);
      return [thrown, now()];
    });
    expect(seen).toEqual([error, 3]);
  });

  it("throws where the service ends without a word, and where it was cancelled", () => {
    const silent = thrownBy(() => run(() => does(() => start(function* silently() {}))));
    expect((silent as Error).message).toMatch(/silently 1\.1 ended and never said that it was ready/);
    const cancelled = thrownBy(() =>
      run(() =>
        does(() =>
          start(function* () {
            self().cancel();
            yield* sleep(1);
          }),
        ),
      ),
    );
    expect(cancelled).toBeInstanceOf(CancelledError);
  });

  it("fails its scope where the service fails afterwards, as any child does", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* start(function* (ready: Ready<void>) {
          ready();
          yield* fails(error, 2);
        });
        yield* lingers(log, "body");
      }),
    );
    expect([thrown, log[0]]).toEqual([error, "body leaves"]);
  });

  it("fails its scope where it fails in the very turn in which it was ready", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* start(function* (ready: Ready<void>) {
          ready();
          throw error;
        });
        log.push("went on");
        yield* sleep(1);
        log.push("and on");
      }),
    );
    expect([thrown, log]).toEqual([error, ["went on"]]);
  });

  it("is withdrawn with its service by a cancellation and by a time-out, before that is ready", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => start(() => lingers(log, "first"))));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    run(() =>
      does(() =>
        timeout(5, () => does(() => start(() => lingers(log, "second"))), {
          else: () => void log.push(`late at ${now()}`),
        }),
      ),
    );
    expect(log).toEqual([
      ...["first leaves", "first is gone"],
      ...["second leaves", "second is gone", "late at 5"].map((line) => line.replace("at 5", "at 6")),
    ]);
  });

  it("leaves the service to the scope where an interrupt ends the wait: its failure is the scope's again", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* caughtBy(() => start(() => fails(error, 5)));
      yield* sleep(100);
      log.push("went on");
    });
    scheduler.advance(1);
    task.interrupt("stop");
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect([log, scheduler.now]).toEqual([[], 5]);
  });

  it("starts several side by side, in all", () => {
    const seen = run(function* () {
      const { a, b } = yield* all({
        a: () => does(() => start(service, 3)),
        b: () => does(() => start(service, 5)),
      });
      return [a.value, b.value, now()];
    });
    expect(seen).toEqual(["ready at 3", "ready at 5", 10]);
  });

  it("answers ready from outside of any turn", () => {
    const scheduler = new Scheduler();
    let tell: Ready<string> = () => {};
    const task = scheduler.spawn(function* () {
      const { value } = yield* start(function* (ready: Ready<string>) {
        tell = ready;
        yield* spawn(stays, log, "service");
      });
      return value;
    });
    scheduler.advance(1);
    tell("from outside");
    scheduler.run();
    expect(task.result).toBe("from outside");
  });

  it("throws a TypeError for what is no program", () => {
    expect(() => start(5 as never)).toThrow(TypeError);
    expect(thrownBy(() => run(() => does(() => start((() => 5) as never))))).toBeInstanceOf(TypeError);
  });
});
