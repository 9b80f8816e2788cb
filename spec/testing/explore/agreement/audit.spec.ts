import assert from "node:assert/strict";
import { cell, explore, replay, ScheduleFailure, type ExploreSetup } from "../../../../lib/testing/index.js";
import { thrownBy } from "../../../support/thrown.js";

/** Two that write a plain variable, of which nobody knows. */
const untracked: ExploreSetup = () => {
  let last = "";
  const put = (name: string) =>
    function* put() {
      yield;
      last = name;
    };
  return { tasks: [put("a"), put("b")], result: () => last };
};

test.each(["dpor", "dpor-source"] as const)("%s misses state that is not tracked, and an audit says so", (strategy) => {
  expect(explore(untracked, { strategy }).schedules).toBe(1);
  const failure = thrownBy(() => explore(untracked, { strategy, audit: true }));
  assert(failure instanceof ScheduleFailure);
  expect(failure.kind).toBe("untracked");
  expect(failure.message).toMatch(/here result = "[ab]"; the nearest that it saw has result = "[ab]"/);
  expect(failure.message).toContain("wrap it in tracked() or cell()");
  expect(replay(untracked, failure.token)).toMatchObject({ complete: true });
});

test("a failure that only an audit sees says so", () => {
  const setup: ExploreSetup = () => {
    let sum = 0;
    function* add() {
      const before = sum;
      yield;
      sum = before + 1;
    }
    return { tasks: [add, add], check: () => assert.equal(sum, 2, "lost") };
  };
  expect(explore(setup, { strategy: "dpor" }).schedules).toBe(1);
  const failure = thrownBy(() => explore(setup, { strategy: "dpor", audit: true }));
  expect(failure).toMatchObject({ kind: "check" });
  expect((failure as Error).message).toMatch(
    /lost\n[^]*\nOnly the audit saw this.*not tracked: wrap it in tracked\(\) or cell\(\)\./,
  );
});

test("an audit sees tracked state that depends on what is not", () => {
  const setup: ExploreSetup = () => {
    let first = "";
    const seen = [cell(""), cell("")];
    const put = (n: number) =>
      function* put() {
        yield;
        if (first === "") first = String(n);
        yield;
        seen[n]!.value = first;
      };
    return { tasks: [put(0), put(1)] };
  };
  const failure = thrownBy(() => explore(setup, { strategy: "dpor", audit: true }));
  expect(failure).toMatchObject({ kind: "untracked" });
  expect((failure as Error).message).toMatch(/tracked#\d+\.value = "1"/);
});

test("an audit of a program whose state is tracked finds nothing", () => {
  const setup: ExploreSetup = () => ({ tasks: lostUpdate3() });
  const report = explore(setup, { strategy: "dpor", audit: true });
  expect(report.audit).toEqual({ schedules: 90, complete: true, states: 3 });
});

function lostUpdate3() {
  const count = cell(0);
  function* add() {
    const before = count.value;
    yield;
    count.value = before + 1;
  }
  return [add, add, add];
}

test("an audit keeps to its budget", () => {
  const setup: ExploreSetup = () => ({ tasks: lostUpdate3() });
  const report = explore(setup, { strategy: "dpor", audit: true, schedules: 50 });
  expect(report.audit).toMatchObject({ schedules: 50, complete: false });
});

test("an audit knows of what the scene looks at after each step", () => {
  const setup: ExploreSetup = () => {
    const [x, y] = [cell(0), cell(0)];
    let both = false;
    const raise = (one: { value: number }) =>
      function* raise() {
        one.value = 1;
        yield;
        one.value = 0;
      };
    return {
      tasks: [raise(x), raise(y)],
      invariant: () => void (both ||= x.value === 1 && y.value === 1),
      result: () => both,
    };
  };
  expect(explore(setup, { strategy: "dpor", audit: true }).audit).toMatchObject({ complete: true, states: 2 });
});

test("an audit goes with a reduced search only", () => {
  expect(() => explore(untracked, { strategy: "random", audit: true })).toThrow(
    new TypeError("explore: audit looks after a reduced search: it goes with dpor, dpor-source only."),
  );
});
