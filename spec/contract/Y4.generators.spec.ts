import { call, Scheduler, sleep, spawn } from "rondo";
import { coroutine } from "rondo/coroutine";
import { record } from "../support/record.js";

type Body = Generator<unknown, unknown, unknown>;

function* add(a: number, b: number): Generator<unknown, number> {
  yield* sleep(a);
  return a + b;
}

function* answers(value: unknown): Body {
  return value;
}

describe("Y4 a generator object", () => {
  it("may be of a compiler or library of its own: whatever has the four methods of one", () => {
    let at = 0;
    const made = {
      next: (answer?: unknown) => (at++ < 2 ? { done: false, value: sleep(5) } : { done: true, value: answer }),
      throw: (error: unknown) => {
        throw error;
      },
      return: (value: unknown) => ({ done: true, value }),
      [Symbol.iterator]: () => made,
    } as unknown as Body;
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      return [yield made, at];
    });
    scheduler.run();
    expect([task.result, scheduler.now]).toEqual([[undefined, 3], 10]);
  });

  /** Yields a generator that cannot be run, catches what that brings, and goes on. */
  function refused(program: (refusal: (generator: unknown) => Body) => Body): unknown {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      program(function* (generator) {
        try {
          return yield generator;
        } catch (error) {
          yield* sleep(1);
          return error;
        }
      }),
    );
    scheduler.run();
    expect(scheduler.leftovers()).toEqual([]);
    return task.result;
  }

  const taken = /^yield: this generator already belongs to .*call its function again for a new one\.$/;

  it("that has run to its end in a task is refused at that yield", () => {
    const error = refused(function* (refusal) {
      const used = add(1, 2);
      expect(yield used).toBe(3);
      return yield* refusal(used);
    });
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(taken);
  });

  it("that is the running task's own is refused at that yield", () => {
    const error = refused((refusal) => {
      const own = { generator: answers(0) };
      own.generator = (function* () {
        return yield* refusal(own.generator);
      })();
      return own.generator;
    });
    expect((error as Error).message).toMatch(taken);
  });

  it("that is a frame of another task is refused at that yield, and goes on there", () => {
    const owned = add(5, 6);
    const error = refused(function* (refusal) {
      const other = yield* spawn(() => owned);
      const refusals = [yield* refusal(owned)];
      yield* sleep(2);
      return [...refusals, yield* refusal(owned), yield* other];
    }) as [Error, Error, number];
    expect(error.map((each) => (each instanceof TypeError ? taken.test(each.message) : each))).toEqual([
      true,
      true,
      11,
    ]);
  });

  it("that a coroutine holds is refused at that yield, and goes on in the hand", () => {
    const generator = (function* (): Generator<number, void> {
      yield 1;
      yield 2;
    })();
    const hand = coroutine(generator);
    hand.next();
    const error = refused((refusal) => refusal(generator));
    expect((error as Error).message).toMatch(taken);
    expect(hand.next()).toBe(2);
  });

  it("that is being executed is refused at that yield", () => {
    const error = refused((refusal) => {
      const inline = { generator: answers(0) };
      inline.generator = (function* () {
        const inner = new Scheduler();
        const task = inner.spawn(() => refusal(inline.generator));
        inner.run();
        return task.result;
      })();
      return (function* () {
        return yield* inline.generator;
      })();
    });
    expect(error).toBeInstanceOf(TypeError);
  });

  it("is entered under the name of a generator, a program under its own", () => {
    const scheduler = new Scheduler();
    const lines = record(scheduler);
    scheduler.spawn(function* main() {
      yield add(0, 0);
      yield* call(add, 0, 0);
    });
    scheduler.run();
    expect(lines.filter((line) => line.includes("entered"))).toEqual([
      "0 entered, main 1, 'generator'",
      "0 entered, main 1, 'add'",
    ]);
  });
});
