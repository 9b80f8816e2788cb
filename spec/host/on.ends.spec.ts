import {
  call,
  on,
  OverflowError,
  pass,
  run,
  Scheduler,
  sleep,
  spawn,
  SubscriptionClosedError,
  type Subscription,
} from "../../lib/index.js";
import { waitsFor } from "../support/outside.js";
import { record } from "../support/record.js";
import { node } from "../support/emitters.js";
import { WatchedKernel } from "../support/watched-kernel.js";

describe("a subscription that has ended", () => {
  it("gives what it has kept, and then a SubscriptionClosedError", () => {
    const { emitter, emit } = node();
    const log: unknown[] = [];
    run(function* () {
      const events = yield* call(function* () {
        const inner = yield* on(emitter, "x");
        emit("x", 1);
        return inner;
      });
      emit("x", 2);
      log.push(yield* events.next());
      try {
        yield* events.next();
      } catch (error) {
        log.push(error instanceof SubscriptionClosedError, String(error));
      }
    });
    expect(log).toEqual([
      1,
      true,
      'SubscriptionClosedError: on("x") of anonymous 1 has ended: the frame or scope that held it is over, or it was closed. ' +
        "Subscribe where the events are read, or further out.",
    ]);
  });

  it("fails those who wait in it", () => {
    const { emitter } = node();
    const log: unknown[] = [];
    run(function* () {
      const events = yield* on(emitter, "x");
      yield* spawn(function* () {
        try {
          yield* events.next();
        } catch (error) {
          log.push(error);
        }
      });
      yield* pass();
      events.close();
      log.push("closed");
      yield* pass();
    });
    expect(log).toEqual(["closed", expect.any(SubscriptionClosedError)]);
  });

  it("by close, or at the end of a using block, holds nothing any more", () => {
    const { emitter, listeners } = node();
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      for (let i = 0; i < 1000; i++) {
        const events = yield* on(emitter, "x");
        const more = yield* on(emitter, "y");
        events.close();
        events.close();
        more[Symbol.dispose]();
      }
      const kept = yield* on(emitter, "x");
      const inner = yield* on(emitter, "y");
      kept.close();
      yield* sleep(1);
      inner.close();
      yield* sleep(1);
    });
    scheduler.advance(0);
    expect([listeners("x"), listeners("y")]).toEqual([0, 1]);
    expect(scheduler.leftovers()).toContain('listener on("y") of anonymous 1');
    scheduler.advance(1);
    expect(scheduler.leftovers()).not.toContain('listener on("y") of anonymous 1');
    scheduler.run();
    expect([listeners("x"), listeners("y"), scheduler.leftovers()]).toEqual([0, 0, []]);
  });

  it("closed from outside of any turn is outside input", () => {
    const { emitter } = node();
    const scheduler = new Scheduler();
    const lines = record(scheduler);
    let events: Subscription | undefined;
    const task = scheduler.spawn(function* reads() {
      events = yield* on(emitter, "x");
      yield* events.next();
    });
    scheduler.advance(0);
    events!.close();
    expect(lines).toContain("0 input, 2, 'close on(\"x\") of reads 1'");
    expect(() => scheduler.run()).toThrow(SubscriptionClosedError);
    expect(task.state).toBe("failed");
  });

  it("is no use to a task of another scheduler, open or not", () => {
    const { emitter } = node();
    const [mine, other] = [new Scheduler(), new Scheduler()];
    let events: Subscription | undefined;
    mine.spawn(function* owner() {
      events = yield* on(emitter, "x");
      yield* events.next();
    });
    mine.advance(0);
    other.spawn(function* thief() {
      yield* events!.next();
    });
    expect(() => other.run()).toThrow(
      'on("x").next(): the subscription is of owner 1, in another scheduler than thief 1. Subscribe in each of them.',
    );
    mine.close();
  });
});

describe("an emitter that behaves badly", () => {
  it.each([5, undefined, null, {}, { on() {} }, { addEventListener() {} }])("is refused at the call: %p", (emitter) => {
    expect(() => on(emitter as never, "x")).toThrow(TypeError);
    expect(() => on(emitter as never, "x")).toThrow(/takes no listeners\. It must have/);
  });

  it("and throws when the listener is put on: that is thrown at the yield, and nothing is held", () => {
    const emitter = {
      on() {
        throw new Error("not now");
      },
      off: jest.fn(),
    };
    const watched = new WatchedKernel();
    const task = watched.spawn(() => thenSleeps(on(emitter, "x")));
    watched.settle();
    expect([task.state, String(task.error), emitter.off.mock.calls.length]).toEqual(["failed", "Error: not now", 0]);
  });

  it("and throws when the listener is taken off: the scope fails with that", () => {
    const emitter = {
      on() {},
      off() {
        throw new Error("never");
      },
    };
    expect(() => run(() => waitsFor(on(emitter, "x")))).toThrow("never");
    expect(() =>
      run(function* () {
        (yield* on(emitter, "x")).close();
      }),
    ).toThrow("never");
  });

  it("and tells of events while the listener is put on: they are kept, and too many of them end it", () => {
    let off = 0;
    const eager = {
      on: (_event: string, listener: (n: number) => void) => [1, 2, 3].forEach((n) => listener(n)),
      off: () => off++,
    };
    const kept = run(function* () {
      const events = yield* on<number>(eager, "x");
      return [yield* events.next(), yield* events.next(), yield* events.next()];
    });
    expect([kept, off]).toEqual([[1, 2, 3], 1]);
    expect(() =>
      run(function* () {
        const events = yield* on(eager, "x", { capacity: 1 });
        expect(off).toBe(2);
        yield* events.next();
        yield* events.next();
      }),
    ).toThrow(OverflowError);
    expect(off).toBe(2);
  });

  it("and calls a listener that was taken off is not heard", () => {
    const all: ((value: unknown) => void)[] = [];
    const emitter = { on: (_event: string, listener: () => void) => all.push(listener), off: () => {} };
    run(function* () {
      const events = yield* on(emitter, "x");
      events.close();
      all[0]!(1);
      expect(events.size).toBe(0);
    });
  });
});

function* thenSleeps(syscall: Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  yield* syscall;
  yield* sleep(100);
}
