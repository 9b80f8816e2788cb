import {
  all,
  call,
  ensure,
  race,
  run,
  Scheduler,
  scope,
  settled,
  sleep,
  spawn,
  supervise,
  timeout,
  use,
  type Program,
} from "rondo";
import { lingers, stays } from "../support/actors.js";
import { cleansFor, does } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Starts a program, cancels it when it waits, and runs to the end. */
function cancelled(program: Program): Scheduler {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program);
  scheduler.advance(1);
  task.cancel();
  scheduler.run();
  expect([task.state, scheduler.leftovers()]).toEqual(["cancelled", []]);
  return scheduler;
}

/** A body with a child and a `finally` that waits twice. */
function* level(name: string, body: Program): Generator<unknown, void> {
  yield* spawn(lingers, log, `${name}'s child`);
  try {
    yield* call(body);
  } finally {
    log.push(`${name} leaves`);
    yield* sleep(1);
    yield* sleep(1);
    log.push(`${name} is gone`);
  }
}

describe("C2 scopes inside each other", () => {
  it("are unwound from the inside out: children of the innermost first, then its frame, and so on", () => {
    const scheduler = cancelled(() =>
      level("outer", () =>
        does(() =>
          scope(() => level("middle", () => does(() => scope(() => level("inner", () => stays(log, "body")))))),
        ),
      ),
    );
    const each = ["inner", "middle", "outer"].flatMap((name) => [
      ...[`${name}'s child leaves`, `${name}'s child is gone`],
      ...(name === "inner" ? ["body leaves"] : []),
      ...[`${name} leaves`, `${name} is gone`],
    ]);
    expect(log).toEqual(each);
    expect(scheduler.now).toBe(1 + 3 + 6);
  });

  it.each<[string, (body: Program) => Iterable<unknown, unknown, unknown>]>([
    ["scope", scope],
    ["supervise", supervise],
    ["timeout", (body) => timeout(500, body)],
    ["all", (body) => all([body])],
    ["race", (body) => race([body])],
    ["settled", (body) => settled([body])],
  ])("of each kind: %s, whose children go youngest first, each wholly gone before the next", (_what, enter) => {
    cancelled(() =>
      does(() =>
        enter(function* () {
          for (const name of ["eldest", "middle", "youngest"]) yield* spawn(lingers, log, name);
          yield* call(stays, log, "body");
        }),
      ),
    );
    const each = ["youngest", "middle", "eldest"].flatMap((name) => [`${name} leaves`, `${name} is gone`]);
    expect(log).toEqual([...each, "body leaves"]);
  });

  it("let the children of an outer scope live until the inner one is gone, so that its cleanup can use them", () => {
    cancelled(function* () {
      yield* scope(function* () {
        const store = yield* spawn(stays, log, "store");
        yield* scope(function* () {
          yield* use(
            () => "writer",
            function* () {
              yield* sleep(5);
              log.push(`flushed, store ${store.state}`);
            },
          );
          yield* sleep(100);
        });
      });
    });
    expect(log).toEqual(["flushed, store waiting", "store leaves"]);
  });

  it("take resources, children and frames of all scopes in one reverse order of birth", () => {
    const held = (name: string): Iterable<unknown, unknown, unknown> =>
      use(
        () => name,
        () => void log.push(`release ${name}`),
      );
    cancelled(function* () {
      yield* held("1");
      yield* spawn(stays, log, "2");
      yield* scope(function* () {
        yield* spawn(stays, log, "3");
        yield* held("4");
        yield* spawn(stays, log, "5");
        yield* ensure(
          () => stays(log, "6"),
          () => void log.push("cleanup of 6"),
        );
      });
    });
    expect(log).toEqual(["5 leaves", "6 leaves", "cleanup of 6", "release 4", "3 leaves", "2 leaves", "release 1"]);
  });

  it("run each finally once where a cancel comes again and again, from inside and from outside", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => scope(() => level("inner", () => cleansFor(10, log)))));
    for (let t = 0; t < 20; t++) {
      scheduler.advance(1);
      task.cancel(`again ${t}`);
    }
    expect(log).toEqual([
      ...["inner's child leaves", "inner's child is gone", "body leaves", "body is clean"],
      ...["inner leaves", "inner is gone"],
    ]);
  });

  it("unwind a task that waits for the children of an inner scope, whose body is over", () => {
    cancelled(function* () {
      try {
        yield* scope(function* () {
          yield* spawn(lingers, log, "child");
        });
      } finally {
        log.push("outside");
      }
    });
    expect(log).toEqual(["child leaves", "child is gone", "outside"]);
  });
});

it("C2 a task with a hundred nested scopes, each with a child, is unwound in order", () => {
  const names = Array.from({ length: 100 }, (_, i) => String(i));
  const nested = ([name, ...rest]: string[]): Program =>
    function* () {
      if (name === undefined) return yield* sleep(1000);
      yield* spawn(stays, log, name);
      yield* scope(nested(rest));
    };
  cancelled(nested(names));
  expect(log).toEqual(names.reverse().map((name) => `${name} leaves`));
  expect(run(() => does(() => scope(nested([]))))).toBeUndefined();
});
