import {
  ask,
  cancel,
  DeadlockError,
  join,
  pass,
  receive,
  run,
  Scheduler,
  self,
  send,
  sleep,
  spawn,
  spawnWith,
  TaskFinishedError,
  type Ask,
  type Task,
} from "rondo";
import { errorOf, thrownBy } from "../support/thrown.js";
import { Players } from "../sync/players.js";

type Question = Ask<string, number>;

const prices: Readonly<Record<string, number>> = { apple: 3, pear: 4 };

/** Answers questions for ever. */
function* shop(): Generator<unknown, void> {
  for (;;) {
    const question = yield* receive<Question>();
    const price = prices[question.message];
    if (price === undefined) question.fail(new RangeError(`no ${question.message}`));
    else question.reply(price);
  }
}

/** Takes one question, and never answers it. */
function* silent(): Generator<unknown, void> {
  yield* receive();
}

describe("ask", () => {
  it("sends a message and waits for its reply", () => {
    const got = run(function* () {
      const seller = yield* spawnWith({ daemon: true }, shop);
      return [yield* ask<number>(seller, "pear"), yield* ask<number>(seller, "apple")];
    });
    expect(got).toEqual([4, 3]);
  });

  it("throws the error with which it was answered", () => {
    const error = thrownBy(() =>
      run(function* () {
        return yield* ask(yield* spawnWith({ daemon: true }, shop), "plum");
      }),
    );
    expect(error).toEqual(new RangeError("no plum"));
  });

  it("shows who asks, and whether the reply is still waited for", () => {
    run(function* () {
      const asker = yield* spawn(function* () {
        yield* ask(self().parent!, "hello");
      });
      const question = yield* receive<Ask<string>>();
      expect([question.from === asker, question.message, question.open]).toEqual([true, "hello", true]);
      question.reply(1);
      expect(question.open).toBe(false);
    });
  });

  it("is answered once: a second reply does nothing", () => {
    const got = run(function* () {
      const seller = yield* spawn(function* () {
        const question = yield* receive<Ask>();
        question.reply("first");
        question.reply("second");
        question.fail(new Error("third"));
      });
      return yield* ask(seller, "?");
    });
    expect(got).toBe("first");
  });

  it("may be answered by another task, or later", () => {
    const got = run(function* () {
      const desk = yield* spawn(function* () {
        const question = yield* receive<Ask>();
        yield* spawn(function* () {
          yield* sleep(5);
          question.reply("from a helper");
        });
      });
      return yield* ask(desk, "?");
    });
    expect(got).toBe("from a helper");
  });

  it("is found by a selective receive like any message", () => {
    const got = run(function* () {
      const seller = yield* spawn(function* () {
        const question = yield* receive<Question>({ match: ({ message }) => message === "pear" });
        question.reply(4);
        (yield* receive<Question>()).reply(3);
      });
      const apple = yield* spawn(function* () {
        return yield* ask<number>(seller, "apple");
      });
      yield* pass();
      return [yield* ask<number>(seller, "pear"), yield* apple];
    });
    expect(got).toEqual([4, 3]);
  });

  it("refuses what is no task, and a task of another scheduler", () => {
    expect(errorOf(() => ask({} as Task, 1)).name).toBe("TypeError");
    const players = new Players();
    players.waits("a", () => ask(new Scheduler().spawn(silent), 1));
    expect(players.news()).toEqual(["a got TypeError"]);
  });
});

describe("ask of a task that ends without a reply", () => {
  it.each<[string, (asked: Task) => Iterable<unknown, unknown, unknown>]>([
    ["returns", (asked) => send(asked, "go")],
    ["is cancelled", (asked) => cancel(asked)],
  ])("throws a TaskFinishedError when it %s", (_how, end) => {
    const players = new Players();
    const asked = players.acts("asked", function* () {
      yield* silent();
      yield* silent();
    });
    players.waits("a", () => ask(asked, "?"));
    players.settle();
    players.acts("ends it", function* () {
      yield* end(asked);
    });
    expect(players.news()).toEqual(["a got TaskFinishedError"]);
    expect(players.scheduler.leftovers()).toEqual([]);
  });

  it("says which question it was", () => {
    const error = thrownBy(() =>
      run(function* () {
        yield* ask(yield* spawn(silent), "why?");
      }),
    );
    expect(error).toBeInstanceOf(TaskFinishedError);
    expect((error as Error).message).toBe(
      'silent 1.1 has ended and did not reply to ask(silent 1.1, "why?") of anonymous 1.',
    );
  });

  it("throws it at once where that has ended already", () => {
    const players = new Players();
    const asked = players.acts("asked", function* () {});
    players.settle();
    players.waits("a", () => ask(asked, "?"));
    expect(players.news()).toEqual(["a got TaskFinishedError"]);
  });

  it("waits for its children, one of whom may still reply", () => {
    const got = run(function* () {
      const asked = yield* spawn(function* () {
        const question = yield* receive<Ask>();
        yield* spawn(function* () {
          yield* sleep(5);
          question.reply("at last");
        });
      });
      return yield* ask(asked, "?");
    });
    expect(got).toBe("at last");
  });

  it("is a deadlock where that waits for the one that asks", () => {
    const error = thrownBy(() =>
      run(function* () {
        const parent = self();
        const child = yield* spawn(function* () {
          yield* ask(parent, "?");
        });
        yield* join(child);
      }),
    );
    expect(error).toBeInstanceOf(DeadlockError);
    expect((error as DeadlockError).cycle).toHaveLength(2);
  });
});
