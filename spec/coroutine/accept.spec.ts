import { coroutine } from "rondo/coroutine";
import { adopt } from "../../lib/kernel/generators.js";

/** What a program without types may hand over. */
function given(value: unknown): () => unknown {
  return () => coroutine(value as Generator<unknown, unknown, unknown>);
}

function* counter(): Generator<number> {
  yield 1;
}

async function* ticker(): AsyncGenerator<number> {
  yield await Promise.resolve(1);
}

class Deck {
  readonly cards = 52;
}

describe("what is no generator gets a TypeError that says what was given, and what to do", () => {
  it.each<[string, unknown, string]>([
    ["a generator function that was not called", counter, "function counter. Call it: coroutine(counter(…))."],
    [
      "a function without a name",
      (
        () => () =>
          1
      )(),
      "function. Call a generator function: coroutine(counter(10)).",
    ],
    ["an async generator", ticker(), "It is async, and a hand cannot wait for its values: write function* instead"],
    ["an async generator function", ticker, "function ticker. It is async: write function* instead of async function*"],
    ["a promise", Promise.resolve(counter()), "Promise {}. It is a promise: await it first, or write function*"],
    ["an array", [1, 2], "[1, 2]. It is iterable, but no generator. Make one of it: coroutine((function* () { yield*"],
    ["a set", new Set([1]), "It is iterable, but no generator. Make one of it"],
    ["an iterator without throw", [1, 2].values(), "It is iterable, but no generator. Make one of it"],
    ["undefined", undefined, "undefined. Does the function that should make the generator return it?"],
    ["null", null, "null. Does the function that should make the generator return it?"],
    ["a number", 42, "42. Call a generator function: coroutine(counter(10))."],
    ["a symbol", Symbol("s"), "Symbol(s). Call a generator function"],
    ["a string", "rows.txt", '"rows.txt". Call a generator function'],
    ["a plain object", {}, "{}. Call a generator function"],
    ["an object without a prototype", Object.create(null), "{}. Call a generator function"],
    ["an object of a class", new Deck(), "Deck { cards: 52 }. Call a generator function"],
  ])("%s", (_name, value, message) => {
    expect(given(value)).toThrow(TypeError);
    expect(given(value)).toThrow(message);
    expect(given(value)).toThrow(/^coroutine\(\) takes a generator, and was given /);
  });

  it("a generator that belongs to a task", () => {
    const generator = adopt(counter(), "spawn()");
    expect(given(generator)).toThrow(TypeError);
    expect(given(generator)).toThrow(/^coroutine\(\): this generator already belongs to a task/);
  });

  it("a task that is given a generator in a hand", () => {
    const generator = counter();
    coroutine(generator);
    expect(() => adopt(generator, "call()")).toThrow(TypeError);
  });

  it("takes an object that has the methods of a generator, as compilers for older targets make them", () => {
    const made: Generator<number, void> = {
      next: () => ({ done: false, value: 7 }),
      return: () => ({ done: true, value: undefined }),
      throw: (error: unknown) => {
        throw error;
      },
      [Symbol.iterator]: () => made,
    } as unknown as Generator<number, void>;
    expect(coroutine(made).next()).toBe(7);
  });
});
