import type { Channel } from "rondo";
import {
  all,
  any,
  call,
  context,
  ensure,
  pass,
  race,
  run,
  select,
  settled,
  sleep,
  spawn,
  timeout,
  use,
  type Task,
} from "rondo";
import { thrownBy } from "../support/thrown.js";

declare const task: Task<Date>;
declare const numbers: Channel<number>;
declare const promise: Promise<number>;

function* number(): Generator<unknown, number, unknown> {
  return 1;
}

function* takes(count: number, name: string): Generator<unknown, [number, string], unknown> {
  return [count, name];
}

const user = context<"ada" | "nobody">("nobody");

/** Never called: each line is an error, or this file does not compile. */
function* mustFail(): Generator<unknown, void, unknown> {
  // @ts-expect-error -- a foreign value in a group: a promise
  yield* all([promise]);
  // @ts-expect-error -- a number
  yield* all({ n: 5 });
  // @ts-expect-error -- a syscall is no program
  yield* all([sleep(1)]);
  // @ts-expect-error -- a program that was called already
  yield* all([number()]);
  // @ts-expect-error -- a program that takes arguments
  yield* all([takes]);
  // @ts-expect-error -- an async function
  yield* race([async () => promise]);
  // @ts-expect-error -- an async generator function
  yield* any([async function* () {}]);
  // @ts-expect-error -- a task is no program
  yield* settled([task]);
  // @ts-expect-error -- a program is no wait
  yield* select({ number });
  // @ts-expect-error -- nor is a generator
  yield* select({ n: number() });
  // @ts-expect-error -- nor a list
  yield* select({ list: [1, 2] });
  // @ts-expect-error -- nor a promise
  yield* select({ promise });
  // @ts-expect-error -- yield* delegates to no promise
  yield* promise;
  // @ts-expect-error -- and to no number
  yield* 5;
  // @ts-expect-error -- a program is to be called
  yield* number;
  // @ts-expect-error -- arguments of another type than the program takes
  yield* spawn(takes, "1", "a");
  // @ts-expect-error -- too few of them
  yield* call(takes, 1);
  // @ts-expect-error -- too many
  yield* call(number, 1);
  // @ts-expect-error -- another value than the context has
  yield* user.with("bob", number);
  // @ts-expect-error -- an async else
  void (yield* timeout(1, number, { else: async () => promise }));
  // @ts-expect-error -- an else that gives a promise in one case
  void (yield* timeout(1, number, { else: () => (user.get() === "ada" ? promise : 1) }));
  // @ts-expect-error -- an async cleanup
  yield* ensure(number, async () => promise);
  // @ts-expect-error -- a cleanup for another resource
  yield* use(number, (file: string) => {
    file satisfies string;
  });
  // @ts-expect-error -- a message of another type than the channel carries
  yield* numbers.send("a");
  // @ts-expect-error -- a syscall is no program of a task
  yield* spawn(sleep, 1);
}

/** Never called: a forgotten `yield*`, wherever what it would have answered is used. */
function* forgotten(): Generator<unknown, void, unknown> {
  // @ts-expect-error -- a syscall is not its answer
  numbers.receive() satisfies number;
  // @ts-expect-error -- nor is a spawn the task
  spawn(number) satisfies Task<number>;
  // @ts-expect-error -- a group is no list
  all([number]) satisfies readonly unknown[];
  // @ts-expect-error -- a select has no name: its answer has
  select({ late: sleep(1) }) satisfies { name: "late" };
  // @ts-expect-error -- a time-out is not what its body returns
  timeout(1, number) satisfies number;
  // @ts-expect-error -- a program that was not run is not its result
  call(number) satisfies number;
  // @ts-expect-error -- nor is one that was called
  number() satisfies number;
  yield* pass();
}

describe("what the types refuse", () => {
  it("is refused by Rondo, too, where somebody gets it past the compiler", () => {
    const foreign: unknown[] = [5, "text", Promise.resolve(1), sleep(1), number(), [1]];
    for (const value of foreign) {
      expect(() => all([value as never])).toThrow(TypeError);
      expect(() => race([value as never])).toThrow(TypeError);
      expect(thrownBy(() => run(() => spawns(value)))).toBeInstanceOf(TypeError);
    }
    for (const value of foreign.filter((each) => each !== foreign[3])) {
      expect(() => select({ value: value as never })).toThrow(TypeError);
    }
    expect([mustFail, forgotten]).toHaveLength(2);
  });
});

function* spawns(value: unknown): Generator<unknown, void, unknown> {
  yield* spawn(value as never);
}
