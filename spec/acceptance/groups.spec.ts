import {
  all,
  any,
  CancelledError,
  cancel,
  Latch,
  mapEach,
  now,
  run,
  scope,
  select,
  self,
  settled,
  sleep,
  spawn,
  timeout,
} from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps, throwing } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

describe("all", () => {
  it("of which one fails while others have ended answers with the failure alone", () => {
    expect(run(() => caughtBy(() => all([() => sleeps(1), () => fails(boom, 5), () => sleeps(2)])))).toBe(boom);
  });

  it("does not go on before a cancelled branch's cleanup is done, though that takes longer than all else", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() => all([() => cleansFor(50, log), () => fails(boom, 1)]));
      return [caught, now()];
    });
    expect([seen, log]).toEqual([
      [boom, 51],
      ["body leaves", "body is clean"],
    ]);
  });

  it("inside all: the inner failure ends the inner branches first, then the outer ones", () => {
    const seen = run(() =>
      caughtBy(() =>
        all([
          () => lingers(log, "outer"),
          () => does(() => all([() => lingers(log, "inner"), () => fails(boom, 1)])),
          () => lingers(log, "youngest"),
        ]),
      ),
    );
    expect(seen).toBe(boom);
    expect(log).toEqual(["inner", "youngest", "outer"].flatMap((name) => [`${name} leaves`, `${name} is gone`]));
  });

  it("whose inner group's failure is caught goes on: the outer branches are not touched", () => {
    const seen = run(function* () {
      return yield* all([
        () => sleeps(10, "outer"),
        () => caughtBy(() => all([() => stays(log, "inner"), () => fails(boom, 1)])),
      ]);
    });
    expect([seen, log]).toEqual([["outer", boom], ["inner leaves"]]);
  });

  it("with a failure in the same turn as a success of the last branch is a failure", () => {
    const seen = run(() => caughtBy(() => all([() => sleeps(5), () => fails(boom, 5)])));
    expect(seen).toBe(boom);
  });

  it("leaves the children that its task has besides alone", () => {
    const seen = run(function* () {
      const other = yield* spawn(sleeps, 20, "other");
      const caught = yield* caughtBy(() => all([() => fails(boom, 1), () => sleeps(9)]));
      return [caught, yield* other];
    });
    expect(seen).toEqual([boom, "other"]);
  });
});

describe("a branch that somebody else ends", () => {
  it("is an error in all, an outcome in settled, and a loss in any", () => {
    function* cancelsItself(): Generator<unknown, string> {
      yield* sleep(1);
      yield* cancel(self());
      return "never";
    }
    const seen = run(function* () {
      return [
        (yield* caughtBy(() => all([cancelsItself]))) instanceof CancelledError,
        (yield* settled([cancelsItself]))[0].state,
        yield* any([cancelsItself, () => sleeps(2, "another")]),
      ];
    });
    expect(seen).toEqual([true, "cancelled", "another"]);
  });
});

describe("mapEach", () => {
  it("keeps to its limit through failures that the items catch, and answers in order", () => {
    const seen = run(function* () {
      let [running, most] = [0, 0];
      const results = yield* mapEach(
        [3, 1, 2, 0],
        function* (ms) {
          most = Math.max(most, ++running);
          try {
            return ms === 2 ? yield* fails(boom, 1) : yield* sleeps(ms, ms);
          } catch {
            return "caught";
          } finally {
            running--;
          }
        },
        { concurrency: 2 },
      );
      return [results, most];
    });
    expect(seen).toEqual([[3, 1, "caught", 0], 2]);
  });

  it("cancels what is under way where the program throws when it is called for a later item", () => {
    const thrown = thrownBy(() =>
      run(() =>
        does(() =>
          mapEach(
            [1, 2, 3],
            (n) => (n === 3 ? throwing(boom)() : n === 2 ? does(() => sleep(1)) : lingers(log, "first")),
            {
              concurrency: 2,
            },
          ),
        ),
      ),
    );
    expect([thrown, log]).toEqual([boom, ["first leaves", "first is gone"]]);
  });
});

it("a scatter and gather with a deadline gives what there is in time, and cleans up the rest", () => {
  const seen = run(function* () {
    const answers: string[] = [];
    const enough = new Latch();
    yield* timeout(
      20,
      () =>
        does(() =>
          scope(function* () {
            for (const ms of [5, 50, 10, 100]) {
              yield* spawn(function* () {
                answers.push(yield* sleeps(ms, `after ${ms}`));
                if (answers.length === 4) enough.open();
              });
            }
            yield* select({ all: enough.wait(), late: sleep(1000) });
          }),
        ),
      { else: () => undefined },
    );
    return [answers, now()];
  });
  expect(seen).toEqual([["after 5", "after 10"], 20]);
});
