import fc from "fast-check";
import { tracked } from "../../../lib/testing/tracked/tracked.js";
import { conflict, inRun, step } from "./fake-log.js";
import { dump, makeState, operations, type State } from "./operations.js";

/** An operation with its key and its value. */
type Call = readonly [name: string, key: number, value: number];

const small = { min: 0, max: 3 };
const calls = fc.tuple(fc.constantFrom(...Object.keys(operations)), fc.integer(small), fc.integer(small));

function perform(state: State, [name, key, value]: Call): string {
  return dump(operations[name]!(state, key, value));
}

/** What two calls answer, and what they leave behind. */
function inOrder(before: readonly Call[], first: Call, second: Call): { answers: string[]; left: string } {
  const state = makeState();
  for (const call of before) perform(state, call);
  const answers = [perform(state, first), perform(state, second)];
  return { answers, left: dump(state) };
}

/** Whether it matters in which order two calls come. */
function commute(before: readonly Call[], a: Call, b: Call): boolean {
  const forth = inOrder(before, a, b);
  const back = inOrder(before, b, a);
  return forth.left === back.left && forth.answers.join() === back.answers.reverse().join();
}

function meet(before: readonly Call[], a: Call, b: Call): boolean {
  return inRun((log) => {
    const state = tracked(makeState());
    for (const call of before) perform(state, call);
    return conflict(
      step(log, () => perform(state, a)),
      step(log, () => perform(state, b)),
    );
  });
}

describe("tracked state", () => {
  it("does what plain state does", () => {
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 12 }), (all) => {
        const plain = makeState();
        const expected = all.map((call) => perform(plain, call));
        inRun(() => {
          const state = tracked(makeState());
          expect(all.map((call) => perform(state, call))).toEqual(expected);
          expect(dump(state)).toBe(dump(plain));
          expect(state).toEqual(plain);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("notes accesses that meet wherever the order of two operations matters", () => {
    let mattered = 0;
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 4 }), calls, calls, (before, a, b) => {
        if (commute(before, a, b)) return;
        mattered++;
        expect(meet(before, a, b)).toBe(true);
        expect(meet(before, b, a)).toBe(true);
      }),
      { numRuns: 4000 },
    );
    expect(mattered).toBeGreaterThan(200);
  });

  it("notes accesses that meet for each pair of operations whose order matters at the start", () => {
    const pairs = Object.keys(operations).flatMap((a) => Object.keys(operations).map((b) => [a, b] as const));
    const missed = pairs.filter(([a, b]) => {
      const [first, second] = [[a, 1, 3] as const, [b, 1, 2] as const];
      return !commute([], first, second) && !meet([], first, second);
    });
    expect(missed).toEqual([]);
  });
});
