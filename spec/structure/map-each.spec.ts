import { mapEach, now, run, self, sleep } from "rondo";
import { fails, lingers } from "../support/actors.js";
import { caughtBy, does, sleeps, throwing } from "../support/small-programs.js";

let log: string[];
let error: Error;

beforeEach(() => {
  log = [];
  error = new Error("of an item");
});

describe("mapEach", () => {
  it("gives each item and its index to the program, and answers in the order of the items", () => {
    const seen = run(function* () {
      return yield* mapEach(new Set([30, 10, 20]), function* (ms, index) {
        yield* sleep(ms);
        log.push(`${ms} done`);
        return [index, ms];
      });
    });
    expect(seen).toEqual([
      [0, 30],
      [1, 10],
      [2, 20],
    ]);
    expect(log).toEqual(["10 done", "20 done", "30 done"]);
  });

  it("runs so many at once as it is told", () => {
    const seen = run(function* () {
      let [running, most] = [0, 0];
      yield* mapEach(
        Array(10).keys(),
        function* (ms) {
          most = Math.max(most, ++running);
          yield* sleep(ms);
          running--;
        },
        { concurrency: 3 },
      );
      return most;
    });
    expect(seen).toBe(3);
  });

  it("throws the first failure, when those under way are gone, and begins none after it", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() =>
        mapEach(["a", "b", "c", "d"], (item) => (item === "b" ? fails(error, 5) : lingers(log, item)), {
          concurrency: 2,
        }),
      );
      return [thrown, now()];
    });
    expect([seen, log]).toEqual([
      [error, 6],
      ["a leaves", "a is gone"],
    ]);
  });

  it.each([1, 2, 3])("cancels those under way where calling the program for item %i throws", (bad) => {
    const seen = run(function* () {
      const program = (item: number): Generator<unknown, unknown> =>
        item === bad ? throwing(error)() : does(() => sleep(item));
      return [yield* caughtBy(() => mapEach([1, 2, 3, 4], program, { concurrency: 2 }))];
    });
    expect(seen).toEqual([error]);
  });

  it("answers no items with an empty list, and names its tasks after the program", () => {
    const seen = run(function* () {
      const empty = yield* mapEach([], () => sleeps(1));
      const names = yield* mapEach([1], function* namesItself() {
        return self().name;
      });
      return [empty, names];
    });
    expect(seen).toEqual([[], ["namesItself"]]);
  });
});
