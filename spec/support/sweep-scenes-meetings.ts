/** More small programs for the sweep: tasks that meet, wait for the outside, or work in cleanups. */
import {
  call,
  cancel,
  pass,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnWith,
  suspend,
  type Task,
} from "../../lib/index.js";
import { awaits, nap, once, twice } from "./sweep-scenes.js";
import type { Scene } from "./sweep.js";

export const meetings: Record<string, Scene> = {
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
