import {
  call,
  cancel,
  ensure,
  interrupt,
  join,
  pass,
  receive,
  Scheduler,
  send,
  shield,
  sleep,
  sleepUntil,
  suspend,
  type Syscall,
  type Task,
} from "rondo";

type Body = Generator<unknown, unknown, unknown>;

class Breakdown extends Error {}
const error = new Breakdown("the machine broke down");

/** Waits once, and answers with how that ended. */
function* tries(wait: Iterable<unknown, unknown>): Body {
  try {
    return { answer: yield* wait };
  } catch (caught) {
    return { caught };
  }
}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}

/** What there is to wait for, and what would show a wait that was not withdrawn. */
interface World {
  readonly scheduler: Scheduler;
  readonly full: Task;
  readonly slow: Task;
  readonly dispose: jest.Mock<undefined, []>;
}

function newWorld(): World {
  const scheduler = new Scheduler();
  const full = scheduler.spawnWith({ name: "full", mailbox: 1 }, sleeps, 50);
  full.send("first");
  const slow = scheduler.spawn(function* slow() {
    yield* ensure(
      () => sleeps(60),
      () => sleeps(20),
    );
  });
  return { scheduler, full, slow, dispose: jest.fn<undefined, []>() };
}

const waits: readonly (readonly [string, (world: World) => Syscall<unknown>])[] = [
  ["sleep", () => sleep(100)],
  ["sleepUntil", () => sleepUntil(100)],
  ["receive", () => receive()],
  ["receive with a timeout", () => receive({ timeout: 100 })],
  ["receive with a match", () => receive({ match: () => true })],
  ["send to a full mailbox", ({ full }) => send(full, "second")],
  ["join", ({ slow }) => join(slow)],
  ["cancel", ({ slow }) => cancel(slow)],
  ["suspend", ({ dispose }) => suspend(() => dispose)],
];

/** Runs a task that does these things one after the other; answers with it and what came of each. */
function doing(scheduler: Scheduler, ...bodies: readonly (() => Body)[]): { task: Task; log: unknown[] } {
  const log: unknown[] = [];
  const task = scheduler.spawn(function* target() {
    for (const body of bodies) log.push(yield* body());
  });
  return { task, log };
}

const ok = { answer: undefined };
const caught = { caught: error };

describe("I1 interrupt throws at the present wait of a task", () => {
  it.each(waits)("and withdraws it: %s", (name, wait) => {
    const world = newWorld();
    const { scheduler, full, slow, dispose } = world;
    const { task, log } = doing(
      scheduler,
      () => tries(wait(world)),
      () => tries(sleep(1)),
    );
    scheduler.advance(5);
    expect([task.state, task.interrupt(error)]).toEqual(["waiting", true]);
    scheduler.advance(0);
    expect(log).toEqual([caught]);
    scheduler.advance(1);
    expect([log, task.state]).toEqual([[caught, ok], "done"]);
    expect(dispose).toHaveBeenCalledTimes(name === "suspend" ? 1 : 0);
    scheduler.advance(200);
    expect([full.unread, slow.state]).toEqual([1, name === "cancel" ? "cancelled" : "done"]);
    expect(scheduler.leftovers()).toEqual([]);
  });

  it.each([[error], ["a string"], [undefined], [null], [Object.freeze({ frozen: true })]])(
    "as the very value that was given (%p), with which a task that does not catch it fails",
    (value) => {
      const scheduler = new Scheduler();
      const failures: unknown[] = [];
      scheduler.on("error", (failure) => failures.push(failure));
      const { task, log } = doing(scheduler, () => tries(sleep(9)));
      const uncaught = scheduler.spawn(sleeps, 9);
      scheduler.advance(1);
      for (const each of [task, uncaught]) each.interrupt(value);
      scheduler.advance(1);
      expect([log, uncaught.state]).toEqual([[{ caught: value }], "failed"]);
      expect(failures.length === 1 && failures[0] === value).toBe(true);
    },
  );

  it("in its innermost frame; a finally on the way out may wait", () => {
    const scheduler = new Scheduler();
    const order: string[] = [];
    function* frame(depth: number): Generator<unknown, void> {
      try {
        yield* depth === 0 ? sleep(100) : call(frame, depth - 1);
      } finally {
        yield* sleep(1);
        order.push(`${String(depth)} at ${String(scheduler.now)}`);
      }
    }
    const { task, log } = doing(scheduler, () => tries(call(frame, 2)));
    scheduler.advance(1);
    task.interrupt(error);
    scheduler.advance(10);
    expect([log, order]).toEqual([[caught], ["0 at 2", "1 at 3", "2 at 4"]]);
  });

  it("in a shield, too, which holds cancellations back and nothing else", () => {
    const scheduler = new Scheduler();
    const { task, log } = doing(scheduler, () => tries(shield(() => sleeps(100))));
    scheduler.advance(1);
    task.interrupt(error);
    scheduler.advance(0);
    expect(log).toEqual([caught]);
  });

  it("in a finally that a normal end has entered, which is ordinary code", () => {
    const scheduler = new Scheduler();
    const { task, log } = doing(scheduler, function* () {
      try {
        // Nothing: the end comes at once.
      } finally {
        log.push(yield* tries(sleep(100)));
      }
      return "over";
    });
    scheduler.advance(1);
    task.interrupt(error);
    scheduler.advance(0);
    expect(log).toEqual([caught, "over"]);
  });

  it("by yield* interrupt, which is answered with whether the task hears it", () => {
    const scheduler = new Scheduler();
    const { task, log } = doing(scheduler, () => tries(sleep(100)));
    const asker = doing(
      scheduler,
      () => tries(interrupt(task, error)),
      () => tries(pass()),
      () => tries(interrupt(task, error)),
    );
    scheduler.run();
    expect([log, scheduler.now]).toEqual([[caught], 0]);
    expect(asker.log).toEqual([{ answer: true }, ok, { answer: false }]);
  });

  it("and ends no more than that wait: the next time the same thing is waited for in full", () => {
    const { scheduler, slow } = newWorld();
    const { task, log } = doing(
      scheduler,
      () => tries(join(slow)),
      () => tries(join(slow)),
    );
    scheduler.advance(5);
    task.interrupt(error);
    scheduler.advance(74);
    expect(log).toEqual([caught]);
    scheduler.advance(1);
    expect(log).toEqual([caught, ok]);
  });
});
