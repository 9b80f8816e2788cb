import fc from "fast-check";
import { cancel, interrupt, join, now, random, receive, Scheduler, self, send, type SchedulerOptions } from "rondo";
import { interpret, newWorld, programs, type Op } from "../support/logged-programs.js";
import { withPoison } from "../support/poison.js";
import { record, recordEvents } from "../support/record.js";

const anyProgram = programs("pass", "sleep", "spawn", "call", "send", "receive", "emit", "cancel", "interrupt");
const anyOptions: fc.Arbitrary<SchedulerOptions> = fc.record({
  order: fc.constantFrom("round-robin", "priority", "shuffled"),
  seed: fc.nat(9),
  startTime: fc.constantFrom(0, -2.5, 1000),
});

type Drive = (scheduler: Scheduler) => unknown;
const advance: Drive = (scheduler) => scheduler.advance(100);

interface Prepared {
  readonly scheduler: Scheduler;
  readonly heard: string[][];
}

/** A program on a scheduler of its own, and all that is heard of it. */
function prepared(ops: readonly Op[], options: SchedulerOptions): Prepared {
  const scheduler = new Scheduler(options);
  const world = newWorld();
  const heard = [record(scheduler), recordEvents(scheduler, "emission", "spawn", "end", "unread"), world.log];
  scheduler.spawn(interpret, world, ops);
  return { scheduler, heard };
}

function heardOf(ops: readonly Op[], options: SchedulerOptions, drive: Drive = advance): string[][] {
  const { scheduler, heard } = prepared(ops, options);
  drive(scheduler);
  return heard;
}

const hosts: readonly (readonly [string, Drive])[] = [
  [
    "step by step",
    (scheduler) => {
      while (scheduler.step());
    },
  ],
  [
    "run({ until }), again and again",
    (scheduler) => {
      for (let i = 1; i <= 200; i++) scheduler.run({ until: scheduler.now + 0.5 });
    },
  ],
  [
    "advance, a frame at a time",
    (scheduler) => {
      for (let i = 0; i < 100; i++) scheduler.advance(1);
    },
  ],
];

describe("T6 The same program, options, seed and outside input give the same events", () => {
  it("in two runs, for each order and seed", () => {
    fc.assert(
      fc.property(anyProgram, anyOptions, (ops, options) => {
        expect(heardOf(ops, options)).toEqual(heardOf(ops, options));
      }),
    );
  });

  it.each(hosts)("driven by advance and %s", (_, drive) => {
    fc.assert(
      fc.property(anyProgram, anyOptions, (ops, options) => {
        expect(heardOf(ops, options, drive)).toEqual(heardOf(ops, options));
      }),
    );
  });

  it("driven by run and by runAsync in virtual time", async () => {
    await fc.assert(
      fc.asyncProperty(programs("pass", "sleep", "spawn", "call", "emit"), anyOptions, async (ops, options) => {
        const { scheduler, heard } = prepared(ops, options);
        await scheduler.runAsync({ time: "virtual", turnsPerSlice: 3 });
        expect(heard).toEqual(heardOf(ops, options, (other) => other.run()));
      }),
    );
  });

  it("with clocks, chance and the event loop poisoned", () => {
    fc.assert(
      fc.property(anyProgram, anyOptions, (ops, options) => {
        const poisoned = withPoison(() => heardOf(ops, options));
        expect(poisoned).toEqual(heardOf(ops, options));
      }),
    );
  });

  it("whether somebody observes it or not", () => {
    fc.assert(
      fc.property(anyProgram, anyOptions, (ops, options) => {
        const scheduler = new Scheduler(options);
        const world = newWorld();
        scheduler.spawn(interpret, world, ops);
        scheduler.advance(100);
        expect(world.log).toEqual(heardOf(ops, options)[2]);
      }),
    );
  });

  it("beside another scheduler, with their turns in any mixture", () => {
    fc.assert(
      fc.property(
        fc.tuple(anyProgram, anyProgram),
        anyOptions,
        fc.infiniteStream(fc.boolean()),
        (both, options, who) => {
          const [left, right] = both.map((ops) => prepared(ops, options)) as [Prepared, Prepared];
          for (let going = [left, right]; going.length > 0;) {
            const next = going[who.next().value === true ? 0 : going.length - 1]!;
            if (!next.scheduler.step()) going = going.filter((each) => each !== next);
          }
          expect([left.heard, right.heard]).toEqual(both.map((ops) => heardOf(ops, options)));
        },
      ),
    );
  });

  it("inside a turn of another scheduler, which hears nothing of it", () => {
    fc.assert(
      fc.property(anyProgram, anyOptions, (ops, options) => {
        const inner = prepared(ops, options);
        const outer = new Scheduler({ startTime: 5 });
        const task = outer.spawn(function* outside() {
          const before = [self().path, now(), random()];
          inner.scheduler.advance(100);
          return [before, [self().path, now(), random()]];
        });
        const lines = record(outer);
        outer.run();
        expect(inner.heard).toEqual(heardOf(ops, options));
        expect(task.result!.map((each) => each.slice(0, 2))).toEqual([
          ["outside 1", 5],
          ["outside 1", 5],
        ]);
        expect(lines.map((line) => line.split(",")[0])).toEqual(["5 turn", "5 ended", "5 turned"]);
      }),
    );
  });

  it("never mixes tasks of two schedulers: what reaches for one of another is refused at that yield", () => {
    const [mine, other] = [new Scheduler(), new Scheduler()];
    const target = other.spawn(function* target() {
      yield* receive();
    });
    other.advance(0);
    const before = record(other);
    const reaches = [send(target, 1), join(target), cancel(target), interrupt(target, 1)];
    const errors: unknown[] = [];
    mine.spawn(function* caller() {
      for (const reach of reaches) {
        try {
          yield* reach as Iterable<unknown, unknown>;
        } catch (error) {
          errors.push(error);
        }
      }
    });
    mine.run();
    expect(errors).toEqual(reaches.map(() => expect.any(TypeError) as unknown));
    for (const error of errors)
      expect(String(error)).toMatch(/target 1 belongs to another scheduler than caller 1\. \S+/);
    expect([before, target.state, other.idle]).toEqual([[], "waiting", true]);
  });
});
