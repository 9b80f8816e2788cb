import {
  all,
  any,
  call,
  ensure,
  now,
  race,
  run,
  Scheduler,
  scope,
  ScopeClosedError,
  self,
  settled,
  shield,
  sleep,
  spawn,
  spawnWith,
  supervise,
  timeout,
  use,
  type Program,
} from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, spawns } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("F1 a scope, which waits for what is spawned in it, is", () => {
  it.each<[string, (body: Program) => Iterable<unknown, unknown, unknown>]>([
    ["scope", (body) => scope(body)],
    ["supervise", (body) => supervise(body)],
    ["shield", (body) => shield(body)],
    ["the body of timeout", (body) => timeout(100, body)],
    ["a branch of all", (body) => all([body])],
    ["a branch of race", (body) => race([body])],
    ["a branch of any", (body) => any([body])],
    ["a branch of settled", (body) => settled([body])],
    ["the cleanup of ensure", (body) => ensure(() => sleeps(0), body)],
    ["a scope in a scope", (body) => scope(() => does(() => scope(body)))],
  ])("%s", (_what, enter) => {
    const seen = run(function* () {
      yield* spawn(stays, log, "child of the task");
      yield* enter(() => spawns(() => sleeps(7)));
      return now();
    });
    expect(seen).toBe(7);
  });
});

describe("F1 spawn makes a child of the innermost scope", () => {
  it("where scopes are nested, in frames, in cleanups: each child ends with the scope in which it was born", () => {
    const tick = (name: string): Program =>
      function* () {
        yield* sleep(1000);
        log.push(name);
      };
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      yield* spawn(tick("task"));
      yield* scope(function* () {
        yield* spawn(tick("outer"));
        yield* call(function* () {
          yield* spawn(tick("outer, in a frame"));
          yield* scope(() => spawns(tick("inner")));
          log.push("out of the inner scope");
        });
      });
      log.push("out of the outer scope");
    });
    scheduler.run();
    expect(log).toEqual([
      ...["task", "outer", "outer, in a frame", "inner"],
      ...["out of the inner scope", "out of the outer scope"],
    ]);
  });

  it("and its parent is the task of that scope, however deep", () => {
    const seen = run(function* () {
      return yield* scope(() =>
        does(() =>
          scope(function* () {
            const child = yield* spawn(sleeps, 1);
            return [child.parent === self(), child.path];
          }),
        ),
      );
    });
    expect(seen).toEqual([true, "sleeps 1.1 < anonymous 1"]);
  });
});

describe("F1 the daemons of a scope", () => {
  it("are cancelled when its body and its children have ended, youngest first, and those outside live on", () => {
    run(function* () {
      yield* spawnWith({ daemon: true }, lingers, log, "outside");
      yield* scope(function* () {
        yield* spawnWith({ daemon: true }, lingers, log, "elder");
        yield* spawnWith({ daemon: true }, lingers, log, "younger");
        yield* spawn(sleeps, 5);
      });
      log.push(`out at ${now()}`);
    });
    const inside = ["younger leaves", "younger is gone", "elder leaves", "elder is gone", "out at 7"];
    expect(log).toEqual([...inside, "outside leaves", "outside is gone"]);
  });

  it("keep a scope open for their cleanup, in which older ones can still be used", () => {
    const seen = run(function* () {
      return yield* scope(function* () {
        const store = yield* spawnWith({ daemon: true }, function* () {
          let writes = 0;
          try {
            for (;;) {
              yield* sleep(1);
              writes++;
            }
          } finally {
            log.push(`store closes after ${writes}`);
          }
        });
        yield* spawnWith({ daemon: true }, function* () {
          try {
            yield* sleep(1000);
          } finally {
            yield* sleep(2.5);
            log.push(`flushed into a store that is ${store.done ? "gone" : "there"}`);
          }
        });
        return "done";
      });
    });
    expect([seen, log]).toEqual(["done", ["flushed into a store that is there", "store closes after 2"]]);
  });

  it("fail the scope, if they fail, as other children do", () => {
    const error = new Error("of a daemon");
    const seen = run(function* () {
      return yield* caughtBy(() =>
        scope(function* () {
          yield* spawnWith({ daemon: true }, fails, error, 1);
          yield* sleep(10);
        }),
      );
    });
    expect(seen).toBe(error);
  });
});

describe("F1 a scope that is being torn down", () => {
  const error = new Error("a failure");
  const ends: [string, (body: Program) => Iterable<unknown, unknown, unknown>][] = [
    ["a child's failure", (body) => scope(() => withFailure(body))],
    ["a time-out", (body) => timeout(5, body)],
    ["a lost race", (body) => race([() => fails(error, 5), body])],
    ["a branch's failure", (body) => all([() => fails(error, 5), body])],
  ];

  function* withFailure(body: Program): Generator<unknown, void> {
    yield* spawn(fails, error, 5);
    yield* call(body);
  }

  it.each(ends)("takes no children, whatever tears it down: %s", (_what, enter) => {
    run(function* () {
      yield* caughtBy(() =>
        enter(function* () {
          try {
            yield* sleep(100);
          } finally {
            try {
              yield* spawn(sleeps, 1);
            } catch (refusal) {
              log.push((refusal as Error).name);
            }
          }
        }),
      );
    });
    expect(log).toEqual([ScopeClosedError.name]);
  });

  it.each(ends)("lets a scope that is opened in its cleanup live: %s", (_what, enter) => {
    run(function* () {
      yield* caughtBy(() =>
        enter(function* () {
          yield* use(
            () => 1,
            () => spawns(() => does(() => sleep(3))),
          );
          try {
            yield* sleep(100);
          } finally {
            yield* scope(() => spawns(() => sleeps(2)));
            log.push(`inner scope ended at ${now()}`);
          }
        }),
      );
      log.push(`all gone at ${now()}`);
    });
    expect(log).toEqual(["inner scope ended at 7", "all gone at 10"]);
  });
});
