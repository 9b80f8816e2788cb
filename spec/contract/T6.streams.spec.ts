import fc from "fast-check";
import {
  interrupt,
  now,
  Observer,
  random,
  receive,
  Scheduler,
  self,
  send,
  shield,
  spawn,
  type SchedulerOptions,
  type Task,
} from "rondo";
import { interpret, newWorld, programs } from "../support/logged-programs.js";
import { errorOf, thrownBy } from "../support/thrown.js";

const anyOptions: fc.Arbitrary<SchedulerOptions> = fc.record({
  order: fc.constantFrom("round-robin", "priority", "shuffled"),
  seed: fc.nat(9),
});

/** Draws from the random stream of its task. */
function* draws(count: number): Generator<unknown, number[]> {
  const drawn: number[] = [];
  for (let i = 0; i < count; i++) {
    drawn.push(random());
    yield;
  }
  return drawn;
}

describe("T6 Each task has a random stream of its own", () => {
  /** What each task draws, by its id, where its parent draws `noise` numbers of its own. */
  function drawn(options: SchedulerOptions, noise = 0): Record<string, number[]> {
    const scheduler = new Scheduler(options);
    const tasks: Task<number[]>[] = [1, 2].map(() => scheduler.spawn(draws, 5));
    scheduler.spawn(function* () {
      for (let i = 0; i < noise; i++) random();
      for (let i = 0; i < 3; i++) tasks.push(yield* spawn(draws, 5));
    });
    scheduler.run();
    return Object.fromEntries(tasks.map((task) => [task.id, task.result!]));
  }

  it("which follows from the seed and its id, whatever the order and whatever others draw", () => {
    fc.assert(
      fc.property(anyOptions, fc.nat(5), (options, noise) => {
        expect(drawn(options, noise)).toEqual(drawn({ seed: options.seed! }));
      }),
    );
  });

  it("and stays the same from one release to the next", () => {
    expect([drawn({})["1"]![0], drawn({ seed: 7 })["3.2"]![0]]).toEqual([0.09209700483248728, 0.21657656813983206]);
  });

  it("and no number of it is in the stream of another task, or of another seed", () => {
    const numbers = Array.from({ length: 20 }, (_, seed) => Object.values(drawn({ seed }))).flat(2);
    expect(numbers.length).toBe(20 * 5 * 5);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  });

  it.each([
    ["now", now],
    ["random", random],
    ["self", self],
  ])("%s() outside of any turn is an error that says so", (name, ask) => {
    const error = errorOf(ask);
    expect([error.name, error.message]).toEqual([
      "RondoError",
      expect.stringMatching(`^${name}\\(\\) .*outside of any turn\\. \\S+`),
    ]);
  });
});

describe("T6 The id of a task", () => {
  it("is its place among the children of its parent, the same under every schedule", () => {
    fc.assert(
      fc.property(programs("pass", "sleep", "spawn", "emit"), anyOptions, (ops, options) => {
        const idsOf = (each: SchedulerOptions): string[] => {
          const scheduler = new Scheduler(each);
          const world = newWorld();
          scheduler.spawn(interpret, world, ops);
          scheduler.run();
          return world.tasks.map((task) => task.id).sort();
        };
        expect(idsOf(options)).toEqual(idsOf({}));
      }),
    );
  });

  it("counts the children of a task over its whole life, and roots by themselves", () => {
    const scheduler = new Scheduler();
    const ids: string[] = [];
    function* parent(): Generator<unknown, void> {
      for (let i = 0; i < 2; i++) {
        yield* shield(function* () {
          const child = yield* spawn(draws, 0);
          ids.push((yield* spawn(draws, 0)).id, child.id);
        });
      }
    }
    scheduler.spawn(parent);
    scheduler.run();
    ids.push(scheduler.spawn(parent).id);
    expect(ids).toEqual(["1.2", "1.1", "1.4", "1.3", "2"]);
  });
});

describe("T6 Previews of values", () => {
  it("call no code of theirs, in events, in words for outside input, and in errors", () => {
    const called: PropertyKey[] = [];
    const handler = Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) => [trap, () => called.push(trap)]));
    const touchy = {
      get then() {
        return called.push("then");
      },
      toString: () => called.push("toString"),
      toJSON: () => called.push("toJSON"),
      [Symbol.toPrimitive]: () => called.push("toPrimitive"),
      proxy: new Proxy({}, handler),
    };
    const scheduler = new Scheduler();
    scheduler.observe(new Observer());
    const task = scheduler.spawn(function* () {
      yield* receive({ match: () => false });
    });
    scheduler.advance(0);
    task.send(touchy);
    task.send(new Proxy(touchy, handler));
    scheduler.spawn(function* () {
      yield* send(task, touchy);
      yield* interrupt(task, touchy);
    });
    const thrown = thrownBy(() => scheduler.run());
    expect(called).toEqual([]);
    expect(thrown === touchy).toBe(true);
  });
});
