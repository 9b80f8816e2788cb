import { linearizable, LinearizabilityError } from "rondo/testing";
import type { Model, Operation } from "rondo/testing";
import { RondoError } from "rondo";
import { errorOf } from "../../support/thrown.js";
import { failureOf, isLinearizable, longhand, type Short } from "./helpers.js";
import { Counter, IntSet, KeyValue, Queue, Register, Stack } from "./models.js";

describe("a history of one task after the other", () => {
  it("is linearizable if the model gives the same answers", () => {
    const history = longhand([
      ["a", 0, 1, "push", [1]],
      ["b", 2, 3, "push", [2]],
      ["a", 4, 5, "pop", [], 1],
      ["b", 6, 7, "pop", [], 2],
      ["b", 8, 9, "pop", [], undefined],
    ]);
    const { order, steps } = linearizable(history, Queue);
    expect(order).toEqual(history);
    expect(steps).toBe(5);
  });

  it("is linearizable if it is empty, or if nothing has returned", () => {
    expect(linearizable([], Queue).order).toEqual([]);
    expect(linearizable(longhand([["a", 0, null, "pop"]]), Queue).order).toEqual([]);
  });

  it("may come in any order: the times count", () => {
    const history = longhand([
      ["a", 4, 5, "pop", [], 1],
      ["a", 0, 1, "push", [1]],
    ]);
    expect(linearizable(history, Queue).order.map(({ op }) => op)).toEqual(["push", "pop"]);
  });
});

describe.each<[title: string, model: Model, verdict: boolean, history: readonly Short[]]>([
  // Herlihy and Wing, Linearizability: a correctness condition for concurrent objects, figure 1.
  [
    "H1: two enqueues that overlap, dequeued in either order",
    Queue,
    true,
    [
      ["a", 0, 3, "push", ["x"]],
      ["b", 1, 2, "push", ["y"]],
      ["b", 4, 7, "pop", [], "x"],
      ["a", 5, 6, "pop", [], "y"],
      ["a", 8, 9, "push", ["z"]],
    ],
  ],
  [
    "H2: the second of two enqueues is dequeued first",
    Queue,
    false,
    [
      ["a", 0, 1, "push", ["x"]],
      ["b", 2, 3, "push", ["y"]],
      ["b", 4, 5, "pop", [], "y"],
    ],
  ],
  [
    "H3: an item is dequeued while its enqueue is under way",
    Queue,
    true,
    [
      ["a", 0, null, "push", ["x"]],
      ["b", 1, 2, "pop", [], "x"],
    ],
  ],
  [
    "H4: an item is dequeued twice",
    Queue,
    false,
    [
      ["a", 0, 3, "push", ["x"]],
      ["b", 1, 2, "push", ["y"]],
      ["a", 4, 6, "pop", [], "y"],
      ["c", 5, 7, "pop", [], "y"],
    ],
  ],
  [
    "a read that overlaps a write sees the old value, or the new one",
    Register,
    true,
    [
      ["a", 0, 5, "write", [1]],
      ["b", 1, 2, "read", [], 0],
      ["c", 3, 4, "read", [], 1],
    ],
  ],
  [
    "new-old inversion: the old value is read after the new one",
    Register,
    false,
    [
      ["a", 0, 5, "write", [1]],
      ["b", 1, 2, "read", [], 1],
      ["c", 3, 4, "read", [], 0],
    ],
  ],
  [
    "a stale read, which sequential consistency would allow",
    Register,
    false,
    [
      ["a", 0, 1, "write", [1]],
      ["b", 2, 3, "read", [], 0],
    ],
  ],
  ["a value out of the blue", Register, false, [["a", 0, 1, "read", [], 7]]],
  [
    "a pending write that one read sees and an earlier one does not",
    Register,
    true,
    [
      ["a", 0, null, "write", [1]],
      ["b", 1, 2, "read", [], 0],
      ["b", 3, 4, "read", [], 1],
    ],
  ],
  [
    "a pending write that is seen, and then is not",
    Register,
    false,
    [
      ["a", 0, null, "write", [1]],
      ["b", 1, 2, "read", [], 1],
      ["b", 3, 4, "read", [], 0],
    ],
  ],
  [
    "a write that is seen before it was invoked",
    Register,
    false,
    [
      ["b", 0, 1, "read", [], 1],
      ["a", 2, null, "write", [1]],
    ],
  ],
  [
    "two compare-and-sets from one value, of which one fails",
    Register,
    true,
    [
      ["a", 0, 3, "cas", [0, 1], true],
      ["b", 1, 2, "cas", [0, 2], false],
      ["c", 4, 5, "read", [], 1],
    ],
  ],
  [
    "two compare-and-sets from one value that both succeed",
    Register,
    false,
    [
      ["a", 0, 3, "cas", [0, 1], true],
      ["b", 1, 2, "cas", [0, 2], true],
    ],
  ],
  [
    "both succeed where a third puts the value back between them (ABA)",
    Register,
    true,
    [
      ["a", 0, 5, "cas", [0, 1], true],
      ["b", 1, 6, "cas", [0, 2], true],
      ["c", 2, 3, "cas", [1, 0], true],
    ],
  ],
  [
    "a stack whose pops overlap the pushes",
    Stack,
    true,
    [
      ["a", 0, 5, "push", [1]],
      ["b", 1, 4, "push", [2]],
      ["c", 2, 3, "pop", [], 1],
      ["c", 6, 7, "pop", [], 2],
    ],
  ],
  [
    "a stack that gives back what is at its bottom",
    Stack,
    false,
    [
      ["a", 0, 1, "push", [1]],
      ["a", 2, 3, "push", [2]],
      ["b", 4, 5, "pop", [], 1],
    ],
  ],
  [
    "a set into which one item is added twice, and once new",
    IntSet,
    true,
    [
      ["a", 0, 3, "add", [1], false],
      ["b", 1, 2, "add", [1], true],
    ],
  ],
  [
    "a set into which one item is added twice, and new both times",
    IntSet,
    false,
    [
      ["a", 0, 3, "add", [1], true],
      ["b", 1, 2, "add", [1], true],
    ],
  ],
  [
    "an item that was added, is not there, and was removed by nobody",
    IntSet,
    false,
    [
      ["a", 0, 1, "add", [1], true],
      ["b", 2, 3, "has", [1], false],
      ["c", 4, 5, "remove", [1], true],
    ],
  ],
  [
    "two increments that give the same number",
    Counter,
    false,
    [
      ["a", 0, 2, "increment", [], 1],
      ["b", 1, 3, "increment", [], 1],
    ],
  ],
  [
    "operations that touch in one instant, and so overlap",
    Register,
    true,
    [
      ["a", 0, 1, "read", [], 1],
      ["b", 1, 2, "write", [1]],
    ],
  ],
])("%s", (_title, model, verdict, history) => {
  it(`is ${verdict ? "" : "not "}linearizable`, () => {
    expect(isLinearizable(longhand(history), model)).toBe(verdict);
  });
});

describe("errors in a history", () => {
  const popThrows = (error: unknown): Operation[] => [{ task: "a", op: "pop", call: 0, return: 1, error }];

  it("are what the model throws: the class and the message count", () => {
    expect(isLinearizable(popThrows(new RangeError("empty")), Stack)).toBe(true);
    expect(isLinearizable(popThrows(new RangeError("full")), Stack)).toBe(false);
    expect(isLinearizable(popThrows(new TypeError("empty")), Stack)).toBe(false);
    expect(isLinearizable(popThrows("empty"), Stack)).toBe(false);
  });

  it("are not results", () => {
    const result = new RangeError("empty");
    expect(isLinearizable([{ task: "a", op: "pop", call: 0, return: 1, result }], Stack)).toBe(false);
    expect(isLinearizable([{ task: "a", op: "read", call: 0, return: 1, error: 0 }], Register)).toBe(false);
  });

  it("may be undefined, if there is no result", () => {
    class Thrower {
      fail(): never {
        throw undefined;
      }
    }
    expect(isLinearizable([{ task: "a", op: "fail", call: 0, return: 1, error: undefined }], Thrower)).toBe(true);
    const both = { task: "a", op: "read", call: 0, return: 1, result: 0, error: undefined };
    expect(isLinearizable([both], Register)).toBe(true);
  });
});

describe("the witness", () => {
  it("has the pending operations that must have happened, and none that has not helped", () => {
    const history = longhand([
      ["a", 0, null, "write", [2]],
      ["b", 1, null, "write", [0]],
      ["c", 2, 3, "read", [], 2],
    ]);
    expect(linearizable(history, Register).order).toEqual([history[0], history[2]]);
  });

  it("is a run of the model that agrees with the times", () => {
    const history = longhand([
      ["a", 0, 9, "push", [1]],
      ["b", 1, 8, "push", [2]],
      ["c", 2, 3, "pop", [], 2],
      ["c", 4, 5, "pop", [], 1],
    ]);
    const order = linearizable(history, Queue).order.map(({ op, args }) => [op, ...(args ?? [])]);
    expect(order).toEqual([["push", 2], ["push", 1], ["pop"], ["pop"]]);
  });
});

describe("a partition", () => {
  const partition = ({ args = [] }: Operation): unknown => args[0];
  const history = longhand([
    ["a", 0, 9, "put", ["x", 1]],
    ["b", 1, 2, "get", ["x"], 1],
    ["c", 3, 6, "put", ["y", 1]],
    ["b", 4, 5, "get", ["y"], undefined],
    ["b", 7, 8, "get", ["y"], 1],
  ]);

  it("is checked part by part; the witness is one order of all", () => {
    const { order } = linearizable(history, KeyValue, { partition });
    expect(order).toHaveLength(5);
    const times = Object.fromEntries(order.map((operation, place) => [history.indexOf(operation), place]));
    expect(times[0]).toBeLessThan(times[1]!);
    expect(times[3]).toBeLessThan(times[2]!);
    expect(
      isLinearizable(
        order.map((each, index) => ({ ...each, call: index, return: index + 0.5 })),
        KeyValue,
      ),
    ).toBe(true);
  });

  it("is named by the error, which knows only of that part", () => {
    const wrong = [...history, ...longhand([["b", 10, 11, "get", ["y"], 2]])];
    const error = failureOf(wrong, KeyValue, { partition });
    expect(error.key).toBe("y");
    expect(error.message).toContain(' on "y" (4 more are left out):');
    expect(error.operations.every(({ args }) => args?.[0] === "y")).toBe(true);
  });

  it("needs keys that are the same if they look so", () => {
    const error = errorOf(() => linearizable(history, KeyValue, { partition: ({ args }) => args }));
    expect([error.name, error.message]).toEqual([
      "TypeError",
      'linearizable: partition: the key of put is ["x", 1]. Give a string or a number: an object is the same key only as itself.',
    ]);
  });
});

describe("results", () => {
  it("can be compared in a way of one's own, which is told of the operation", () => {
    const history = longhand([["a", 0, 1, "read", [], "nought"]]);
    const asked: unknown[] = [];
    const equal = (actual: unknown, expected: unknown, { op }: Operation): boolean => {
      asked.push(actual, expected, op);
      return true;
    };
    expect(isLinearizable(history, Register, { equal })).toBe(true);
    expect(asked.slice(0, 3)).toEqual(["nought", 0, "read"]);
    expect(isLinearizable(history, Register)).toBe(false);
  });
});

describe("what is no history, or no option", () => {
  const said = (history: unknown, options: object = {}): string => {
    const { name, message } = errorOf(() => linearizable(history as Operation[], Register, options));
    return `${name}: ${message}`;
  };
  const operation = (fields: object): unknown => [{ task: "a", op: "read", call: 0, ...fields }];

  it.each([
    [5, "TypeError: linearizable: 5 is no history. Pass a History, or a list of operations."],
    [[5], "TypeError: linearizable: operation 0 of the history, 5: it is no { task, op, args, call, return }."],
    [operation({ op: 5 }), /op is not the name of an operation\.$/],
    [operation({ args: 5 }), /args is not a list\.$/],
    [operation({ call: NaN }), /call is not a number\.$/],
    [operation({ call: "now" }), /call is not a number\.$/],
    [operation({ return: -1 }), /return is not a number from call up\.$/],
    [operation({ return: NaN }), /return is not a number from call up\.$/],
    [operation({ op: "peek" }), 'TypeError: linearizable: the history has "peek", and Register has no such method.'],
  ])("is refused: %p", (history, message) => {
    expect(said(history)).toMatch(message);
  });

  it("is checked before anything is run", () => {
    expect(said([], { maxSteps: 0 })).toBe("RangeError: linearizable: maxSteps: 0 is not a whole number from 1 up.");
    expect(said([], { partition: "key" })).toBe('TypeError: linearizable: partition: "key" is not a function.');
    expect(said([], { equal: 1 })).toBe("TypeError: linearizable: equal: 1 is not a function.");
  });
});

it("throws an error of Rondo, with all that there is to know", () => {
  const history = longhand([
    ["a", 0, 1, "write", [1]],
    ["b", 2, 3, "read", [], 0],
  ]);
  const error = failureOf(history, Register);
  expect(error).toBeInstanceOf(RondoError);
  expect(error).toBeInstanceOf(LinearizabilityError);
  expect(error.name).toBe("LinearizabilityError");
  expect(error.operations).toEqual(history);
  expect(error.order).toEqual([history[0]]);
  expect(error.refused).toEqual([{ operation: history[1], expected: { threw: false, value: 1 } }]);
  expect(error.key).toBeUndefined();
});
