import {
  all,
  call,
  context,
  ensure,
  race,
  retry,
  RondoError,
  run,
  Scheduler,
  scope,
  sleep,
  spawn,
  timeout,
  use,
} from "rondo";
import { fails, stays } from "../support/actors.js";
import { countTurns } from "../support/record.js";
import { thrownBy } from "../support/thrown.js";

const user = context("nobody");

describe("a context", () => {
  it("has its first value where nobody has set one", () => {
    expect(run(reads)).toBe("nobody");
  });

  it("has the value it is set to inside the body, and the one before outside", () => {
    const seen = run(function* () {
      const before = user.get();
      const inside = yield* user.with("ada", reads);
      return [before, inside, user.get()];
    });
    expect(seen).toEqual(["nobody", "ada", "nobody"]);
  });

  it("can be set inside where it is set, and comes back on each way out", () => {
    const seen = run(function* () {
      return yield* user.with("outer", function* () {
        const inner = yield* user.with("inner", reads);
        try {
          yield* user.with("failing", () => fails(new Error("an error")));
        } catch {
          return [inner, user.get()];
        }
        return [];
      });
    });
    expect(seen).toEqual(["inner", "outer"]);
  });

  it("has its value in called programs, scopes, time-outs, retries and inlined programs", () => {
    const seen = run(function* () {
      return yield* user.with("ada", function* () {
        return [
          yield* call(reads),
          yield* scope(reads),
          yield* timeout(5, reads),
          yield* retry(reads),
          yield* reads(),
          ...(yield* all([reads, reads])),
          yield* race([reads]),
        ];
      });
    });
    expect(seen).toEqual(Array<string>(8).fill("ada"));
  });

  it("goes to the children that are born there, and stays theirs", () => {
    const seen = run(function* () {
      const child = yield* user.with("ada", function* () {
        return yield* spawn(function* () {
          yield* sleep(5);
          return user.get();
        });
      });
      return [user.get(), yield* child];
    });
    expect(seen).toEqual(["nobody", "ada"]);
  });

  it("set in a child is not seen by its parent nor by its siblings", () => {
    const seen = run(function* () {
      return yield* user.with("parent", function* () {
        const child = yield* spawn(function* () {
          return yield* user.with("child", function* () {
            yield* sleep(5);
            return user.get();
          });
        });
        const sibling = yield* spawn(function* () {
          yield* sleep(2);
          return user.get();
        });
        yield* sleep(1);
        return [user.get(), yield* sibling, yield* child, user.get()];
      });
    });
    expect(seen).toEqual(["parent", "parent", "child", "parent"]);
  });

  it("has its value in the cleanups that stand inside, after a cancellation, too", () => {
    const seen: string[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* ensure(
        function* () {
          yield* user.with("ada", function* () {
            yield* use(
              () => 1,
              () => void seen.push(`release: ${user.get()}`),
            );
            yield* ensure(
              () => stays([], ""),
              function* () {
                yield* sleep(1);
                seen.push(`inside: ${user.get()}`);
              },
            );
          });
        },
        () => void seen.push(`outside: ${user.get()}`),
      );
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect(seen).toEqual(["inside: ada", "release: ada", "outside: nobody"]);
  });

  it("is another one than any other, whatever its value", () => {
    const place = context<string | undefined>(undefined);
    const seen = run(function* () {
      return yield* place.with("here", function* () {
        return yield* user.with("ada", function* () {
          const cleared = yield* place.with(undefined, function* () {
            return place.get();
          });
          return [place.get(), user.get(), cleared];
        });
      });
    });
    expect(seen).toEqual(["here", "ada", undefined]);
  });

  it("serves several schedulers, each with values of its own", () => {
    const [one, two] = [new Scheduler(), new Scheduler()];
    const first = one.spawn(() => setting("one"));
    const second = two.spawn(() => setting("two"));
    one.advance(1);
    two.advance(5);
    one.advance(5);
    expect([first.result, second.result]).toEqual(["one", "two"]);
  });

  it("is entered and left in the turn of its task", () => {
    const scheduler = new Scheduler();
    const turns = countTurns(scheduler);
    const seen: number[] = [];
    scheduler.spawn(function* () {
      yield* user.with("ada", function* () {
        seen.push(turns());
      });
      seen.push(turns());
    });
    scheduler.run();
    expect(seen).toEqual([1, 1]);
  });

  it("throws outside of any turn, and for a body that is no function", () => {
    expect(thrownBy(() => user.get())).toBeInstanceOf(RondoError);
    expect(thrownBy(() => user.with("ada", 5 as never))).toBeInstanceOf(TypeError);
  });
});

function* reads(): Generator<unknown, string> {
  yield* sleep(0);
  return user.get();
}

function* setting(value: string): Generator<unknown, string> {
  return yield* user.with(value, function* () {
    yield* sleep(3);
    return user.get();
  });
}
