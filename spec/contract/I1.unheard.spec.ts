import { call, ensure, interrupt, Scheduler, sleep, spawn, type Task } from "rondo";

describe("I1 interrupt answers false and does nothing", () => {
  it.each<readonly [string, (scheduler: Scheduler) => Task]>([
    ["is done", (scheduler) => scheduler.spawn(nothing)],
    ["has failed", (scheduler) => scheduler.spawn(fails)],
    ["was cancelled", (scheduler) => cancelled(scheduler.spawn(nothing))],
    ["is unwinding, and waits in a finally", (scheduler) => cancelledIn(scheduler, () => waitsInFinally())],
    ["is unwinding, and waits in a cleanup", (scheduler) => cancelledIn(scheduler, () => ensuring())],
    ["is unwinding, and waits for a child to be gone", (scheduler) => cancelledIn(scheduler, withChild)],
    ["is failing with a child, and waits in a finally", (scheduler) => scheduler.spawn(() => failing())],
    ["has ended its body, and waits for its children", (scheduler) => scheduler.spawn(withChild)],
  ])("for a task that %s", (_, make) => {
    const scheduler = new Scheduler();
    scheduler.on("error", () => {});
    const task = make(scheduler);
    scheduler.advance(2);
    const [before, now] = [task.state, task.waitingFor];
    const asker = scheduler.spawn(function* () {
      return [task.interrupt("up"), yield* interrupt(task, "up")];
    });
    scheduler.step();
    scheduler.step();
    expect([asker.result, task.state, task.waitingFor]).toEqual([[false, false], before, now]);
    scheduler.advance(100);
    expect([task.done, task.error === "up", scheduler.leftovers()]).toEqual([true, false, []]);
  });
});

function* nothing(): Generator<unknown, void> {}

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}

function* fails(): Generator<unknown, never> {
  throw new Error("no");
}

function cancelled(task: Task): Task {
  task.cancel();
  return task;
}

function cancelledIn(scheduler: Scheduler, program: () => Generator<unknown, void>): Task {
  const task = scheduler.spawn(program);
  scheduler.advance(1);
  return cancelled(task);
}

function* waitsInFinally(body: () => Generator<unknown, void> = () => sleeps(50)): Generator<unknown, void> {
  try {
    yield* call(body);
  } finally {
    yield* sleep(20);
  }
}

function* ensuring(): Generator<unknown, void> {
  yield* ensure(
    () => sleeps(50),
    () => sleeps(20),
  );
}

function* withChild(): Generator<unknown, void> {
  yield* spawn(waitsInFinally);
}

function* failing(): Generator<unknown, void> {
  yield* spawn(fails);
  yield* waitsInFinally();
}
