/** Programs for the sweep that deal with the outside. Each comes to rest by itself whatever happens to one of its tasks. */
import { EventEmitter } from "eventemitter3";
import {
  abortSignal,
  call,
  each,
  on,
  pass,
  scope,
  select,
  sleep,
  spawn,
  suspend,
  wait,
  type Program,
} from "../../lib/index.js";
import type { Ledger } from "./ledger.js";
import type { Scene } from "./sweep.js";

/** An outside world whose answers come from two tasks, so that one is left whatever becomes of the other. */
class World {
  private readonly due: (() => void)[] = [];

  /** A thenable that is answered in some later turn; `settle` happens then. */
  later<T>(value: T, settle: () => void = () => {}): PromiseLike<T> {
    const then = (resolve: (value: T) => void): void => {
      this.due.push(() => {
        settle();
        resolve(value);
      });
    };
    return { then } as PromiseLike<T>;
  }

  /** What answers. */
  roots(): Program[] {
    const { due } = this;
    const answers: Program = function* () {
      for (let rounds = 6; rounds > 0; rounds--) {
        yield* sleep(1);
        due.shift()?.();
        yield* pass();
        due.shift()?.();
      }
    };
    return [answers, answers];
  }
}

/** Items that come later. That the iterator comes to its end or is closed is on the books; closing it takes time. */
function items(world: World, books: Ledger, what: string, count: number): AsyncIterable<number> {
  const iterator = (): AsyncIterator<number> => {
    let [at, isOver, isClosed] = [0, false, false];
    const close = books.hold(what);
    const end = (): void => {
      if (!isOver) close();
      isOver = true;
    };
    return {
      next() {
        const done = at++ === count;
        return world.later({ done, value: at }, done ? end : undefined) as Promise<IteratorResult<number>>;
      },
      return() {
        if (isClosed) books.complaints.push(`${what} was closed twice`);
        isClosed = true;
        return world.later({ done: true, value: 0 }, end) as Promise<IteratorResult<number>>;
      },
    };
  };
  return { [Symbol.asyncIterator]: iterator };
}

/** An emitter whose listeners are on the books. */
function emitter(books: Ledger, what: string) {
  const inner = new EventEmitter();
  const open = new Map<unknown, () => void>();
  return {
    on(event: string, listener: () => void): void {
      open.set(listener, books.hold(what));
      inner.on(event, listener);
    },
    off(event: string, listener: () => void): void {
      open.get(listener)?.();
      inner.off(event, listener);
    },
    emit: (n: number) => inner.emit("event", n),
  };
}

/** Puts the end of a signal on the books. */
function* signals(books: Ledger, what: string): Generator<unknown, void> {
  const signal = yield* abortSignal();
  signal.addEventListener("abort", books.hold(what));
}

export const outsideScenes: Record<string, Scene> = {
  "promises that are waited for, alone and in a select": (books) => {
    const world = new World();
    return [
      books.guard("waits", function* () {
        yield* wait(world.later(1));
        yield* spawn(books.guard("child", () => waitsTwice(world)));
        yield* select({ one: wait(world.later(2)), other: wait(world.later(3)), late: sleep(2) });
      }),
      ...world.roots(),
    ];
  },

  "suspends that lose in a select": (books) => [
    books.guard("selects", function* () {
      for (let left = 3; left > 0; left--) {
        const loser = suspend(() => books.hold("disposer of the loser"));
        yield* select({ loser, quick: sleep(1), slow: sleep(2) });
      }
    }),
  ],

  "iterators inside each other, with bodies that clean up": (books) => {
    const world = new World();
    return [
      books.guard("outer", function* () {
        yield* each(items(world, books, "first", 1), function* () {
          yield* books.ensure("body", () => sleeps(1), twice);
          yield* each(items(world, books, "second", 1), () => call2(books));
        });
        yield* pass();
      }),
      ...world.roots(),
    ];
  },

  "subscriptions in a body, a frame and a scope": (books) => {
    const events = emitter(books, "listener");
    return [
      books.guard("reads", function* () {
        const outer = yield* on<number>(events, "event");
        yield* spawn(books.guard("child", () => reads(outer.next())));
        yield* call(function* () {
          const inner = yield* on(events, "event", { outside: true });
          yield* select({ event: inner.next(), late: sleep(3) });
          using mine = yield* on(events, "event");
          yield* select({ event: mine.next(), other: outer.next(), late: sleep(3) });
        });
        yield* scope(books.guard("scope", () => reads2(events)));
      }),
      function* emits() {
        for (let n = 1; n < 9; n++) {
          yield* sleep(1);
          events.emit(n);
        }
      },
    ];
  },

  "signals of scopes inside each other": (books) => {
    const world = new World();
    return [
      books.guard("root", function* () {
        yield* signals(books, "signal of the task");
        yield* spawn(books.guard("child", () => signals(books, "signal of the child"), twice));
        yield* scope(
          books.guard("scope", function* () {
            yield* signals(books, "signal of the scope");
            yield* wait(world.later(1));
          }),
        );
        yield* wait(world.later(2));
      }),
      ...world.roots(),
    ];
  },
};

function* waitsTwice(world: World): Generator<unknown, void> {
  yield* wait(world.later("a"));
  yield* wait(world.later("b"));
}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}

function* twice(): Generator<unknown, void> {
  yield* pass();
  yield* sleep(1);
}

function* call2(books: Ledger): Generator<unknown, void> {
  yield* books.ensure("inner body", () => sleeps(1), twice);
}

function* reads(next: Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  yield* next;
}

function* reads2(events: ReturnType<typeof emitter>): Generator<unknown, void> {
  const third = yield* on(events, "event", { capacity: 1, overflow: "drop-oldest" });
  yield* sleep(2);
  yield* select({ event: third.next(), late: sleep(3) });
}
