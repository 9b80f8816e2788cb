import assert from "node:assert/strict";
import { Mutex, scope, sleep, spawn, wait } from "../../../lib/index.js";
import {
  cell,
  explore,
  failures,
  invariant,
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

test("an invariant that says false is told by its text, so that several are told apart", () => {
  const setup: ExploreSetup = () => {
    const count = cell(0);
    invariant(() => count.value >= 0);
    function* add() {
      count.value++;
      yield;
    }
    return { tasks: [add], invariant: () => count.value < 1 };
  };
  expect(messageOf(setup)).toMatch(/^invariant: What has to hold does not hold: \(\) => count\.value < 1\n/);
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
  expect(message).toContain("first 1   reads [0] (5); writes cell#1 = 5; passes");
  expect(message).toContain("second 2  reads cell#1 (5); reads cell#2 (0); fails:");
});

/** The steps of a run that fails at its end, without their numbers. */
const stepsOf = (make: () => () => Generator<unknown, unknown, unknown>): string[] => {
  const message = messageOf(() => ({ tasks: [make()], check: () => assert.fail() }));
  return [...message.matchAll(/^ +\d+ {2}main 1 {2}(.*)$/gm)].map(([, what]) => what!);
};

test("what is in a collection is told with what holds the collection, and with its value", () => {
  const steps = stepsOf(() => {
    const state = tracked({ queue: ["a"], rows: new Map([["k", 1]]), seen: new Set<number>(), index: {} });
    const index = state.index as Record<string, number>;
    return function* main() {
      state.queue.push("b");
      yield;
      state.queue.pop();
      yield;
      state.rows.set("k", (state.rows.get("k") ?? 0) + 1);
      yield;
      if (!state.seen.has(5)) state.seen.add(5);
      yield;
      state.rows.delete("k");
      state.seen.delete(5);
      yield;
      index["x"] = state.rows.size + state.seen.size + state.queue.length;
    };
  });
  expect(steps).toEqual([
    'writes queue[1] = "b"; passes',
    'reads queue[1] ("b"); deletes queue[1]; passes',
    "reads rows(k) (1); writes rows(k) = 2; passes",
    "reads seen(5) (false); writes seen(5) = true; passes",
    "deletes rows(k); deletes seen(5); passes",
    "reads rows.size (0); reads seen.size (0); reads queue.length (1); reads x (undefined); wri…; ends",
  ]);
});

test("a collection that nobody was seen to hold is told by its kind", () => {
  const steps = stepsOf(() => {
    const [list, map, set, dictionary] = [tracked([0]), tracked(new Map()), tracked(new Set()), tracked({})];
    return function* main() {
      list[0] = 1;
      map.set("a", 1);
      set.add("b");
      Object.assign(dictionary, { c: 1 });
      yield;
      return [list.length, map.size, set.size, Object.keys(dictionary)].length;
    };
  });
  expect(steps).toEqual([
    "writes [0] = 1; writes map(a) = 1; writes set(b) = true; reads c (undefined); writes c =…; passes",
    'reads length (1); reads map.size (1); reads set.size (1); reads keys (["c"]); reads c…; returns 4',
  ]);
});

test("fields that are called the same are told with what holds their objects", () => {
  const steps = stepsOf(() => {
    const bank = tracked({ ann: { balance: 5 }, bob: { balance: 0 }, others: [{ balance: 1 }] });
    return function* main() {
      bank.ann.balance = bank.bob.balance;
      yield;
      bank.others[0]!.balance++;
    };
  });
  expect(steps).toEqual([
    "reads bob.balance (0); writes ann.balance = 0; passes",
    "reads others[0].balance (1); writes others[0].balance = 2; ends",
  ]);
});

test("cells are told with what holds them", () => {
  const steps = stepsOf(() => {
    const stats = tracked({ hits: cell(0), misses: cell(0) });
    return function* main() {
      stats.hits.value = 1;
      stats.misses.value = 2;
      yield;
    };
  });
  expect(steps[0]).toBe("writes hits = 1; writes misses = 2; passes");
});

test("a step that does much is cut, but for how it ends", () => {
  const steps = stepsOf(() => {
    const list = tracked(Array.from({ length: 20 }, () => 0));
    return function* main() {
      list.fill(1000);
      yield* sleep(5);
    };
  });
  expect(steps[0]).toMatch(/^reads length \(20\); writes \[0\] = 1000; .* writes \[3\]…; sleep\(5\)$/);
});

test("a step that does much and fails with a long message is cut in both", () => {
  const steps = stepsOf(() => {
    const list = tracked(Array.from({ length: 20 }, () => 0));
    return function* main() {
      list.fill(1000);
      yield;
      list.fill(2000);
      throw new Error("It is wrong in a way that takes many words to tell, more than there is room for in a line.");
    };
  });
  expect(steps[1]).toMatch(/^reads length \(20\); .*…; fails: Error: It is wrong in a way that .*…$/);
});

test("an object that is taken from where it always is is not told of, and one that was put there is", () => {
  const steps = stepsOf(() => {
    const state = tracked({ lock: new Mutex("lock"), current: { n: 1 } });
    return function* main() {
      using _guard = yield* state.lock.lock();
      if (state.current.n === 1) state.current = { n: 2 };
    };
  });
  expect(steps).toEqual([
    "Mutex lock.lock()",
    "reads current ({ n: 1 }); reads n (1); writes current = { n: 2 }; ends",
  ]);
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

test("a failure that takes a fault says so, and marks it", () => {
  const setup: ExploreSetup = () => {
    const mutex = new Mutex("m");
    function* holds() {
      const guard = yield* mutex.lock();
      yield* sleep(1);
      guard.release();
    }
    return { tasks: [holds] };
  };
  const message = messageOf(setup, { cancelAnywhere: true });
  expect(message).toMatch(/\n {2}→ {4}fault {4}cancels task 1\n/);
  expect(message).toMatch(
    /\nIt takes the fault, and does not depend on the order: the one schedule that was tried fails\.\n/,
  );
  expect(message).not.toContain("The tasks:");
});

test("a failure that takes several faults says how many, besides its orderings", () => {
  const setup: ExploreSetup = () => {
    const done = cell(0);
    function* saves() {
      if (failures("disk")) done.value++;
      yield;
      if (failures("net")) done.value++;
      yield;
    }
    function* looks() {
      yield;
      if (done.value === 2) throw new Error("both");
    }
    return { tasks: [saves, looks] };
  };
  const message = messageOf(setup, { faults: 2, strategy: "exhaustive" });
  expect(message).toMatch(/\n {2}→ \d {2}saves 1 {2}failures\("disk"\) is true; /);
  expect(message).toContain("\nIt takes only this besides the 2 faults:\n");
});

test("the picture and the orderings can be had by themselves", () => {
  const { timeline, orderings } = failureOf(lostUpdate());
  expect(timeline).toContain("add 1      ░█░░✓");
  expect(orderings).toEqual([
    "step 1 (add 1: reads cell (0)) before step 3 (add 2: writes cell = 1; ends)",
    "step 3 (add 2: writes cell = 1; ends) before step 4 (add 1: writes cell = 1; ends)",
  ]);
});
