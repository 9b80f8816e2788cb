import { ask, join, receive, self, send, sleep, spawn, spawnWith, timeout, type Ask, type Task } from "rondo";
import type { Setup } from "rondo/testing";
import { ensured, tidy } from "./parts.js";

/** Messages that were sent are received, or unread in the mailbox of the task that they were sent to. */
class Post {
  sent = 0;
  received = 0;
  readonly readers: Task[] = [];

  *sends(to: Task, count: number): Generator<unknown, void> {
    for (let n = 0; n < count; n++) {
      yield* send(to, n);
      this.sent++;
    }
  }

  *receives(count: number): Generator<unknown, void> {
    this.readers.push(self());
    for (let n = 0; n < count; n++) {
      yield* receive();
      this.received++;
    }
  }

  check(): void {
    const unread = this.readers.reduce((sum, reader) => sum + reader.unread, 0);
    expect([this.received + unread, unread <= this.sent]).toEqual([this.sent, true]);
  }
}

/** A supervised reader with a mailbox of this size, and two who send to it. */
function mailbox(size: number | undefined): Setup {
  return (cleanups) => {
    const post = new Post();
    return {
      tasks: [
        function* main() {
          const options = size === undefined ? { supervised: true } : { supervised: true, mailbox: size };
          const reader = yield* spawnWith(
            options,
            tidy(cleanups, "reader", () => post.receives(5)),
          );
          // One that is cancelled before its first turn receives nothing, and is asked all the same.
          if (!post.readers.includes(reader)) post.readers.push(reader);
          for (const [name, count] of [["a", 3] as const, ["b", 2] as const]) {
            yield* spawnWith(
              { supervised: true },
              tidy(cleanups, name, () => post.sends(reader, count)),
            );
          }
        },
      ],
      check() {
        const readers = new Set(post.readers);
        post.readers.splice(0, Infinity, ...readers);
        post.check();
      },
    };
  };
}

export const messages: Record<string, Setup> = {
  "a mailbox without a limit": mailbox(undefined),
  "a mailbox with room for one": mailbox(1),
  "a mailbox with room for two": mailbox(2),

  "a selective receive with a time-out": (cleanups) => {
    let late = 0;
    return function* main() {
      const reader = yield* spawn(
        ensured(cleanups, "reader", function* () {
          for (const wanted of ["b", "c", "a"]) {
            try {
              yield* receive({ match: (message) => message === wanted, timeout: 4 });
            } catch (error) {
              if (!(error instanceof Error) || error.name !== "TimeoutError") throw error;
              late++;
            }
          }
        }),
      );
      for (const word of ["a", "b"]) {
        yield* sleep(1);
        yield* send(reader, word);
      }
      yield* join(reader);
      expect(late).toBeLessThan(4);
    };
  },

  "questions, of which one is answered with an error and one by a helper": (cleanups) => {
    const answers: unknown[] = [];
    const refused = new Error("refused");
    return {
      tasks: [
        function* main() {
          const desk = yield* spawnWith(
            { daemon: true, mailbox: 1 },
            tidy(cleanups, "desk", function* () {
              // By then one question stands in the mailbox, and one waits for room.
              yield* sleep(2);
              (yield* receive<Ask>()).reply("at once");
              yield* sleep(1);
              (yield* receive<Ask>()).fail(refused);
              yield* sleep(1);
              const question = yield* receive<Ask>();
              yield* spawn(function* helper() {
                yield* sleep(2);
                question.reply("later");
              });
            }),
          );
          for (const name of ["first", "second", "third"]) {
            yield* spawnWith(
              { supervised: true },
              ensured(cleanups, name, function* () {
                answers.push(yield* ask(desk, name));
              }),
            );
          }
        },
      ],
      expects: (error) => error === refused,
      check({ undisturbed }) {
        if (undisturbed) expect(answers).toEqual(["at once", "later"]);
        expect(new Set(answers).size).toBe(answers.length);
      },
    };
  },

  "a question under a time-out": (cleanups) => {
    const answers: unknown[] = [];
    return function* main() {
      const desk = yield* spawnWith(
        { daemon: true },
        tidy(cleanups, "desk", function* () {
          for (;;) {
            const question = yield* receive<Ask<number>>();
            yield* sleep(question.message);
            question.reply(question.message);
          }
        }),
      );
      for (const ms of [1, 9]) {
        const asks = function* (): Generator<unknown, unknown> {
          return yield* ask(desk, ms);
        };
        answers.push(yield* timeout(5, tidy(cleanups, "asks", asks), { else: () => "late" }));
      }
      expect(answers).toEqual([1, "late"]);
    };
  },
};
