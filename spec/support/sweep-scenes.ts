/** Small programs for the sweep. Each comes to rest by itself whatever happens to one of its tasks. */
import {
  call,
  cancel,
  join,
  pass,
  receive,
  self,
  send,
  shield,
  sleep,
  spawn,
  spawnWith,
  suspend,
  type Program,
  type Task,
} from "../../lib/index.js";
import { Disturbed, type Scene } from "./sweep.js";

const once: Program = function* () {
  yield* pass();
};

/** Waits twice: at this instant, and for a time. */
const twice: Program = function* () {
  yield* pass();
  yield* sleep(1);
};

const nap: Program = () => napOf(3);

function* napOf(ms: number): Generator<unknown, void, unknown> {
  yield* sleep(ms);
}

const fail: Program = function* () {
  yield* sleep(1);
  throw new Disturbed("by itself");
};

/** Waits for the end of a task, and minds nothing that it brings. */
function* awaits(task: Task): Generator<unknown, void, unknown> {
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

  "a child whose cleanup sends to its parent": (books) => [
    function* () {
      const parent = self();
      yield* books.ensure(
        "parent",
        function* () {
          yield* spawn(books.guard("child", nap, () => sends(parent, "bye")));
          yield* sleep(1);
        },
        function* () {
          yield* receive({ timeout: 5 });
        },
      );
    },
  ],

  "messages to and fro": (books) => [
    books.guard("root", function* () {
      const echo = yield* spawn(
        books.guard("echo", function* () {
          for (let left = 3; left > 0; left--) yield* send(yield* receive<Task>({ timeout: 9 }), "echo");
        }),
      );
      yield* spawn(
        books.guard("caller", function* () {
          for (let left = 3; left > 0; left--) {
            yield* send(echo, self());
            yield* receive({ match: (message) => message === "echo", timeout: 9 });
          }
        }),
      );
    }),
  ],

  "senders that wait for room": (books) => [
    books.guard("root", function* () {
      const reader = yield* spawnWith(
        { mailbox: 1, supervised: true },
        books.guard("reader", function* () {
          for (let left = 3; left > 0; left--) {
            yield* sleep(1);
            yield* receive({ timeout: 2 });
          }
        }),
      );
      for (const word of ["a", "b", "c"])
        yield* spawnWith(
          { supervised: true },
          books.guard(word, () => sends(reader, word)),
        );
    }),
  ],

  "joins in a row, and one that cancels": (books) => [
    function* () {
      const first = yield* spawn(books.guard("first", nap, twice));
      const second = yield* spawn(books.guard("second", () => awaits(first), once));
      yield* spawn(books.guard("third", () => awaits(second)));
      yield* pass();
      yield* cancel(first);
      yield* pass();
    },
  ],

  "a task that cancels itself, and one that cancels its parent": (books) => [
    books.guard("root", function* () {
      const parent = yield* spawn(
        books.guard("parent", function* () {
          const me = self();
          yield* spawn(books.guard("elder", nap, twice));
          yield* spawn(books.guard("rebel", () => cancels(me), twice));
          yield* call(nap);
        }),
      );
      yield* awaits(parent);
      yield* books.ensure("last", () => cancels(self()), twice);
    }),
  ],

  "outside waits with disposers": (books) => [
    books.guard("root", function* () {
      let answer: (value: string) => void = () => {};
      yield* spawn(
        books.guard("waits", function* () {
          yield* suspend<string>((resolve) => {
            answer = resolve;
            return books.hold("disposer");
          });
          yield* pass();
        }),
      );
      yield* sleep(1);
      answer("now");
      yield* suspend((resolve) => {
        resolve();
        return books.hold("disposer of one that was answered at once");
      });
    }),
  ],

  "tasks that are spawned in cleanups": (books) => [
    function* () {
      yield* books.ensure("outer", nap, function* () {
        yield* spawn(books.guard("helper", twice, twice));
        yield* spawnWith({ daemon: true }, books.guard("daemon", nap, once));
        yield* pass();
      });
    },
  ],

  "two roots, one of which waits for the other": (books) => {
    let first: Task | undefined;
    return [
      books.guard("first", function* () {
        first = self();
        yield* books.use("kept", once, twice);
        yield* call(nap);
      }),
      books.guard("second", function* () {
        if (first !== undefined) yield* awaits(first);
        yield* call(twice);
      }),
    ];
  },
};

function* sends(task: Task, message: unknown): Generator<unknown, void, unknown> {
  yield* send(task, message);
}

function* cancels(task: Task): Generator<unknown, void, unknown> {
  yield* pass();
  yield* cancel(task);
}
