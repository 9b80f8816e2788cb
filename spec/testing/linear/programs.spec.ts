import { Channel, Mutex, pass, Scheduler, Semaphore, sleep, timeout } from "rondo";
import { History, linearizable, LinearizabilityError, type Model } from "rondo/testing";
import { isLinearizable } from "./helpers.js";
import { Counter, Queue } from "./models.js";

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

/** The verdicts on a program under a hundred shuffled orders. */
function verdicts(program: (scheduler: Scheduler) => History, model: Model): Set<boolean> {
  const verdictOf = (seed: number): boolean => {
    const scheduler = new Scheduler({ order: "shuffled", seed });
    const history = program(scheduler);
    scheduler.run();
    expect(history.operations.length).toBeGreaterThan(5);
    return isLinearizable(history, model);
  };
  return new Set(SEEDS.map(verdictOf));
}

class RacyCounter {
  private count = 0;

  *increment(): Generator<unknown, number, unknown> {
    const { count } = this;
    yield* pass();
    this.count = count + 1;
    return this.count;
  }

  read(): number {
    return this.count;
  }
}

class GuardedCounter extends RacyCounter {
  private readonly mutex = new Mutex();

  override *increment(): Generator<unknown, number, unknown> {
    using _guard = yield* this.mutex.lock();
    return yield* super.increment();
  }
}

function countTo(scheduler: Scheduler, made: RacyCounter): History {
  const history = new History();
  const counter = history.record(made);
  for (let i = 0; i < 3; i++) {
    scheduler.spawn(function* worker() {
      yield* counter.increment();
      counter.read();
      yield* counter.increment();
    });
  }
  return history;
}

describe("a counter that reads, waits and writes", () => {
  it("is caught under some order, and is never caught with a lock around it", () => {
    expect(verdicts((scheduler) => countTo(scheduler, new RacyCounter()), Counter)).toContain(false);
    expect(verdicts((scheduler) => countTo(scheduler, new GuardedCounter()), Counter)).toEqual(new Set([true]));
  });

  it("has counterexamples of few operations", () => {
    const sizes = SEEDS.flatMap((seed) => {
      const scheduler = new Scheduler({ order: "shuffled", seed });
      const history = countTo(scheduler, new RacyCounter());
      scheduler.run();
      try {
        linearizable(history, Counter);
        return [];
      } catch (error) {
        return error instanceof LinearizabilityError ? [error.operations.length] : [NaN];
      }
    });
    expect(sizes.length).toBeGreaterThan(50);
    expect(Math.min(...sizes)).toBe(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
  });
});

class RacyQueue {
  private readonly items: number[] = [];

  *push(item: number): Generator<unknown, void, unknown> {
    const at = this.items.length;
    yield* pass();
    this.items[at] = item;
  }

  pop(): number | undefined {
    return this.items.shift();
  }
}

class GuardedQueue extends RacyQueue {
  private readonly permit = new Semaphore(1);

  override *push(item: number): Generator<unknown, void, unknown> {
    using _permit = yield* this.permit.acquire();
    yield* super.push(item);
  }
}

/** Pops wait for the lock, too: a shift between the two halves of a push would move what it looked up. */
class LockedQueue {
  private readonly items = new RacyQueue();
  private readonly mutex = new Mutex();

  *push(item: number): Generator<unknown, void, unknown> {
    using _guard = yield* this.mutex.lock();
    yield* this.items.push(item);
  }

  *pop(): Generator<unknown, number | undefined, unknown> {
    using _guard = yield* this.mutex.lock();
    return this.items.pop();
  }
}

interface AnyQueue {
  push(item: number): Generator<unknown, void, unknown>;
  pop(): unknown;
}

function pushAndPop(scheduler: Scheduler, made: AnyQueue): History {
  const history = new History();
  const queue = history.record(made);
  for (let i = 0; i < 3; i++) {
    scheduler.spawn(function* worker() {
      yield* queue.push(2 * i);
      yield* pass();
      yield queue.pop();
      yield* queue.push(2 * i + 1);
      yield* pass();
      yield queue.pop();
    });
  }
  return history;
}

describe("a queue that looks up its end, waits and writes there", () => {
  it("is caught under some order, with half a lock, too, and never with a whole one", () => {
    expect(verdicts((scheduler) => pushAndPop(scheduler, new RacyQueue()), Queue)).toContain(false);
    expect(verdicts((scheduler) => pushAndPop(scheduler, new GuardedQueue()), Queue)).toContain(false);
    expect(verdicts((scheduler) => pushAndPop(scheduler, new LockedQueue()), Queue)).toEqual(new Set([true]));
  });
});

/** A channel with room for two, as its users see it: what cannot happen now throws. */
class TwoSlots {
  private readonly items: unknown[] = [];

  send(item: unknown): void {
    if (this.items.length === 2) throw new Error("full");
    this.items.push(item);
  }

  receive(): unknown {
    if (this.items.length === 0) throw new Error("empty");
    return this.items.shift();
  }

  trySend(item: unknown): boolean {
    return this.items.length < 2 && this.items.push(item) > 0;
  }
}

describe("Rondo's own channel", () => {
  it("is a queue with so much room, also where senders and receivers are cancelled", () => {
    const program = (scheduler: Scheduler): History => {
      const history = new History();
      const channel = history.record(new Channel<number>(2));
      for (let i = 0; i < 3; i++) {
        scheduler.spawn(function* sender() {
          for (const n of [1, 2, 3])
            yield* timeout(n, () => channelSend(channel, 10 * i + n), { else: () => undefined });
          channel.trySend(10 * i);
        });
        scheduler.spawn(function* receiver() {
          for (let n = 0; n < 3; n++) {
            yield* timeout(2, () => channelReceive(channel), { else: () => undefined });
            yield* sleep(1);
          }
        });
      }
      return history;
    };
    expect(verdicts(program, TwoSlots)).toEqual(new Set([true]));
  });
});

function* channelSend(channel: Channel<number>, n: number): Generator<unknown, void, unknown> {
  yield* channel.send(n);
}

function* channelReceive(channel: Channel<number>): Generator<unknown, void, unknown> {
  yield* channel.receive();
}
