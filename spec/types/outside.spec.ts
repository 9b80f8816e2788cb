import { EventEmitter as EventEmitter3 } from "eventemitter3";
import { EventEmitter } from "node:events";
import {
  abortSignal,
  each,
  emissions,
  on,
  toPromise,
  wait,
  type Emissions,
  type Subscription,
  type Syscall,
  type Task,
} from "rondo";

type IsAny<T> = 0 extends 1 & T ? true : false;
/** `any` is the same as itself alone. */
type Same<A, B> = IsAny<A> extends IsAny<B> ? ([A, B] extends [B, A] ? true : false) : false;
/** Whether two records have the same types in the same fields. */
type AllSame<A, B> = false extends {
  [K in keyof A | keyof B]: K extends keyof A & keyof B ? Same<A[K], B[K]> : false;
}[keyof A | keyof B]
  ? false
  : true;
type Returned<F> = F extends (...args: never[]) => Generator<unknown, infer R, unknown> ? R : never;

interface GameEvents {
  hit: (points: number) => void;
  over: () => void;
  move: (x: number, y: number) => void;
  key: (name: string, shift?: boolean) => void;
  pause: (reason?: string) => void;
  chat: (...words: string[]) => void;
  listed: [level: bigint];
}

class Subclass extends EventEmitter3<GameEvents> {}

class Resized extends Event {
  readonly width = 1;
}

declare const game: EventEmitter3<GameEvents>;
declare const target: EventTarget;
declare const task: Task<Date>;
declare const thenable: PromiseLike<string>;
declare function lines(): AsyncGenerator<string>;

/** Never called: the compiler reads it. */
function* answers() {
  return {
    fromPromise: yield* wait(Promise.resolve(5)),
    fromThenable: yield* wait(thenable),
    signal: yield* abortSignal(),
    end: toPromise(task),
    emissions: emissions<number, Date>(task),
    emission: [...emissions<number>(task)],
    anyEmission: [...emissions(task)],
    each: yield* each([1], function* () {}),
  };
}

const answersAreRight: AllSame<
  Returned<typeof answers>,
  {
    fromPromise: number;
    fromThenable: string;
    signal: AbortSignal;
    end: Promise<Date>;
    emissions: Emissions<number, Date>;
    emission: number[];
    anyEmission: unknown[];
    each: void;
  }
> = true;

/** Never called. */
function* events() {
  return {
    hit: yield* (yield* on(game, "hit")).next(),
    over: yield* (yield* on(game, "over")).next(),
    move: yield* (yield* on(game, "move")).next(),
    listed: yield* (yield* on(game, "listed")).next(),
    // How many arguments will come is not known: one, or their list.
    key: yield* (yield* on(game, "key")).next(),
    pause: yield* (yield* on(game, "pause")).next(),
    chat: yield* (yield* on(game, "chat")).next(),
    event: yield* on(target, "resize"),
    resized: yield* on<Resized>(target, "resize"),
    data: yield* on(new EventEmitter(), "data"),
    chunk: yield* on<Buffer>(process.stdin, "data", { capacity: 4, overflow: "drop-oldest" }),
    loose: yield* on(new EventEmitter3(), "anything"),
    // The compiler sees the names of a subclass, and not what comes with them.
    inherited: yield* on(new Subclass(), "hit"),
  };
}

const eventsAreRight: AllSame<
  Returned<typeof events>,
  {
    hit: number;
    over: undefined;
    move: [x: number, y: number];
    listed: bigint;
    key: string | [name: string, shift?: boolean | undefined];
    pause: string | [reason?: string | undefined] | undefined;
    chat: unknown;
    event: Subscription<Event>;
    resized: Subscription<Resized>;
    data: Subscription;
    chunk: Subscription<Buffer>;
    loose: Subscription;
    inherited: Subscription;
  }
> = true;

const takesNumber = (n: number): number => n;
const takesString = (text: string): string => text;

/** Never called: the items of `each` have the type of what is iterated over. */
function* items(): Generator<unknown, void> {
  yield* each(lines(), function* (line) {
    takesString(line);
    // @ts-expect-error -- it is a string
    takesNumber(line);
  });
  yield* each([Promise.resolve(1), 2], function* (item) {
    takesNumber(item);
    // @ts-expect-error -- it is a number
    takesString(item);
  });
  yield* each(new Map<string, number>(), function* ([key, value]) {
    takesString(key);
    takesNumber(value);
    // @ts-expect-error -- they are a string and a number
    takesNumber(key);
  });
}

function* ofStrings(item: string): Generator<unknown, void> {
  yield item;
}

/** Never called: each line is an error, or this file does not compile. */
function* typesThatMustFail(): Generator<unknown, void> {
  // @ts-expect-error -- no promise
  yield* wait(5);
  // @ts-expect-error -- an async function that was not called
  yield* wait(async () => Promise.resolve());
  // @ts-expect-error -- the answer is a number
  takesString(yield* wait(Promise.resolve(5)));
  // @ts-expect-error -- without yield* it is a syscall, and no number
  takesNumber(wait(Promise.resolve(5)));
  // @ts-expect-error -- a number is no iterable
  yield* each(5, function* () {});
  // @ts-expect-error -- an async body
  yield* each([1], async () => Promise.resolve());
  // @ts-expect-error -- a plain body, which is no program
  yield* each([1], takesNumber);
  // @ts-expect-error -- a body for other items
  yield* each([1], ofStrings);
  // @ts-expect-error -- no event of that name
  yield* on(game, "hurt");
  // @ts-expect-error -- no event of that name, in a subclass
  yield* on(new Subclass(), "hurt");
  // @ts-expect-error -- no emitter
  yield* on({}, "hit");
  // @ts-expect-error -- no rule of that name
  yield* on(game, "hit", { overflow: "block" });
  const unanswered: Syscall<Subscription<number>> = on(game, "hit");
  // @ts-expect-error -- the subscription is the answer: yield* is missing
  yield unanswered.next;
  // @ts-expect-error -- events of an unknown type say nothing of themselves
  takesString(yield* (yield* on(new EventEmitter(), "data")).next());
  // @ts-expect-error -- no task
  void toPromise(answers);
  // @ts-expect-error -- no task
  emissions(answers);
}

describe("the types of what comes from outside", () => {
  it("are what the compiler was told above", () => {
    expect([answersAreRight, eventsAreRight]).toEqual([true, true]);
    expect([answers, events, items, typesThatMustFail]).toHaveLength(4);
  });
});
