import fc from "fast-check";
import { linearizable, LinearizabilityError, type Model, type Operation } from "rondo/testing";
import { isLinearizable } from "./helpers.js";
import { Counter, IntSet, KeyValue, Queue, Register } from "./models.js";

/** The checker held against one that tries every order of every choice of pending operations. */

const RUNS = Number(process.env["RONDO_PROGRAMS"] ?? 300);

type Instance = Record<string, (...args: readonly unknown[]) => unknown>;

function bruteForce(history: readonly Operation[], model: new () => object): boolean {
  const goesOn = (order: readonly Operation[], left: readonly Operation[]): boolean => {
    if (!agrees(order, model)) return false;
    if (left.every((each) => each.return === undefined)) return true;
    return left.some((next) => {
      const rest = left.filter((each) => each !== next);
      return !rest.some((other) => (other.return ?? Infinity) < next.call) && goesOn([...order, next], rest);
    });
  };
  return goesOn([], history);
}

function agrees(order: readonly Operation[], model: new () => object): boolean {
  const instance = new model() as Instance;
  return order.every(({ op, args = [], return: end, result }) => {
    const answer = instance[op]!(...args);
    return end === undefined || JSON.stringify([answer]) === JSON.stringify([result]);
  });
}

const small = fc.integer({ min: 0, max: 2 });
const key = fc.constantFrom("x", "y");

type Act = readonly [op: string, args: readonly unknown[], result: unknown];
const act = (op: string, args: fc.Arbitrary<readonly unknown[]>, result: fc.Arbitrary<unknown>): fc.Arbitrary<Act> =>
  fc.tuple(fc.constant(op), args, result);
const nothing = fc.constant(undefined);

const OBJECTS: readonly (readonly [name: string, model: new () => object, acts: readonly fc.Arbitrary<Act>[]])[] = [
  [
    "register",
    Register,
    [
      act("write", fc.tuple(small), nothing),
      act("read", fc.constant([]), small),
      act("cas", fc.tuple(small, small), fc.boolean()),
    ],
  ],
  [
    "queue",
    Queue,
    [act("push", fc.tuple(small), nothing), act("pop", fc.constant([]), fc.option(small, { nil: undefined }))],
  ],
  [
    "set",
    IntSet,
    [
      act("add", fc.tuple(small), fc.boolean()),
      act("remove", fc.tuple(small), fc.boolean()),
      act("has", fc.tuple(small), fc.boolean()),
    ],
  ],
  [
    "counter",
    Counter,
    [act("increment", fc.constant([]), fc.integer({ min: 1, max: 4 })), act("read", fc.constant([]), small)],
  ],
  [
    "map",
    KeyValue,
    [act("put", fc.tuple(key, small), nothing), act("get", fc.tuple(key), fc.option(small, { nil: undefined }))],
  ],
];

/** Histories of a few operations, that overlap a lot, with one in six pending. */
function histories(acts: readonly fc.Arbitrary<Act>[]): fc.Arbitrary<Operation[]> {
  const span = fc.tuple(
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 5 }),
  );
  const one = fc.tuple(fc.oneof(...acts), span).map(([[op, args, result], [call, length, luck]]): Operation => {
    const invoked = { task: call, op, args, call };
    return luck === 0 ? invoked : { ...invoked, return: call + length, result };
  });
  return fc.array(one, { minLength: 1, maxLength: 6 });
}

/** Histories that some run of the model could have: each operation takes effect at a moment in its span. */
function trueHistories(model: new () => object, acts: readonly fc.Arbitrary<Act>[]): fc.Arbitrary<Operation[]> {
  const span = fc.tuple(
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: 0, max: 5 }),
  );
  return fc.array(fc.tuple(fc.oneof(...acts), span), { minLength: 1, maxLength: 14 }).map((list) => {
    const instance = new model() as Instance;
    return list.map(([[op, args], [before, after, luck]], place): Operation => {
      const result = instance[op]!(...args);
      const invoked = { task: place, op, args, call: 10 * place - before };
      return luck === 0 ? invoked : { ...invoked, return: 10 * place + after, result };
    });
  });
}

describe.each(OBJECTS)("a small history of a %s", (_name, model, acts) => {
  it("is linearizable exactly if some order of it is", () => {
    const verdicts = { true: 0, false: 0 };
    fc.assert(
      fc.property(histories(acts), (history) => {
        const verdict = isLinearizable(history, model);
        verdicts[`${verdict}`]++;
        expect(verdict).toBe(bruteForce(history, model));
      }),
      { numRuns: RUNS },
    );
    // Neither verdict is rare.
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(RUNS / 20);
  });

  it("has a witness that is a run of the model and agrees with the times", () => {
    fc.assert(
      fc.property(trueHistories(model, acts), (history) => {
        const { order } = linearizable(history, model);
        expect(agrees(order, model)).toBe(true);
        expect(history.filter(({ return: end }) => end !== undefined).every((each) => order.includes(each))).toBe(true);
        order.forEach((late, place) => {
          for (const early of order.slice(0, place)) expect(late.return ?? Infinity).not.toBeLessThan(early.call);
        });
      }),
      { numRuns: RUNS },
    );
  });

  it("has a counterexample that is wrong, right without its last return, and part of it", () => {
    fc.assert(
      fc.property(histories(acts), (history) => {
        const error = failure(history, model);
        if (error === null) return;
        const { operations, order, refused } = error;
        expect(bruteForce(operations, model)).toBe(false);
        expect(agrees(order, model)).toBe(true);
        expect(refused.length).toBeGreaterThan(0);
        const last = Math.max(...operations.map(({ return: end = 0 }) => end));
        const sorted = operations.filter(({ return: end }) => end === last);
        // Where several return at the same time, it may be any of them.
        const open = sorted.map((one) => operations.map((each) => (each === one ? opened(each) : each)));
        expect(open.some((before) => bruteForce(before, model))).toBe(true);
        for (const { op, args, call } of operations) {
          expect(history.some((each) => each.op === op && each.args === args && each.call === call)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

it("a map checked key by key has the same verdict as a whole one", () => {
  const [, , acts] = OBJECTS.find(([name]) => name === "map")!;
  const partition = ({ args = [] }: Operation): unknown => args[0];
  fc.assert(
    fc.property(fc.oneof(histories(acts), trueHistories(KeyValue, acts)), (history) => {
      expect(isLinearizable(history, KeyValue, { partition })).toBe(isLinearizable(history, KeyValue));
    }),
    { numRuns: RUNS },
  );
});

it("a map checked key by key has one witness for all keys", () => {
  const [, , acts] = OBJECTS.find(([name]) => name === "map")!;
  const partition = ({ args = [] }: Operation): unknown => args[0];
  fc.assert(
    fc.property(trueHistories(KeyValue, acts), (history) => {
      const { order } = linearizable(history, KeyValue, { partition });
      expect(agrees(order, KeyValue)).toBe(true);
      order.forEach((late, place) => {
        for (const early of order.slice(0, place)) expect(late.return ?? Infinity).not.toBeLessThan(early.call);
      });
    }),
    { numRuns: RUNS },
  );
});

function opened({ task, op, args = [], call }: Operation): Operation {
  return { task, op, args, call };
}

function failure(history: readonly Operation[], model: Model): LinearizabilityError | null {
  try {
    linearizable(history, model);
    return null;
  } catch (error) {
    if (error instanceof LinearizabilityError) return error;
    throw error;
  }
}
