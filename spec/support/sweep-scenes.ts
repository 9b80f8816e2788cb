/** Small programs for the sweep. Each comes to rest by itself whatever happens to one of its tasks. */
import { call, join, pass, shield, sleep, spawn, spawnWith, type Program, type Task } from "../../lib/index.js";
import { Disturbed, type Scene } from "./sweep.js";

export const once: Program = function* () {
  yield* pass();
};

/** Waits twice: at this instant, and for a time. */
export const twice: Program = function* () {
  yield* pass();
  yield* sleep(1);
};

export const nap: Program = () => napOf(3);

function* napOf(ms: number): Generator<unknown, void, unknown> {
  yield* sleep(ms);
}

const fail: Program = function* () {
  yield* sleep(1);
  throw new Disturbed("by itself");
};

/** Waits for the end of a task, and minds nothing that it brings. */
export function* awaits(task: Task): Generator<unknown, void, unknown> {
  try {
    yield* join(task);
  } catch {
    yield* pass();
  }
}

export const scenes: Record<string, Scene> = {
  "cleanups inside each other, each of which waits twice": (books) => [
    books.guard("outer", function* () {
      yield* books.ensure(
        "ensure",
        books.guard("inner", function* () {
          yield* books.ensure("innermost", nap, twice);
          yield* pass();
        }),
        twice,
      );
      yield* pass();
    }),
  ],

  "frames whose own finally blocks wait": (books) => [
    books.guard("first", books.guard("second", books.guard("third", nap, twice), twice), twice),
  ],

  "resources in frames, acquired and released by waiting": (books) => [
    function* () {
      yield* books.use("held by the body", once, twice);
      yield* call(function* () {
        yield* books.use("held by a frame", twice, twice);
        yield* books.use("held by it, too", twice);
        yield* pass();
      });
      yield* call(nap);
    },
  ],

  "children and resources by turns": (books) => [
    books.guard("body", function* () {
      yield* spawn(books.guard("oldest", nap, twice));
      yield* books.use("first", once, twice);
      yield* spawn(books.guard("middle", nap));
      yield* books.use("second", once, twice);
      yield* spawn(books.guard("youngest", nap, twice));
      yield* sleep(1);
    }),
  ],

  "a shield between waits": (books) => [
    books.guard("body", function* () {
      yield* pass();
      yield* shield(
        books.guard("shielded", function* () {
          yield* spawn(books.guard("child of the shield", nap, twice));
          yield* call(twice);
        }),
      );
      yield* call(nap);
    }),
  ],

  "a finally that shields what it does": (books) => [
    function* () {
      const close = books.open("finally");
      try {
        yield* sleep(1);
      } finally {
        close();
        yield* shield(books.guard("shielded", twice, twice));
      }
    },
  ],

  "grandchildren that go before their parents": (books) => [
    books.guard("root", function* () {
      yield* spawn(
        books.guard(
          "parent",
          function* () {
            yield* spawn(books.guard("elder", nap, twice));
            yield* spawn(books.guard("younger", nap, twice));
          },
          twice,
        ),
      );
      yield* pass();
    }),
  ],

  "daemons that are left when all else is done": (books) => [
    books.guard("root", function* () {
      yield* spawnWith(
        { daemon: true },
        books.guard("tick", () => napOf(100), twice),
      );
      yield* spawn(books.guard("worker", nap, twice));
      yield* spawnWith(
        { daemon: true },
        books.guard("tock", () => napOf(100), once),
      );
    }),
  ],

  "a child that fails while its siblings clean up": (books) => [
    books.guard("root", function* () {
      yield* spawn(books.guard("elder", nap, twice));
      yield* spawn(books.guard("fails", fail, twice));
      yield* spawn(books.guard("younger", nap, fail));
      yield* call(nap);
    }),
  ],

  "a supervised child that fails and is joined": (books) => [
    books.guard("root", function* () {
      const child = yield* spawnWith({ supervised: true }, books.guard("fails", fail, twice));
      yield* awaits(child);
      yield* pass();
    }),
  ],
};
