import {
  call,
  cancel,
  CleanupError,
  emit,
  ensure,
  interrupt,
  join,
  pass,
  receive,
  Scheduler,
  self,
  send,
  shield,
  sleep,
  sleepUntil,
  spawn,
  spawnWith,
  suspend,
  use,
  type Syscall,
  type Task,
} from "rondo";
import { record, recordEvents } from "../support/record.js";

function* seven(): Generator<unknown, number> {
  yield* pass();
  return 7;
}
function* fails(): Generator<unknown, never> {
  yield* pass();
  throw new RangeError("no");
}

/** A syscall of each kind; `other` is a task that receives. The second is what it says of itself. */
const kinds: readonly (readonly [(other: Task) => Syscall<unknown>, string])[] = [
  [() => pass(), "pass()"],
  [() => sleep(2.5), "sleep(2.5)"],
  [() => sleepUntil(4), "sleepUntil(4)"],
  [() => emit({ a: 1 }), "emit({ a: 1 })"],
  [(other) => send(other, "hi"), 'send(other 2, "hi")'],
  [() => receive(), "receive()"],
  [() => receive({ timeout: 3 }), "receive({ timeout: 3 })"],
  [() => receive({ match: (m) => m === "b" }), "receive({ match })"],
  [() => receive({ match: () => false, timeout: 3 }), "receive({ match, timeout: 3 })"],
  [() => spawn(seven), "spawn(seven)"],
  [() => spawnWith({ name: "kid", supervised: true }, fails), "spawn(kid)"],
  [(other) => join(other), "join(other 2)"],
  [(other) => cancel(other), "cancel(other 2)"],
  [(other) => interrupt(other, new Error("up")), "interrupt(other 2, Error: up)"],
  [
    () =>
      suspend(function later(resolve) {
        resolve(1);
      }),
    "suspend(later)",
  ],
  [() => call(seven), "call(seven)"],
  [() => call(fails), "call(fails)"],
  [() => ensure(seven, () => {}), "ensure(seven)"],
  [() => shield(seven), "shield(seven)"],
  [() => use(seven, () => {}), "use(seven)"],
];

/** All that happens when a task takes a step in one of the two ways, and what the step answers or throws. */
function happens(make: (other: Task) => Syscall<unknown>, way: "yield" | "yield*"): unknown[] {
  const scheduler = new Scheduler();
  const lines = [record(scheduler), recordEvents(scheduler, "emission", "end", "unread", "error")];
  const task = scheduler.spawn(function* () {
    for (const message of ["a", "b"]) self().send(message);
    const step = make(other);
    try {
      const answer = way === "yield" ? yield step : yield* step;
      return { answer: String(answer) };
    } catch (error) {
      return { error: String(error) };
    }
  });
  const other = scheduler.spawn(function* other() {
    yield* receive({ timeout: 50 });
  });
  scheduler.advance(100);
  expect(task.done).toBe(true);
  return [...lines, task.result];
}

describe("Y2 A syscall", () => {
  it.each(kinds)("does the same by yield and by yield* (%#: %s)", (make) => {
    expect(happens(make, "yield")).toEqual(happens(make, "yield*"));
  });

  it.each(kinds)("says in words what it is (%#)", (make, words) => {
    const scheduler = new Scheduler();
    scheduler.spawn(seven);
    const other = scheduler.spawn(function* other() {});
    expect(String(make(other))).toBe(words);
  });

  it("may be kept and yielded again, with the same effect", () => {
    const scheduler = new Scheduler();
    const nap = sleep(10);
    const say = emit("hello");
    const heard = recordEvents(scheduler, "emission");
    const task = scheduler.spawn(function* twice() {
      for (let i = 0; i < 2; i++) {
        yield* nap;
        yield nap;
        yield* say;
      }
    });
    scheduler.run();
    expect([scheduler.now, heard, task.state]).toEqual([
      40,
      ["20 emission, 'hello', twice 1", "40 emission, 'hello', twice 1"],
      "done",
    ]);
  });

  it("may be waited for by many tasks of many schedulers at the same time", () => {
    const shared = { nap: sleep(5), child: spawn(seven), mail: receive(), body: call(seven) };
    const schedulers = [new Scheduler(), new Scheduler({ startTime: 100 })];
    const tasks = schedulers.flatMap((scheduler) =>
      [1, 2, 3].map(() =>
        scheduler.spawn(function* () {
          const child = yield* shared.child;
          yield* shared.nap;
          self().send(self().id);
          return [yield* shared.mail, yield* shared.body, yield* child, child.parent === self()];
        }),
      ),
    );
    for (let i = 0; i < 40; i++) schedulers[i % 2]!.step();
    for (const scheduler of schedulers) scheduler.run();
    expect(tasks.map((task) => task.result)).toEqual(["1", "2", "3", "1", "2", "3"].map((id) => [id, 7, 7, true]));
    expect(schedulers.map((scheduler) => scheduler.now)).toEqual([5, 105]);
  });

  it("does nothing until it is yielded, and nothing to one that is made and dropped", () => {
    const begun = jest.fn();
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      sleep(5);
      emit("never");
      spawn(() => begun() as never);
      suspend(begun);
      yield;
    });
    const heard = recordEvents(scheduler, "emission", "spawn");
    scheduler.run();
    expect([begun.mock.calls, heard, scheduler.now, task.state]).toEqual([[], [], 0, "done"]);
  });

  it("does not change with the objects that it was made of", () => {
    const scheduler = new Scheduler();
    const options = { timeout: 5, match: (message: unknown) => message === "yes" };
    const about = { name: "kid", daemon: false };
    const wait = receive(options);
    const birth = spawnWith(about, seven);
    Object.assign(options, { timeout: 50, match: () => true });
    Object.assign(about, { name: "other", daemon: true });
    const task = scheduler.spawn(function* () {
      self().send("no");
      const child = yield* birth;
      self().send(yield* child);
      try {
        yield* wait;
      } catch {
        return [child.name, self().unread];
      }
      return "not reached";
    });
    scheduler.run();
    expect([task.result, scheduler.now, String(wait), String(birth)]).toEqual([
      ["kid", 2],
      5,
      "receive({ match, timeout: 5 })",
      "spawn(kid)",
    ]);
  });

  it("by yield* alone may wait in a finally that a cancellation entered", () => {
    const log: unknown[] = [];
    const scheduler = new Scheduler();
    function* tidies(way: "yield" | "yield*"): Generator<unknown, void, unknown> {
      try {
        yield* sleep(100);
      } finally {
        if (way === "yield*") yield* sleep(3);
        else yield sleep(3);
        log.push(`${way} waited`);
      }
    }
    scheduler.on("error", (error) => log.push(error));
    const tasks = [scheduler.spawn(tidies, "yield*"), scheduler.spawn(tidies, "yield")];
    scheduler.step();
    scheduler.step();
    for (const task of tasks) task.cancel();
    scheduler.run();
    expect([log, tasks.map((task) => task.state)]).toEqual([
      [expect.any(CleanupError), "yield* waited"],
      ["cancelled", "failed"],
    ]);
  });
});
