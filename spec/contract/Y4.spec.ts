import { call, pass, Scheduler, self, sleep, spawn } from "rondo";
import { thrownBy } from "../support/thrown.js";

const DEEP = 10_000;

type Body = Generator<unknown, unknown, unknown>;

/** Runs one program to its end, and answers with what it returned. */
function resultOf(program: () => Body): unknown {
  const scheduler = new Scheduler();
  const task = scheduler.spawn(program);
  scheduler.run();
  return task.result;
}

function* add(a: number, b: number): Generator<unknown, number> {
  yield* sleep(a);
  return a + b;
}

/** The two ways of entering a frame. */
const ways: readonly (readonly [string, (program: () => Body) => Body])[] = [
  [
    "yield child()",
    function* (program) {
      return yield program();
    },
  ],
  [
    "yield* call(child)",
    function* (program) {
      return yield* call(program);
    },
  ],
];

describe.each(ways)("Y4 %s", (_, enter) => {
  /** Frames within frames, and `last` in the innermost one. */
  function nested(depth: number, last: () => Body, finallyAt?: (depth: number) => void): Body {
    return (function* () {
      try {
        return depth === 0 ? yield* last() : yield* enter(() => nested(depth - 1, last, finallyAt));
      } finally {
        finallyAt?.(depth);
      }
    })();
  }

  it("runs the child as a frame of this task, and is answered with what it returns", () => {
    const answer = resultOf(function* () {
      const me = self();
      const seen = yield* enter(function* () {
        yield* sleep(3);
        return [self() === me, yield* enter(() => add(1, 2))];
      });
      return [seen, yield* enter(function* () {})];
    });
    expect(answer).toEqual([[true, 3], undefined]);
  });

  it("throws the very error of the child at that yield, where it can be caught", () => {
    const error = new Error("no");
    const answer = resultOf(function* () {
      try {
        yield* enter(function* () {
          yield* pass();
          throw error;
        });
      } catch (caught) {
        return caught === error;
      }
      return "not reached";
    });
    expect(answer).toBe(true);
  });

  it("lets the child wait, emit and spawn as the task itself", () => {
    const scheduler = new Scheduler();
    const emissions: unknown[] = [];
    scheduler.on("emission", (value, task) => emissions.push(value, task.path));
    scheduler.spawn(function* main() {
      yield* enter(function* () {
        yield "inside";
        const child = yield* spawn(add, 1, 1);
        emissions.push(child.path, yield* child);
      });
    });
    scheduler.run();
    expect(emissions).toEqual(["inside", "main 1", "add 1.1 < main 1", 2]);
  });

  it("goes ten thousand frames deep and back, in one turn", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => nested(DEEP, () => answers("bottom")));
    expect([scheduler.step(), task.state, task.result]).toEqual([true, "done", "bottom"]);
  });

  it("waits at the bottom of ten thousand frames", () => {
    expect(resultOf(() => nested(DEEP, () => add(5, 6)))).toBe(11);
  });

  it("throws through ten thousand frames, whose finally blocks all run, from the inside out", () => {
    const error = new Error("deep");
    const order: number[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(() =>
      nested(
        DEEP,
        () => throws(error),
        (depth) => order.push(depth),
      ),
    );
    expect(thrownBy(() => scheduler.run())).toBe(error);
    expect(order).toEqual(Array.from({ length: DEEP + 1 }, (_, depth) => depth));
  });

  it("is cancelled in ten thousand frames, whose finally blocks all run, from the inside out", () => {
    const order: number[] = [];
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() =>
      nested(
        DEEP,
        () => add(100, 1),
        (depth) => order.push(depth),
      ),
    );
    scheduler.step();
    task.cancel();
    scheduler.run();
    expect([task.state, scheduler.now]).toEqual(["cancelled", 0]);
    expect(order).toEqual(Array.from({ length: DEEP + 1 }, (_, depth) => depth));
  });

  it("resumes the innermost frame alone, however deep it is", () => {
    const resumed = new Map<number, number>();
    const counted = (depth: number, body: Body): Body => {
      const { next } = body;
      return Object.assign(body, {
        next: (value: unknown) => {
          resumed.set(depth, (resumed.get(depth) ?? 0) + 1);
          return next.call(body, value);
        },
      });
    };
    const deep = (depth: number): Body => counted(depth, depth === 0 ? passes(50) : enter(() => deep(depth - 1)));
    resultOf(() => deep(100));
    expect([resumed.get(0), resumed.get(1), resumed.get(50), resumed.get(99)]).toEqual([51, 2, 2, 2]);
  });
});

function* answers(value: unknown): Body {
  return value;
}

function* throws(error: unknown): Generator<unknown, never> {
  throw error;
}

function* passes(turns: number): Generator<unknown, void> {
  for (let i = 0; i < turns; i++) yield* pass();
}
