import assert from "node:assert/strict";
import { cell, explore, replay, type ExploreSetup } from "../../../../lib/testing/index.js";
import { thrownBy } from "../../../support/thrown.js";
import { failureOf } from "../../../support/explored.js";

/** Each puts its name at the end of the list. */
const names: ExploreSetup = () => {
  const list = cell<readonly string[]>([]);
  const put = (name: string) =>
    function* put() {
      yield;
      list.value = [...list.value, name];
      return { name, at: list.value.length };
    };
  return { tasks: [put("a"), put("b")], result: () => list.value };
};

describe("deterministic", () => {
  test("two schedules that do not come to the same are a failure, with the difference and the token of the other one", () => {
    const failure = failureOf(names, { strategy: "random", deterministic: true });
    expect(failure.kind).toBe("disagreement");
    const text = failure.message.split("\n")[0]!;
    const usual = /with (r1:\S+) /.exec(text)![1]!;
    expect(text).toBe(
      `disagreement: Two schedules do not come to the same: with this one results[0].at = 2, and with ${usual} results[0].at = 1.`,
    );
    expect(replay(names, usual)).toMatchObject({ complete: true });
  });

  test("the one that is shown is made simple, tells what it depends on, and is replayed as such", () => {
    for (let seed = 0; seed < 10; seed++) {
      const failure = failureOf(names, { strategy: "random", deterministic: true, seed });
      expect(failure.preemptions).toBe(0);
      expect(failure.orderings).toHaveLength(1);
      const again = thrownBy(() => replay(names, failure.token));
      expect(again).toMatchObject({ kind: "disagreement", token: failure.token });
    }
  });

  test("values are compared by their structure, however long or deep they are", () => {
    const setup: ExploreSetup = () => {
      let turn = 0;
      function* task() {
        yield;
        return { text: "x".repeat(1000), deep: [[[[[[turn++ % 2 === 0 ? "first" : "second"]]]]]] };
      }
      return { tasks: [task, task] };
    };
    expect(failureOf(setup, { strategy: "exhaustive", deterministic: true }).message).toContain(
      `results[0].deep[0][0][0][0][0][0] = "second"`,
    );
  });

  test("schedules that come to the same are all right", () => {
    const setup: ExploreSetup = () => {
      const sum = cell(0);
      const add = (n: number) =>
        function* add() {
          yield;
          sum.value += n;
          return { n };
        };
      return { tasks: [add(1), add(2), add(3)], result: () => new Map([["sum", sum.value]]) };
    };
    expect(explore(setup, { strategy: "exhaustive", deterministic: true })).toMatchObject({ complete: true });
  });
});

describe("a program that keeps something from one run to the next", () => {
  test("is found out by what it comes to", () => {
    const count = { n: 0 };
    const setup: ExploreSetup = () => {
      function* add() {
        yield;
        count.n++;
      }
      return { tasks: [add, add], check: () => assert.equal(count.n, 2) };
    };
    const failure = failureOf(setup, { strategy: "dpor" });
    expect(failure).toMatchObject({ kind: "nondeterminism", token: "" });
    expect(failure.message).toContain("  before:            all is right\n  in the second run: check: AssertionError");
    expect(failure.message).toContain("Make all that the program changes inside of setup");
  });

  test("is found out by what happens, even where it comes to the same", () => {
    let n = 0;
    const setup: ExploreSetup = () =>
      function* main() {
        yield `run ${String(++n)}`;
      };
    const failure = failureOf(setup, { strategy: "random" });
    expect(failure.message).toContain(
      `  before:           step 1: emit("run 2") 1\n  in the third run: step 1: emit("run 3") 1`,
    );
  });

  test("is found out by who can go on, later too", () => {
    let runs = 0;
    const setup: ExploreSetup = () => {
      runs++;
      function* task() {
        if (runs > 4) return;
        yield;
      }
      return { tasks: [task, task] };
    };
    expect(failureOf(setup, { strategy: "exhaustive" }).kind).toBe("nondeterminism");
  });
});
