import { ensure, pass, receive, Scheduler, send, sleep, spawn, TaskFinishedError, type Task } from "rondo";
import { recordEvents } from "../support/record.js";
import { thrownBy } from "../support/thrown.js";

function* quiet(): Generator<unknown, void> {}

function* fails(): Generator<unknown, never> {
  throw new Error("no");
}

/** A task whose body has ended, and which waits for its child. */
function* parent(): Generator<unknown, void> {
  yield* spawn(function* child() {
    yield* sleep(10);
  });
}

/** Tasks that take no more messages. */
const finished: readonly (readonly [string, string, (scheduler: Scheduler) => Task])[] = [
  ["is done", "quiet 1", (scheduler) => scheduler.spawn(quiet)],
  ["has failed", "fails 1", (scheduler) => scheduler.spawn(fails)],
  ["was cancelled before its first turn", "quiet 1", (scheduler) => cancelled(scheduler.spawn(quiet))],
  ["waits for its children", "parent 1", (scheduler) => scheduler.spawn(parent)],
];

function cancelled(task: Task): Task {
  task.cancel();
  return task;
}

describe.each(finished)("M2 A task that %s", (_, label, make) => {
  const told = new RegExp(`^${label} has ended and takes no messages\\. \\S+`);

  function ended(): { scheduler: Scheduler; task: Task } {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const task = make(scheduler);
    scheduler.advance(1);
    return { scheduler, task };
  }

  it("takes no message: yield* send throws a TaskFinishedError in the sender, which can catch it and go on", () => {
    const { scheduler, task } = ended();
    const sender = scheduler.spawn(function* () {
      try {
        yield* send(task, "late");
      } catch (error) {
        yield* pass();
        return error;
      }
      return "sent";
    });
    scheduler.advance(1);
    expect(sender.result).toBeInstanceOf(TaskFinishedError);
    expect((sender.result as Error).message).toMatch(told);
    expect(task.unread).toBe(0);
  });

  it("takes no message from task.send either, in a turn and outside", () => {
    const { scheduler, task } = ended();
    const sender = scheduler.spawn(function* () {
      return thrownBy(() => task.send("late"));
    });
    scheduler.advance(1);
    for (const error of [sender.result, thrownBy(() => task.send("late"))]) {
      expect(error).toBeInstanceOf(TaskFinishedError);
      expect((error as Error).message).toMatch(told);
    }
    expect(task.unread).toBe(0);
  });
});

describe("M2 A task whose body has not ended", () => {
  it("takes messages in its cleanup, also while it is unwound", () => {
    const scheduler = new Scheduler();
    const got: unknown[] = [];
    const task = scheduler.spawn(function* () {
      yield* ensure(
        () => sleeps(100),
        function* () {
          got.push(yield* receive());
        },
      );
    });
    scheduler.advance(1);
    task.cancel();
    scheduler.advance(1);
    task.send("in time");
    scheduler.advance(1);
    expect([got, task.state]).toEqual([["in time"], "cancelled"]);
  });
});

describe("M2 What a task never read", () => {
  /** Runs a task with two messages in its mailbox to its end; answers with the `unread` events. */
  function untold(
    program: () => Generator<unknown, unknown>,
    act: (task: Task, scheduler: Scheduler) => void = () => {},
  ): string[] {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const events = recordEvents(scheduler, "unread", "end");
    const task = scheduler.spawnWith({ name: "worker" }, program);
    task.send("a");
    task.send(undefined);
    act(task, scheduler);
    scheduler.advance(100);
    expect(task.done).toBe(true);
    return events.filter((line) => line.includes("unread"));
  }

  it.each<readonly [string, () => Generator<unknown, unknown>, (task: Task) => void]>([
    ["is done", quiet, () => {}],
    ["has failed", fails, () => {}],
    ["was cancelled before its first turn", quiet, (task) => task.cancel()],
    ["has failed in its cleanup", () => ensures(fails), () => {}],
  ])("is told in order, once, of a task that %s", (_, program, act) => {
    expect(untold(program, act)).toEqual(["0 unread, worker 1, [ 'a', undefined ]"]);
  });

  it.each<readonly [string, () => Generator<unknown, unknown>, number]>([
    ["is cancelled while it waits for another message", () => picky(), 5],
    ["is abandoned in its cleanup", () => cleansUp(() => sleeps(500)), 7],
  ])("is told of a task that %s", (_, program, time) => {
    const lines = untold(program, (task, scheduler) => {
      scheduler.spawn(function* () {
        yield* sleep(5);
        task.cancel("enough", { within: 2 });
      });
    });
    expect(lines).toEqual([`${String(time)} unread, worker 1, [ 'a', undefined ]`]);
  });

  it("is told when it finishes, not when its body ends before its children", () => {
    expect(untold(parent)).toEqual(["10 unread, worker 1, [ 'a', undefined ]"]);
  });

  it("is the rest that it did not take; nothing is told of a task that took all", () => {
    const some = function* (): Generator<unknown, void> {
      yield* receive();
    };
    const all = function* (): Generator<unknown, void> {
      yield* receive();
      yield "takes one";
    };
    expect([untold(some), untold(all)]).toEqual([["0 unread, worker 1, [ undefined ]"], []]);
  });

  it("stays in its mailbox, where it can be counted", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(quiet);
    task.send(1);
    scheduler.run();
    expect(task.unread).toBe(1);
  });
});

function* ensures(cleanup: () => Generator<unknown, void>): Generator<unknown, void> {
  yield* ensure(quiet, cleanup);
}

function* picky(): Generator<unknown, void> {
  yield* receive({ match: () => false });
}

/** Waits a while, then runs a cleanup. */
function* cleansUp(cleanup: () => Generator<unknown, void>): Generator<unknown, void> {
  yield* ensure(() => sleeps(20), cleanup);
}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}
