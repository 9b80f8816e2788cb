import {
  call,
  ensure,
  pass,
  run,
  Scheduler,
  scope,
  self,
  sleep,
  spawn,
  suppressed,
  suspend,
  use,
  type Program,
} from "rondo";
import { fails, lingers } from "../support/actors.js";
import { caughtBy, does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

describe("errors of opening, using and closing", () => {
  const using = (acquire: () => unknown, body: Program, release: () => void): Iterable<unknown, unknown, unknown> =>
    scope(function* () {
      yield* use(acquire, release);
      yield* call(body);
    });

  it("in opening alone: that one, and nothing is closed", () => {
    const closes = (): void => void log.push("closed");
    expect(run(() => caughtBy(() => using(throwing(boom), () => sleeps(1), closes)))).toBe(boom);
    expect(log).toEqual([]);
  });

  it("in using alone: that one, after closing", () => {
    const closes = (): void => void log.push("closed");
    expect(
      run(() =>
        caughtBy(() =>
          using(
            () => 1,
            () => fails(boom),
            closes,
          ),
        ),
      ),
    ).toBe(boom);
    expect(log).toEqual(["closed"]);
  });

  it("in closing alone: that one, though the body had a result", () => {
    expect(
      run(() =>
        caughtBy(() =>
          using(
            () => 1,
            () => sleeps(1),
            throwing(boom),
          ),
        ),
      ),
    ).toBe(boom);
  });

  it("in both: that of using, with that of closing under it", () => {
    const inClosing = new Error("in closing");
    const caught = run(() =>
      caughtBy(() =>
        using(
          () => 1,
          () => fails(boom),
          throwing(inClosing),
        ),
      ),
    );
    expect([caught, suppressed(caught)]).toEqual([boom, [inClosing]]);
  });

  it("in three cleanups inside each other: the innermost, the others under it in order", () => {
    const errors = ["inner", "middle", "outer"].map((name) => new Error(name));
    const nested = errors.reduce<Program>(
      (body, error) => () => does(() => ensure(body, throwing(error))),
      () => sleeps(1),
    );
    const caught = run(() => caughtBy(() => call(nested)));
    expect([caught, suppressed(caught)]).toEqual([errors[0], errors.slice(1)]);
  });

  it("that a cleanup catches itself are nobody else's", () => {
    const seen = run(function* () {
      return yield* ensure(
        () => sleeps(1, "result"),
        function* () {
          log.push(String(yield* caughtBy(() => fails(boom))));
        },
      );
    });
    expect([seen, log]).toEqual(["result", ["Error: boom"]]);
  });

  it("in a child of a cleanup are the cleanup's own, and its other children are gone first", () => {
    const seen = run(() =>
      caughtBy(() =>
        ensure(
          () => sleeps(1),
          function* () {
            yield* spawn(lingers, log, "helper");
            yield* spawn(fails, boom, 1);
            yield* sleep(100);
          },
        ),
      ),
    );
    expect([seen, log]).toEqual([boom, ["helper leaves", "helper is gone"]]);
  });
});

describe("a disposer of an outside wait", () => {
  it("that throws when the answer has come takes the place of the answer", () => {
    const seen = run(() =>
      caughtBy(() =>
        suspend((resolve) => {
          resolve(undefined);
          return throwing(boom);
        }),
      ),
    );
    expect(seen).toBe(boom);
  });

  it("that throws when the answer was an error is kept under that", () => {
    const late = new Error("late");
    const seen = run(() =>
      caughtBy(() =>
        suspend((_resolve, reject) => {
          reject(boom);
          return throwing(late);
        }),
      ),
    );
    expect([seen, suppressed(seen)]).toEqual([boom, [late]]);
  });

  it("that throws while its task is cancelled stops nothing: cleanups run, and the task ends failed with it", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* spawn(lingers, log, "child");
      yield* ensure(
        () => does(() => suspend(() => throwing(boom))),
        () => void log.push("cleanup"),
      );
    });
    scheduler.advance(0);
    task.cancel();
    expect(thrownBy(() => scheduler.run())).toBe(boom);
    expect([task.state, log]).toEqual(["failed", ["child leaves", "child is gone", "cleanup"]]);
  });

  it("that cancels its own task does so once the answer was given", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      const me = self();
      log.push(
        yield* suspend<string>((resolve) => {
          resolve("answer");
          return () => me.cancel();
        }),
      );
      yield* pass();
      log.push("went on");
    });
    scheduler.run();
    expect([log, task.state]).toEqual([["answer"], "cancelled"]);
  });
});
