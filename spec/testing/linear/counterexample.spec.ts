import { historyOf, linearizable, type Model, type Operation } from "rondo/testing";
import { failureOf, longhand, type Short } from "./helpers.js";
import { Counter, IntSet, Queue, Register } from "./models.js";

/** The operations of a counterexample, in short. */
function shrunk(history: readonly Operation[], model: Model): string[] {
  return failureOf(history, model).operations.map(({ op, args = [] }) => `${op}(${args.join()})`);
}

describe("a counterexample", () => {
  it("ends with the earliest return at which the history is wrong", () => {
    const history = longhand([
      ["a", 0, 1, "read", [], 5],
      ["a", 2, 3, "write", [5]],
      ["a", 4, 5, "read", [], 6],
    ]);
    expect(shrunk(history, Register)).toEqual(["read()"]);
  });

  it("leaves out what has nothing to do with it", () => {
    const history = longhand([
      ["a", 0, 1, "add", [7], true],
      ["b", 2, 9, "has", [7], true],
      ["c", 3, 4, "add", [1], true],
      ["d", 5, null, "add", [3]],
      ["a", 6, 7, "remove", [7], true],
      ["c", 8, 10, "add", [1], true],
      ["c", 11, 12, "add", [2], true],
    ]);
    expect(shrunk(history, IntSet)).toEqual(["add(1)", "add(1)"]);
  });

  it("keeps what makes it a matter of time: a late answer does not become one out of the blue", () => {
    const history = longhand([
      ["a", 0, 1, "push", [1]],
      ["a", 2, 3, "push", [2]],
      ["b", 4, 5, "pop", [], 2],
    ]);
    expect(shrunk(history, Queue)).toEqual(["push(1)", "push(2)", "pop()"]);
    const stale = longhand([
      ["a", 0, 1, "write", [1]],
      ["a", 2, 3, "write", [9]],
      ["a", 4, 5, "write", [2]],
      ["b", 6, 7, "read", [], 1],
    ]);
    expect(shrunk(stale, Register)).toEqual(["write(1)", "write(2)", "read()"]);
  });

  it("keeps what makes other answers right", () => {
    const history = longhand([
      ["a", 0, 1, "push", [3]],
      ["b", 2, 3, "pop", [], 3],
      ["a", 4, 5, "push", [1]],
      ["b", 6, 7, "pop", [], 1],
      ["c", 8, 9, "pop", [], 1],
    ]);
    expect(shrunk(history, Queue)).toEqual(["push(1)", "pop()", "pop()"]);
  });

  it("keeps the answer that the model would have given", () => {
    const history = longhand([
      ["a", 0, 1, "increment", [], 1],
      ["a", 2, 3, "increment", [], 2],
      ["b", 4, 5, "read", [], 2],
      ["b", 6, 7, "increment", [], 2],
    ]);
    expect(shrunk(history, Counter)).toEqual(["increment()", "increment()", "increment()"]);
  });

  it("is found in a long history, too", () => {
    const pairs = Array.from({ length: 300 }, (_, n): Short[] => [
      ["a", 4 * n, 4 * n + 1, "push", [n]],
      ["b", 4 * n + 2, 4 * n + 3, "pop", [], n === 200 ? 199 : n],
    ]);
    expect(shrunk(longhand(pairs.flat()), Queue)).toEqual(["push(199)", "pop()", "push(200)", "pop()"]);
  });

  it("is left as it is where the budget for making it smaller is used up", () => {
    const history = longhand([
      ["a", 0, 1, "push", [3]],
      ["b", 2, 3, "pop", [], 3],
      ["c", 4, 5, "pop", [], 3],
    ]);
    expect(failureOf(history, Queue, { maxSteps: 3 }).operations).toEqual(history);
  });

  it("tells an operation without the return that comes after its end", () => {
    const history = longhand([
      ["a", 0, 9, "write", [1]],
      ["b", 1, 2, "read", [], 1],
      ["b", 3, 4, "read", [], 0],
    ]);
    expect(failureOf(history, Register).operations[0]).toEqual({ task: "a", op: "write", args: [1], call: 0 });
  });

  it("may have one operation of the history twice", () => {
    const [one] = longhand([["a", 0, 1, "increment", [], 1]]);
    expect(failureOf([one!, one!], Counter).operations).toEqual([one, one]);
  });
});

describe("the message", () => {
  const messageOf = (history: readonly Operation[], model: Model): string => `\n${failureOf(history, model).message}\n`;

  it("draws the operations, and says how far the model goes along and what it would answer then", () => {
    const history = historyOf([
      { task: "writer 1.1", invoke: "write", args: [1] },
      { task: "reader 1.2", invoke: "read" },
      { task: "reader 1.2", result: 1 },
      { task: "watcher 1.3", invoke: "read" },
      { task: "watcher 1.3", result: 0 },
    ]);
    expect(messageOf(history, Register)).toBe(`
Register allows no order of these operations:

  writer 1.1   ├─ write(1) ·············
  reader 1.2    ├─ read() ─┤ → 1
  watcher 1.3               ├─ read() ─┤ → 0 ✗

The longest order that Register allows:
  1. write(1) by writer 1.1, which is pending
  2. read() by reader 1.2
None of those that can come next agrees with it:
  ✗ read() by watcher 1.3 gave 0, where Register gives 1
`);
  });

  it("puts the operations of a task that overlap into rows of their own, and keeps their texts apart", () => {
    const history = longhand([
      ["a", 0, null, "add", [1]],
      ["a", 1, 4, "add", [2], true],
      ["b", 2, 3, "has", [1], true],
      ["a", 5, 6, "has", [2], true],
      ["a", 7, 8, "has", [1], false],
    ]);
    expect(messageOf(history, IntSet)).toBe(`
IntSet allows no order of these operations (2 more are left out):

  a  ├─ add(1) ···············
                  ├─ has(1) ─┤ → false ✗
  b   ├─ has(1) ─┤ → true

The longest order that IntSet allows:
  1. add(1) by a, which is pending
  2. has(1) by b
None of those that can come next agrees with it:
  ✗ has(1) by a gave false, where IntSet gives true
`);
  });

  it("tells of errors, and of a model that can begin with none", () => {
    class Once {
      private done = false;
      start(): void {
        if (this.done) throw new RangeError("started");
        this.done = true;
      }
    }
    const throwing = (task: string, call: number, message: string): Operation => {
      return { task, op: "start", call, return: call + 1.5, error: new RangeError(message) };
    };
    expect(messageOf([throwing("a", 0, "started")], Once)).toBe(`
Once allows no order of these operations:

  a  ├─ start() ─┤ → throws RangeError: started ✗

None of those that can come first agrees with it:
  ✗ start() by a threw RangeError: started, where Once gives undefined
`);
    const history = [...longhand([["a", 0, 1, "start"]]), ...longhand([["b", 2, 3, "start"]])];
    expect(messageOf(history, Once)).toBe(`
Once allows no order of these operations:

  a  ├─ start() ─┤
  b               ├─ start() ─┤ → undefined ✗

The longest order that Once allows:
  1. start() by a
None of those that can come next agrees with it:
  ✗ start() by b gave undefined, where Once throws RangeError: started
`);
  });

  it("draws forty operations at most", () => {
    const history = Array.from({ length: 60 }, (_, n) =>
      longhand([["a", 2 * n, 2 * n + 1, "increment", [], n + 1]]),
    ).flat();
    const wrong = [...history, ...longhand([["b", 200, 201, "read", [], 59]])];
    const { message, operations } = failureOf(wrong, Counter);
    expect(operations).toHaveLength(61);
    expect(message.split("\n")[0]).toBe("Counter allows no order of these operations (21 more are left out):");
    expect(message).toContain("\n  … 20 before these\n  21. increment() by a\n");
    expect(message.match(/├─/g)).toHaveLength(40);
  });

  it("says which part of a history it is about", () => {
    const history = longhand([["a", 0, 1, "read", [], 5]]);
    expect(() => linearizable(history, Register, { partition: () => "x" })).toThrow(
      'Register allows no order of these operations on "x":',
    );
  });
});
