import { ensure, pass, receive, Scheduler, self, shield, sleep, spawn, spawnWith } from "rondo";

function* receives(): Generator<unknown, void> {
  yield* receive();
}

function* family(): Generator<unknown, void> {
  yield* spawnWith({ name: "first" }, receives);
  yield* spawnWith({ name: "second", daemon: true }, function* () {
    yield* spawn(receives);
    yield* pass();
  });
  yield* sleep(50);
}

function running(): Scheduler {
  const scheduler = new Scheduler();
  scheduler.spawn(family);
  scheduler.spawnWith({ daemon: true, name: "clock" }, () => sleeps(7));
  scheduler.advance(1);
  return scheduler;
}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}

describe("scheduler.tree()", () => {
  it("shows all tasks that have not ended, below their parents, and what each waits for", () => {
    const scheduler = running();
    scheduler.spawn(receives);
    expect(scheduler.tree().split("\n")).toEqual([
      "family 1: waits for sleep(50)",
      "  first 1.1: waits for receive()",
      "  second 1.2: waits for its children to end, a daemon",
      "    receives 1.2.1: waits for receive()",
      "clock 2: waits for sleep(7), a daemon",
      "receives 3: ready",
    ]);
  });

  it("shows the running task, seen from its own turn", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* main() {
      yield* spawn(receives);
      return scheduler.tree();
    });
    scheduler.run({ until: 1 });
    expect(task.state).toBe("waiting");
    expect(scheduler.tree()).toBe("main 1: waits for its children to end\n  receives 1.1: waits for receive()");
  });

  it("is empty where there are no tasks", () => {
    expect(new Scheduler().tree()).toBe("");
  });
});

describe("scheduler.tasks()", () => {
  it("lists parents before their children, oldest first, also those of inner scopes", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      for (let i = 0; i < 12; i++) yield* spawn(receives);
      yield* shield(function* () {
        yield* spawn(receives);
      });
    });
    scheduler.spawn(receives);
    scheduler.advance(1);
    const ids = scheduler.tasks().map((task) => task.id);
    expect(ids).toEqual(["1", ...Array.from({ length: 13 }, (_, i) => `1.${String(i + 1)}`), "2"]);
  });

  it("gives an array of its own, and forgets tasks that have ended", () => {
    const scheduler = running();
    scheduler.tasks().pop();
    expect(scheduler.tasks()).toHaveLength(5);
    scheduler.close();
    expect(scheduler.tasks()).toEqual([]);
  });
});

describe("scheduler.leftovers()", () => {
  it("names tasks, unread mail and timers that are left", () => {
    const scheduler = running();
    scheduler.tasks()[0]!.send("unread");
    scheduler.tasks()[0]!.send("unread, too");
    expect(scheduler.leftovers()).toEqual([
      "task family 1: waits for sleep(50)",
      "task first 1.1 < family 1: waits for receive()",
      "task second 1.2 < family 1: waits for its children to end, a daemon",
      "task receives 1.2.1 < second 1.2 < family 1: waits for receive()",
      "task clock 2: waits for sleep(7), a daemon",
      "mailbox of family 1: 2 unread",
      "timer at 7 of clock 2",
      "timer at 50 of family 1",
    ]);
  });

  it("is empty after a run to the end, and after close", () => {
    const [run, closed] = [new Scheduler(), running()];
    run.spawn(() => sleeps(3));
    run.run();
    closed.close();
    expect([run.leftovers(), closed.leftovers()]).toEqual([[], []]);
  });
});

describe("scheduler.idle and scheduler.nextWakeTime", () => {
  it("say whether a task is ready, and when the earliest timer is due", () => {
    const scheduler = new Scheduler();
    const seen = [[scheduler.idle, scheduler.nextWakeTime]];
    scheduler.spawn(function* () {
      seen.push([scheduler.idle, scheduler.nextWakeTime]);
      yield* sleep(5);
    });
    seen.push([scheduler.idle, scheduler.nextWakeTime]);
    scheduler.step();
    seen.push([scheduler.idle, scheduler.nextWakeTime]);
    scheduler.run();
    seen.push([scheduler.idle, scheduler.nextWakeTime]);
    expect(seen).toEqual([
      [true, undefined],
      [false, undefined],
      [false, undefined],
      [true, 5],
      [true, undefined],
    ]);
  });
});

describe("a task, seen from outside", () => {
  it("shows what it is, does and came to", () => {
    const scheduler = new Scheduler();
    const [good, bad] = [
      scheduler.spawn(function* good() {
        yield* ensure(
          () => sleeps(1),
          () => {},
        );
        return self().state;
      }),
      scheduler.spawn(function* bad() {
        yield* pass();
        throw new RangeError("no");
      }),
    ];
    scheduler.on("error", () => {});
    const look = (): unknown[] =>
      [good, bad].map((task) => [task.state, task.waitingFor, task.result, task.error, task.done]);
    const before = look();
    scheduler.run({ until: 0.5 });
    const between = look();
    scheduler.run();
    const ready = ["ready", undefined, undefined, undefined, false];
    expect([before, between, look()]).toEqual([
      [ready, ready],
      [
        ["waiting", "sleep(1)", undefined, undefined, false],
        ["failed", undefined, undefined, bad.error, true],
      ],
      [
        ["done", undefined, "running", undefined, true],
        ["failed", undefined, undefined, bad.error, true],
      ],
    ]);
    expect([good.name, good.id, good.path, good.parent]).toEqual(["good", "1", "good 1", undefined]);
  });

  it("is told in its end event with the state in which it ended", () => {
    const scheduler = new Scheduler();
    const states: string[] = [];
    scheduler.on("error", () => {});
    scheduler.on("end", (task) => states.push(`${task.name} ${task.state} ${String(task.done)}`));
    scheduler.spawn(function* good() {});
    scheduler.spawn(function* bad() {
      throw new Error("no");
    });
    scheduler.spawn(function* gone() {}).cancel();
    scheduler.run();
    expect(states).toEqual(["good done true", "bad failed true", "gone cancelled true"]);
  });
});
