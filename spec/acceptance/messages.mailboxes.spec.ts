import {
  ask,
  interrupt,
  MailboxFullError,
  pass,
  receive,
  run,
  Scheduler,
  send,
  sleep,
  spawn,
  spawnWith,
  TaskFinishedError,
  timeout,
  type Ask,
  type Task,
} from "rondo";
import { stays } from "../support/actors.js";
import { caughtBy, does } from "../support/small-programs.js";

let log: unknown[];

beforeEach(() => {
  log = [];
});

describe("a mailbox", () => {
  it("is read in order, by what matches first, and keeps the rest", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        yield* sleep(1);
        const even = yield* receive<number>({ match: (n) => n % 2 === 0 });
        return [even, yield* receive(), yield* receive()];
      });
      for (const n of [1, 2, 3]) yield* send(task, n);
      return yield* task;
    });
    expect(seen).toEqual([2, 1, 3]);
  });

  it("of a task that is cancelled while somebody waits for room in it: the sender is told", () => {
    const seen = run(function* () {
      const task = yield* spawnWith({ mailbox: 1 }, stays, [], "");
      task.send(1);
      const refused = (yield* caughtBy(() => does(() => pass2(task)))) as Error;
      const sender = yield* spawn(() => caughtBy(() => send(task, 2)));
      yield* pass();
      task.cancel();
      return [refused instanceof MailboxFullError, (yield* sender) instanceof TaskFinishedError];
    });
    expect(seen).toEqual([true, true]);
  });

  function* pass2(task: Task): Generator<unknown, void> {
    yield* pass();
    task.send("too much");
  }

  it("keeps a message that an interrupt cost its receiver: nothing is lost", () => {
    const seen = run(function* () {
      const task = yield* spawn(function* () {
        const first = yield* caughtBy(() => receive({ match: (m) => m === "b" }));
        return [first, yield* receive()];
      });
      yield* pass();
      task.send("a");
      yield* interrupt(task, "stop");
      return yield* task;
    });
    expect(seen).toEqual(["stop", "a"]);
  });
});

describe("a question and its answer", () => {
  it("meet, though others ask at the same time", () => {
    const seen = run(function* () {
      const server = yield* spawnWith({ daemon: true }, function* () {
        const open: Ask<number, number>[] = [];
        for (;;) {
          open.push(yield* receive<Ask<number, number>>());
          if (open.length === 3) for (const question of open.splice(0).reverse()) question.reply(question.message * 10);
        }
      });
      const clients: Task<number>[] = [];
      for (const n of [1, 2, 3]) clients.push(yield* spawn(() => does(() => ask<number>(server, n))));
      const answers: number[] = [];
      for (const client of clients) answers.push(yield* client);
      return answers;
    });
    expect(seen).toEqual([10, 20, 30]);
  });

  it("fail together: with the error that was replied, and with the end of whoever was asked", () => {
    const seen = run(function* () {
      const server = yield* spawn(function* () {
        (yield* receive<Ask>()).fail("no");
        yield* receive<Ask>();
      });
      const told = yield* caughtBy(() => ask(server, 1));
      return [told, (yield* caughtBy(() => ask(server, 2))) instanceof TaskFinishedError];
    });
    expect(seen).toEqual(["no", true]);
  });

  it("do not meet after a time-out, and a reply to nobody does nothing", () => {
    const scheduler = new Scheduler();
    const server = scheduler.spawn(function* () {
      const question = yield* receive<Ask<string, string>>();
      yield* sleep(10);
      log.push(question.open);
      question.reply("late");
      question.fail("later");
    });
    const client = scheduler.spawn(() =>
      does(() => timeout(5, () => does(() => ask<string>(server, "?")), { else: () => "gave up" })),
    );
    scheduler.run();
    expect([client.result, log, server.state]).toEqual(["gave up", [false], "done"]);
  });
});
