import { ask, cancel, pass, receive, run, select, sleep, spawn, timeout, type Ask, type Task } from "rondo";
import { Players } from "../sync/players.js";

let players: Players;

beforeEach(() => {
  players = new Players();
});

/** A task with a mailbox for one message, which it reads when it is told to go on. */
function* reader(): Generator<unknown, void> {
  for (;;) {
    yield* sleep(10);
    const question = yield* receive<Ask>();
    players.said.push(`read ${String(question.message)}, ${question.open ? "open" : "given up"}`);
    question.reply(`re: ${String(question.message)}`);
  }
}

function bounded(): Task {
  return players.scheduler.spawnWith({ name: "reader", mailbox: 1, daemon: true }, reader);
}

describe("ask of a task whose mailbox is full", () => {
  it("waits for room first, in the order of asking, and then for the reply", () => {
    const asked = bounded();
    for (const name of ["a", "b", "c"]) players.waits(name, () => ask(asked, name));
    players.settle();
    expect(asked.unread).toBe(1);
    players.scheduler.advance(30);
    expect(players.said).toEqual([
      "read a, open",
      "a got re: a",
      "read b, open",
      "b got re: b",
      "read c, open",
      "c got re: c",
    ]);
  });

  it("is never heard of where it is given up before there is room", () => {
    const asked = bounded();
    for (const name of ["a", "b", "c"]) players.waits(name, () => ask(asked, name));
    players.settle();
    players.cancels("b");
    players.scheduler.advance(30);
    expect(players.said.filter((line) => line.startsWith("read"))).toEqual(["read a, open", "read c, open"]);
  });

  it("fails where the task ends before there is room", () => {
    const asked = bounded();
    for (const name of ["a", "b"]) players.waits(name, () => ask(asked, name));
    players.settle();
    asked.cancel();
    players.settle();
    expect(players.said.sort()).toEqual(["a got TaskFinishedError", "b got TaskFinishedError"]);
    expect(players.scheduler.leftovers()).toEqual([]);
  });
});

describe("ask that is given up", () => {
  it("stays in the mailbox, and a reply to it does nothing", () => {
    const asked = bounded();
    players.waits("a", () => ask(asked, "a"));
    players.settle();
    players.cancels("a");
    players.settle();
    players.scheduler.advance(10);
    expect(players.said).toEqual(["a was cancelled", "read a, given up"]);
  });

  it("by a time-out leaves nobody waiting for the end of the task", () => {
    const answer = run(function* () {
      const silent = yield* spawn(function* () {
        yield* receive();
        yield* receive();
      });
      const asks = function* (): Generator<unknown, string> {
        return yield* ask<string>(silent, "?");
      };
      const got = yield* timeout(5, asks, { else: () => "no reply" });
      yield* cancel(silent);
      return got;
    });
    expect(answer).toBe("no reply");
  });

  it("is answered where the reply is on its way already", () => {
    const got: unknown[] = [];
    const asked = players.acts("asked", function* () {
      const question = yield* receive<Ask>();
      question.reply("now");
      asker.cancel();
    });
    const asker = players.acts("asker", function* () {
      got.push(yield* ask(asked, "?"));
      yield* pass();
      got.push("never");
    });
    players.settle();
    expect([got, asker.state]).toEqual([["now"], "cancelled"]);
  });
});

describe("ask under select", () => {
  it("is answered like anywhere else", () => {
    const asked = bounded();
    players.waits("a", () => select({ reply: ask(asked, "a"), late: sleep(20) }));
    players.scheduler.advance(20);
    expect(players.said).toEqual(["read a, open", 'a got {"name":"reply","value":"re: a"}']);
  });

  it("is given up where something else is chosen", () => {
    const asked = bounded();
    players.waits("a", () => select({ reply: ask(asked, "a"), late: sleep(5) }));
    players.waits("b", () => select({ reply: ask(asked, "b"), late: sleep(5) }));
    players.scheduler.advance(30);
    expect(players.said).toEqual(['a got {"name":"late"}', 'b got {"name":"late"}', "read a, given up"]);
  });

  it("fails it where the task ends, once, though it is joined, too", () => {
    const asked = bounded();
    players.waits("a", () => select({ end: asked, reply: ask(asked, "?"), late: sleep(5) }));
    players.settle();
    asked.cancel();
    expect(players.news()).toEqual(["a got CancelledError"]);
    expect(players.scheduler.leftovers()).toEqual([]);
  });
});

describe("a reply from outside of any turn", () => {
  it("is outside input; one to a question that is given up is none", () => {
    const questions: Ask[] = [];
    const asked = players.acts("asked", function* () {
      for (;;) questions.push(yield* receive<Ask>());
    });
    players.waits("a", () => ask(asked, "a"));
    players.waits("b", () => ask(asked, "b"));
    players.settle();
    players.cancels("b");
    players.settle();
    for (const question of questions) question.reply("here");
    expect(players.inputs).toEqual(["reply to a 2"]);
    expect(players.news()).toEqual(["b was cancelled", "a got here"]);
  });
});
