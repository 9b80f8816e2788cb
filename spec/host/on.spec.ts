import { EventEmitter } from "node:events";
import {
  call,
  CleanupTimeoutError,
  on,
  pass,
  run,
  scope,
  select,
  sleep,
  spawn,
  suspend,
  type Program,
} from "../../lib/index.js";
import { waitsFor } from "../support/outside.js";
import { type Kind, node, eventemitter3, target, older } from "../support/emitters.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const kinds: readonly [string, () => Kind, (event: unknown) => unknown][] = [
  ["Node's EventEmitter", node, (event) => event],
  ["eventemitter3", eventemitter3, (event) => event],
  ["an EventTarget", target, (event) => (event as { detail: unknown }).detail],
  ["an emitter with on and removeListener", older, (event) => event],
];

describe.each(kinds)("on, with %s", (_, make, valueOf) => {
  it("answers with the events, in order, those that came before anybody asked included", () => {
    const { emitter, emit } = make();
    const heard = run(function* () {
      const events = yield* on<unknown>(emitter, "x");
      yield* spawn(function* () {
        for (const n of [3, 4]) {
          yield* sleep(1);
          emit("x", n);
        }
      });
      emit("x", 1);
      emit("x", 2);
      const all: unknown[] = [];
      while (all.length < 4) all.push(valueOf(yield* events.next()));
      return all;
    });
    expect(heard).toEqual([1, 2, 3, 4]);
  });

  it("hears other events as little as those before it was put on", () => {
    const { emitter, emit } = make();
    run(function* () {
      emit("x", 0);
      const events = yield* on(emitter, "x");
      if (make !== older) emit("y", 1);
      expect(events.size).toBe(0);
      emit("x", 2);
      expect(events.size).toBe(1);
    });
  });

  const ways: readonly [string, (kind: Kind) => Program, (watched: WatchedKernel) => void][] = [
    [
      "the end of the task",
      ({ emitter }) =>
        () =>
          waitsFor(on(emitter, "x")),
      () => {},
    ],
    [
      "an error",
      ({ emitter }) =>
        () =>
          thenThrows(on(emitter, "x")),
      () => {},
    ],
    [
      "a cancellation",
      ({ emitter }) =>
        () =>
          thenSleeps(on(emitter, "x")),
      ({ tasks }) => tasks[0]!.cancel(),
    ],
    [
      "an interrupt",
      ({ emitter }) =>
        () =>
          thenSleeps(on(emitter, "x")),
      ({ tasks }) => tasks[0]!.interrupt("up"),
    ],
    [
      "the end of the frame",
      ({ emitter }) =>
        () =>
          thenSleeps(call(() => waitsFor(on(emitter, "x")))),
      () => {},
    ],
    [
      "the end of the scope",
      ({ emitter }) =>
        () =>
          thenSleeps(scope(() => waitsFor(on(emitter, "x")))),
      () => {},
    ],
    [
      "close of the scheduler",
      ({ emitter }) =>
        () =>
          thenSleeps(on(emitter, "x")),
      (watched) => watched.close(),
    ],
    [
      "a cleanup that is given up",
      ({ emitter }) =>
        function* () {
          yield* on(emitter, "x");
          try {
            yield* sleep(100);
          } finally {
            yield* suspend(() => {});
          }
        },
      ({ tasks }) => tasks[0]!.cancel("now", { within: 5 }),
    ],
    [
      "a cleanup that is given up in a frame",
      ({ emitter }) =>
        function* () {
          yield* call(function* () {
            yield* on(emitter, "x");
            try {
              yield* sleep(100);
            } finally {
              yield* suspend(() => {});
            }
          });
        },
      ({ tasks }) => tasks[0]!.cancel("now", { within: 5 }),
    ],
  ];

  it.each(ways)("takes the listener off, once, on %s", (_way, program, end) => {
    const kind = make();
    const watched = new WatchedKernel();
    watched.spawn(program(kind));
    watched.step();
    expect(kind.listeners("x")).toBe(1);
    watched.step();
    end(watched);
    for (let turns = 0; turns < 50 && kind.listeners("x") > 0; turns++) watched.step();
    expect(kind.listeners("x")).toBe(0);
    watched.settle();
    watched.close();
    expect([kind.listeners("x"), watched.leftovers()]).toEqual([0, []]);
    const unexpected = watched.thrown.filter((error) => error !== "up" && !(error instanceof CleanupTimeoutError));
    expect(unexpected).toEqual([]);
  });
});

describe("what an event answers", () => {
  it("is its one argument, several in an array, and undefined for none", () => {
    const { emitter, emit } = node();
    const heard = run(function* () {
      const events = yield* on<unknown>(emitter, "x");
      emit("x", "one");
      emit("x", "two", 2);
      emit("x");
      emit("x", ["an array"]);
      return [yield* events.next(), yield* events.next(), yield* events.next(), yield* events.next()];
    });
    expect(heard).toEqual(["one", ["two", 2], undefined, ["an array"]]);
  });

  it("may be of an event whose name is a symbol", () => {
    const name = Symbol("private");
    const emitter = new EventEmitter();
    const heard = run(function* () {
      const events = yield* on(emitter, name);
      emitter.emit(name, 1);
      return [yield* events.next(), String(events.next())];
    });
    expect(heard).toEqual([1, "on(Symbol(private)).next()"]);
  });

  it("goes to the longest waiting of those who wait, and to one alone", () => {
    const { emitter, emit } = node();
    const log: unknown[] = [];
    run(function* () {
      const events = yield* on(emitter, "x");
      for (const name of ["a", "b", "c"]) {
        yield* spawn(function* () {
          log.push([name, yield* events.next()]);
        });
      }
      yield* sleep(1);
      for (let n = 1; n <= 3; n++) emit("x", n);
      expect(events.size).toBe(0);
    });
    expect(log).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
  });

  it("is kept for the next one where who waited was cancelled or interrupted", () => {
    const { emitter, emit } = node();
    const result = run(function* () {
      const events = yield* on(emitter, "x");
      const gone = yield* spawn(() => waitsFor(events.next()));
      yield* pass();
      gone.cancel();
      emit("x", 1);
      return yield* events.next();
    });
    expect(result).toBe(1);
  });

  it("takes one alternative of a select, and leaves nothing in the other", () => {
    const [a, b] = [node(), node()];
    const result = run(function* () {
      const [as, bs] = [yield* on(a.emitter, "x"), yield* on(b.emitter, "x")];
      const both = select({ a: as.next(), b: bs.next(), again: bs.next() });
      yield* spawn(function* () {
        yield* pass();
        b.emit("x", 1);
        a.emit("x", 2);
      });
      return [yield* both, yield* both, as.size + bs.size];
    });
    expect(result).toEqual([{ name: "b", value: 1 }, { name: "a", value: 2 }, 0]);
  });
});

function* thenSleeps(syscall: Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  yield* syscall;
  yield* sleep(100);
}

function* thenThrows(syscall: Iterable<unknown, unknown, unknown>): Generator<unknown, void> {
  yield* syscall;
  yield* pass();
  throw "up";
}
