import {
  cancel,
  emit,
  interrupt,
  join,
  pass,
  receive,
  Scheduler,
  self,
  send,
  sleep,
  spawn,
  suspend,
  type Program,
  type Task,
} from "rondo";

function* program(step: Iterable<unknown, unknown>): Generator<unknown, unknown> {
  return yield* step;
}

function* says(log: string[], name: string): Generator<unknown, void> {
  log.push(name);
}

/** What the caller does to the task that waits, and how that task waits. */
interface Case {
  readonly waits: Program;
  readonly caller: (target: Task) => Iterable<unknown, unknown>;
}

/**
 * The order in which three tasks have their next turns: a bystander that was ready before, the task that the caller
 * made ready, and the caller.
 */
function orderAfter({ waits, caller }: Case): string[] {
  const log: string[] = [];
  const scheduler = new Scheduler();
  const target = scheduler.spawnWith({ name: "target", mailbox: 1 }, function* () {
    try {
      yield* waits();
    } catch {
      // The order is the same for an answer and for an error.
    } finally {
      log.push("target");
    }
  });
  scheduler.advance(0);
  scheduler.spawn(function* () {
    yield* caller(target);
    log.push("caller");
  });
  scheduler.spawn(function* () {
    log.push("bystander");
    yield;
  });
  scheduler.advance(0);
  return log;
}

/** What a plain call in a turn makes ready enters before the task whose turn it is. */
const plainly = (act: (target: Task) => unknown): Case["caller"] =>
  function* (target) {
    act(target);
    yield* pass();
  };

function* receives(): Generator<unknown, void> {
  yield* receive();
}

describe("T4 A task made ready by a syscall enters before the caller re-enters", () => {
  const expected = ["bystander", "target", "caller"];

  it.each<readonly [string, Case]>([
    ["send to a task that receives", { waits: receives, caller: (target) => send(target, 1) }],
    ["interrupt of a task that sleeps", { waits: () => program(sleep(9)), caller: (target) => interrupt(target, 1) }],
    ["cancel of a task that sleeps", { waits: () => program(sleep(9)), caller: (target) => cancel(target) }],
  ])("%s", (_, each) => {
    expect(orderAfter(each)).toEqual(expected);
  });

  it.each<readonly [string, Case]>([
    ["task.send", { waits: receives, caller: plainly((target) => target.send(1)) }],
    ["task.interrupt", { waits: receives, caller: plainly((target) => target.interrupt(1)) }],
    ["task.cancel", { waits: receives, caller: plainly((target) => target.cancel()) }],
  ])("%s, a plain call, enters it before the task whose turn it is", (_, each) => {
    expect(orderAfter(each)).toEqual(expected);
  });

  it("a child, once it is spawned", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      yield* spawn(says, log, "child");
      log.push("caller");
    });
    scheduler.spawn(says, log, "bystander");
    scheduler.run();
    expect(log).toEqual(["bystander", "child", "caller"]);
  });

  it("the answer of a suspended task, settled in a turn of another task", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    let settle = (): void => {};
    scheduler.spawn(function* () {
      yield* suspend((resolve) => void (settle = () => resolve(undefined)));
      log.push("target");
    });
    scheduler.spawn(function* () {
      settle();
      yield;
      log.push("caller");
    });
    scheduler.spawn(says, log, "bystander");
    scheduler.run();
    expect(log).toEqual(["bystander", "target", "caller"]);
  });

  it.each([
    ["receive", () => receive()],
    ["receive of one that matches", () => receive({ match: () => true })],
    ["emit", () => emit("out")],
    ["a yielded value", () => ["out"]],
  ])("the sender that waited for room, once %s takes a message", (_, take) => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const receiver = scheduler.spawnWith({ mailbox: 1 }, function* () {
      yield* pass();
      yield* take();
      log.push("caller");
    });
    receiver.send("first");
    scheduler.spawn(function* () {
      yield* send(receiver, "second");
      log.push("target");
    });
    scheduler.step();
    scheduler.step();
    scheduler.spawn(says, log, "bystander");
    scheduler.advance(0);
    expect(log).toEqual(["bystander", "target", "caller"]);
  });

  it("all that one turn makes ready, in the order in which it does", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const targets = ["a", "b", "c"].map((name) =>
      scheduler.spawnWith({ name }, function* () {
        yield* receive();
        log.push(self().name);
      }),
    );
    scheduler.advance(0);
    scheduler.spawn(function* () {
      for (const target of [...targets].reverse()) target.send(1);
      yield* pass();
      log.push("caller");
    });
    scheduler.run();
    expect(log).toEqual(["c", "b", "a", "caller"]);
  });

  it("the joiners of a task that ends, in the order in which they joined", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const ending = scheduler.spawn(function* () {
      yield* sleep(1);
    });
    for (const name of ["a", "b", "c"]) {
      scheduler.spawnWith({ name }, function* () {
        yield* join(ending);
        log.push(self().name);
      });
    }
    scheduler.run();
    expect(log).toEqual(["a", "b", "c"]);
  });
});
