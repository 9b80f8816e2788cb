import {
  all,
  call,
  ensure,
  join,
  now,
  run,
  Scheduler,
  scope,
  shield,
  sleep,
  spawn,
  supervise,
  suppressed,
  use,
} from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps, spawns, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("the first");
});

describe("F2 an error that leaves a child fails the scope in which it was born", () => {
  it("and no narrower one: scopes inside are unwound with it, inner before outer", () => {
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          yield* spawn(fails, error, 5);
          try {
            yield* scope(function* () {
              yield* spawn(lingers, log, "child of the inner scope");
              try {
                yield* sleep(100);
              } finally {
                log.push("inner body leaves");
              }
            });
          } catch {
            log.push("caught in between");
          } finally {
            log.push("outer body leaves");
          }
        }),
      );
    });
    expect(seen).toBe(error);
    expect(log).toEqual([
      ...["child of the inner scope leaves", "child of the inner scope is gone"],
      ...["inner body leaves", "outer body leaves"],
    ]);
  });

  it("and no wider one: caught there, the scope around it goes on", () => {
    const seen = run(function* () {
      return yield* scope(function* () {
        const elder = yield* spawn(sleeps, 20);
        const caught = yield* caughtBy(() => scope(() => spawns(() => fails(error, 5))));
        return [caught, elder.state, yield* elder, now()];
      });
    });
    expect(seen).toEqual([error, "waiting", "slept", 20]);
  });

  it("from five scopes deep as the very same object, if nobody catches it", () => {
    const states: string[] = [];
    function* nested(depth: number): Generator<unknown, void> {
      try {
        if (depth === 0) yield* spawn(fails, error);
        else yield* scope(() => nested(depth - 1));
      } finally {
        states.push(String(depth));
      }
    }
    expect(thrownBy(() => run(() => nested(5)))).toBe(error);
    expect(states).toEqual(["0", "1", "2", "3", "4", "5"]);
  });
});

describe("F2 a wait inside a failing scope", () => {
  it("is withdrawn in whatever frame it stands, and no catch sees it", () => {
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          const child = yield* spawn(fails, error);
          yield* call(function* () {
            yield* ensure(
              function* () {
                try {
                  yield* join(child);
                } catch {
                  log.push("caught");
                }
              },
              () => void log.push("cleanup"),
            );
          });
        }),
      );
    });
    expect([seen, log]).toEqual([error, ["cleanup"]]);
  });

  it("in a shield is not: the shield ends first, then the scope goes", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() =>
        scope(function* () {
          yield* spawn(fails, error);
          yield* shield(() => sleeps(10));
          log.push(`out of the shield at ${now()}`);
          yield* sleep(1);
          log.push("went on");
        }),
      );
      return [caught, now()];
    });
    expect([seen, log]).toEqual([[error, 10], ["out of the shield at 10"]]);
  });

  it("outside of it is not: the task of another scope that joins the child is answered by the child's own end", () => {
    const scheduler = new Scheduler();
    const parent = scheduler.spawn(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          const child = yield* spawn(fails, error, 5);
          joined = child;
          yield* sleep(100);
        }),
      );
    });
    let joined = parent;
    scheduler.advance(1);
    const joiner = scheduler.spawn(() => caughtBy(() => join(joined)));
    scheduler.run();
    expect([parent.result, joiner.result]).toEqual([error, error]);
  });
});

describe("F2 the errors of a teardown", () => {
  it("are kept with the error of the scope in which they came, in order: children, body, resources", () => {
    const [ofChild, ofBody, ofRelease] = ["child", "body", "release"].map((name) => new Error(name));
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          yield* use(() => 1, throwing(ofRelease));
          yield* spawn(fails, error);
          yield* spawn(leavesWith, ofChild);
          yield* call(leavesWith, ofBody);
        }),
      );
    });
    expect([seen, suppressed(seen)]).toEqual([error, [ofChild, ofBody, ofRelease]]);
  });

  it("of an inner scope go up to the outer one that tears it down", () => {
    const inner = new Error("in the inner scope");
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          yield* spawn(fails, error);
          yield* scope(function* () {
            yield* spawn(leavesWith, inner);
            yield* sleep(100);
          });
        }),
      );
    });
    expect([seen, suppressed(seen)]).toEqual([error, [inner]]);
  });

  it("of two children that fail in one instant: the first is thrown, the second is kept under it", () => {
    const second = new Error("the second");
    const thrown = thrownBy(() =>
      run(function* () {
        yield* scope(function* () {
          yield* spawn(fails, error, 5);
          yield* spawn(fails, second, 5);
          yield* spawn(lingers, log, "third");
        });
      }),
    );
    expect([thrown, suppressed(thrown), log]).toEqual([error, [second], ["third leaves", "third is gone"]]);
  });

  it("of a child and its body that fail in one instant, too", () => {
    const ofBody = new Error("of the body");
    const thrown = thrownBy(() =>
      run(() =>
        does(() =>
          scope(function* () {
            yield* spawn(fails, error, 5);
            yield* sleep(5);
            throw ofBody;
          }),
        ),
      ),
    );
    expect([thrown, suppressed(thrown)]).toEqual([error, [ofBody]]);
  });
});

describe("F2 an error that a body throws while its children live", () => {
  it("is thrown when all of them are gone, however long their cleanup takes", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() =>
        scope(function* () {
          yield* spawn(cleansFor, 10, log, "elder");
          yield* spawn(cleansFor, 10, log, "younger");
          yield* sleep(1);
          throw error;
        }),
      );
      return [caught, now()];
    });
    expect(seen).toEqual([error, 21]);
    expect(log).toEqual(["younger leaves", "younger is clean", "elder leaves", "elder is clean"]);
  });

  it("goes through all and supervise in the same way", () => {
    for (const enter of [supervise, (body: () => Generator<unknown, unknown>) => all([body])]) {
      log = [];
      const seen = run(() =>
        caughtBy(() =>
          enter(function* () {
            yield* spawn(stays, log, "child");
            yield* sleep(1);
            throw error;
          }),
        ),
      );
      expect([seen, log]).toEqual([error, ["child leaves"]]);
    }
  });
});
