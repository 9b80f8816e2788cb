import assert from "node:assert/strict";
import { scope, spawn, wait } from "../../../lib/index.js";
import {
  cell,
  explore,
  ScheduleFailure,
  tracked,
  type ExploreOptions,
  type ExploreSetup,
} from "../../../lib/testing/index.js";
import { thrownBy } from "../../support/thrown.js";
import { endless, lateReply, lockOrder, lostUpdate } from "./failing-scenes.js";

const failureOf = (setup: ExploreSetup, options: ExploreOptions = {}): ScheduleFailure => {
  const error = thrownBy(() => explore(setup, { strategy: "random", ...options }));
  assert(error instanceof ScheduleFailure, String(error));
  return error;
};
const messageOf = (setup: ExploreSetup, options?: ExploreOptions): string => failureOf(setup, options).message;

test("a failure is told from what failed to the line that runs it again", () => {
  const setup: ExploreSetup = () => {
    const account = tracked({ balance: 0 });
    function* deposit(n: number) {
      const before = account.balance;
      yield;
      account.balance = before + n;
    }
    return {
      tasks: [() => deposit(1), () => deposit(1)],
      check: () => {
        if (account.balance !== 2) throw new RangeError(`the balance is ${String(account.balance)}`);
      },
    };
  };
  expect(messageOf(setup, { certify: true })).toBe(
    `
check: RangeError: the balance is 1

4 steps, 1 preemption, and with fewer it does not fail:
  → 1  anonymous 1  reads balance (0); passes
    2  anonymous 2  reads balance (0); passes
  → 3  anonymous 2  writes balance = 1; ends
  → 4  anonymous 1  writes balance = 1; ends

It takes only this:
  - step 1 (anonymous 1: reads balance (0)) before step 3 (anonymous 2: writes balance = 1; ends)
  - step 3 (anonymous 2: writes balance = 1; ends) before step 4 (anonymous 1: writes balance = 1; ends)
  (With it all 2 schedules that were tried fail.)

  time         0
  steps 1–4    │
                a bc
  anonymous 1  ░█░░✓
  anonymous 2  ░░█✓

  █ running  ░ ready  ✓ done
  a  step 1: reads balance (0)
  b  step 3: writes balance = 1; ends
  c  step 4: writes balance = 1; ends
  2 tasks: 2 done; 4 steps, time 0

To run this schedule again:
  replay(setup, "r1:1bo:4cqs");
`.trim(),
  );
});

test("tasks that wait for the outside are told that an exploration does not", () => {
  const setup: ExploreSetup = () =>
    function* main() {
      yield* wait(Promise.resolve());
    };
  expect(messageOf(setup).split("\n\n")[0]).toBe(
    "deadlock: Only the outside can wake what is left, and an exploration waits for nothing outside. " +
      "Let a task of the scene answer in its place:\n  main 1 waits for wait(Promise {})",
  );
});

test("an error that escapes is told with the path of its task, and the tasks with whom they descend from", () => {
  const setup: ExploreSetup = () => {
    const flag = cell(false);
    function* look() {
      yield;
      if (!flag.value) throw new Error("too early");
    }
    function* main() {
      yield* scope(function* family() {
        yield* spawn(look);
        yield;
        yield;
        flag.value = true;
      });
    }
    return { tasks: [main] };
  };
  const message = messageOf(setup);
  expect(message).toMatch(/^error: Error: too early\n {2}in look 1\.1 < main 1\n/);
  expect(message).toContain("The tasks:\n  look 1.1 < main 1\n");
  expect(message).toMatch(/\d {2}look 1\.1 {2}reads cell \(false\); fails: Error: too early/);
});

test("a step says whom it wakes, and whether it has to wait itself", () => {
  const message = messageOf(lockOrder);
  expect(message).toMatch(/→ 3 {2}anonymous \d {2}Mutex\.lock\(\); waits\n/);
  expect(message).toMatch(/→ 1 {2}anonymous \d {2}Mutex\.lock\(\)\n/);
});

test("timers have their place among the steps, and no number", () => {
  expect(messageOf(lateReply, { time: "any" })).toContain(`
    1  timeOut 2  sleep(5)
       timer 2@1  is due
  → 2  timeOut 2  reads cell ("pending"); writes cell = "timed out"; ends
`);
});

test("objects with the same keys are told apart by numbers, in the order in which they were made", () => {
  const setup: ExploreSetup = () => {
    const [a, b] = [cell(0), cell(0)];
    const list = tracked([5]);
    function* first() {
      a.value = list[0]!;
      yield;
      b.value = 2;
    }
    function* second() {
      assert(!(a.value === 5 && b.value === 0));
      yield;
    }
    return { tasks: [first, second] };
  };
  const message = messageOf(setup);
  expect(message).toContain("first 1   reads [0]; writes cell#1 = 5; passes");
  expect(message).toContain("second 2  reads cell#1 (5); reads cell#2 (0); fails:");
});

test("of many steps those that matter are shown, and the others counted", () => {
  const setup: ExploreSetup = () => {
    const count = cell(0);
    function* add() {
      for (let i = 0; i < 150; i++) yield;
      const before = count.value;
      yield;
      count.value = before + 1;
    }
    return { tasks: [add, add], check: () => assert.equal(count.value, 2) };
  };
  const { message, orderings } = failureOf(setup);
  const steps = message.split("\n\n").find((part) => part.startsWith("304 steps, 1 preemption:"))!;
  expect(steps.split("\n").length).toBeLessThan(15);
  expect(steps.match(/→/g)).toHaveLength(3);
  expect(steps).toMatch(/… 14\d steps of add 1/);
  expect(orderings).toHaveLength(2);
  expect(message.split("\n").length).toBeLessThan(40);
});

test("a long line is cut", () => {
  const setup: ExploreSetup = () => {
    const list = tracked(Array.from({ length: 60 }, (_, i) => i));
    function* sum() {
      yield;
      if (list.reduce((a, b) => a + b) > 0) throw new Error("that\nmuch");
    }
    return { tasks: [sum] };
  };
  const message = messageOf(setup);
  expect(Math.max(...message.split("\n").map((line) => line.length))).toBeLessThan(130);
});

test("of a run without end no orderings are sought", () => {
  expect(failureOf(endless, { steps: 50 }).orderings).toEqual([]);
});

test("a failure that comes in any order says so", () => {
  const setup: ExploreSetup = () => {
    function* fails() {
      yield;
      throw new Error("always");
    }
    function* other() {
      yield;
    }
    return { tasks: [fails, other] };
  };
  expect(messageOf(setup)).toMatch(
    /It does not depend on the order: (the one|all \d) schedules? that (was|were) tried fails?\./,
  );
});

test("the picture and the orderings can be had by themselves", () => {
  const { timeline, orderings } = failureOf(lostUpdate());
  expect(timeline).toContain("add 1      ░█░░✓");
  expect(orderings).toEqual([
    "step 1 (add 1: reads cell (0)) before step 3 (add 2: writes cell = 1; ends)",
    "step 3 (add 2: writes cell = 1; ends) before step 4 (add 1: writes cell = 1; ends)",
  ]);
});
