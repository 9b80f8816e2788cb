import { EventEmitter } from "eventemitter3";
import fc from "fast-check";
import { each, emissions, on, pass, Scheduler, select, sleep, spawn, toPromise, wait } from "rondo";
import { record } from "../support/record.js";

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** An outside world: thenables that are answered by hand, oldest first, and an emitter. */
class World {
  readonly emitter = new EventEmitter();
  private readonly asked: Asked[] = [];

  ask<T>(): PromiseLike<T> {
    const then = (resolve: Asked["resolve"], reject: Asked["reject"]): void =>
      void this.asked.push({ resolve, reject });
    return { then } as PromiseLike<T>;
  }

  answer(verb: keyof Asked, value: unknown): void {
    this.asked.shift()?.[verb](value);
  }
}

/** Waits for the world in every way there is. */
function* waits(world: World, log: unknown[]): Generator<unknown, void> {
  const events = yield* on(world.emitter, "event", { capacity: 2, overflow: "drop-oldest" });
  const items = { [Symbol.asyncIterator]: () => ({ next: () => world.ask() as Promise<IteratorResult<unknown>> }) };
  for (;;) {
    try {
      log.push(yield* wait(world.ask()));
      const child = yield* spawn(() => one(wait(world.ask())));
      log.push(yield* select({ event: events.next(), child, answer: wait(world.ask()), late: sleep(3) }));
      yield* each(items, function* (item) {
        log.push(item);
        yield* pass();
      });
    } catch (error) {
      log.push(error);
    }
  }
}

function* one(syscall: Iterable<unknown, unknown, unknown>): Generator<unknown, unknown> {
  return yield* syscall;
}

type Act = readonly ["resolve" | "reject" | "item" | "emit" | "advance", number];

/** Does to the world, and to the scheduler, what is asked for; what is heard of it is the answer. */
function course(acts: readonly Act[]): unknown[] {
  const [world, scheduler, log] = [new World(), new Scheduler(), [] as unknown[]];
  const lines = record(scheduler);
  scheduler.on("error", (error) => log.push(error));
  scheduler.spawn(waits, world, log);
  for (const [act, n] of acts) {
    if (act === "advance") scheduler.advance(n);
    else if (act === "emit") world.emitter.emit("event", n);
    else if (act === "item") world.answer("resolve", { done: n === 0, value: n });
    else world.answer(act, n);
  }
  scheduler.close();
  return [lines, log];
}

describe("T6 What comes from outside", () => {
  it("gives the same events, where the same comes at the same points", () => {
    const act = fc.tuple(fc.constantFrom<Act[0]>("resolve", "reject", "item", "emit", "advance"), fc.nat(4));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        expect(course(acts)).toEqual(course(acts));
      }),
    );
  });

  it("is outside input, in words: a settled promise and an event; what settles too late is none", () => {
    const [world, scheduler] = [new World(), new Scheduler()];
    const lines = record(scheduler);
    const task = scheduler.spawn(function* worker() {
      const events = yield* on(world.emitter, "event", { capacity: 1, overflow: "drop-newest" });
      yield* wait(world.ask());
      try {
        yield* wait(world.ask());
      } catch {
        yield* wait(world.ask());
      }
      events.close();
    });
    scheduler.advance(0);
    world.answer("resolve", 1);
    scheduler.advance(0);
    world.answer("reject", 2);
    world.emitter.emit("event", { key: "a" });
    world.emitter.emit("event", 1, 2);
    scheduler.advance(0);
    task.cancel();
    world.answer("resolve", "too late");
    scheduler.advance(0);
    world.emitter.emit("event", "too late");
    expect(lines.filter((line) => line.includes(" input, "))).toEqual([
      "0 input, 1, 'spawn function worker'",
      "0 input, 2, 'resolve worker 1'",
      "0 input, 3, 'reject worker 1'",
      '0 input, 4, \'event "event" for worker 1: { key: "a" }\'',
      "0 input, 5, 'event \"event\" for worker 1: [1, 2]'",
      "0 input, 6, 'cancel worker 1'",
    ]);
  });

  it("is none where a turn brings it about", () => {
    const [world, scheduler] = [new World(), new Scheduler()];
    const lines = record(scheduler);
    scheduler.spawn(function* reads() {
      const events = yield* on(world.emitter, "event");
      yield* events.next();
      yield* wait(world.ask());
    });
    scheduler.spawn(function* tells() {
      yield* pass();
      world.emitter.emit("event");
      yield* pass();
      world.answer("resolve", 1);
    });
    scheduler.run();
    expect(lines.filter((line) => line.includes(" input, "))).toHaveLength(2);
  });

  it("is not what only looks: a promise of the end of a task, or its emissions", async () => {
    const [scheduler, plain] = [new Scheduler(), new Scheduler()];
    const program = function* counts(): Generator<unknown, string> {
      for (let i = 0; i < 3; i++) yield i;
      return "result";
    };
    const [lines, others] = [record(scheduler), record(plain)];
    const task = scheduler.spawn(program);
    const [end, seen] = [toPromise(task), emissions(task)];
    scheduler.run();
    plain.spawn(program);
    plain.run();
    expect([await end, [...seen], lines]).toEqual(["result", [0, 1, 2], others]);
  });
});
