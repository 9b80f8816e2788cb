import fc from "fast-check";
import { CancelledError, cancel, pass, run, Scheduler, select, self, spawn, suspend } from "../../lib/index.js";
import { Outside, raise, waitingOn, waitsFor, type Waiting } from "../support/outside.js";
import { record } from "../support/record.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const [first, second] = [new Error("first"), new Error("second")];

describe("suspend", () => {
  it("begins at once, and is answered by whoever calls resolve, later", () => {
    const outside = new Outside();
    const { watched, log } = waitingOn(outside.wait());
    expect([outside.begun, outside.disposed, watched.kernel.outside.size]).toEqual([1, 0, 1]);
    outside.resolve("answer");
    expect([outside.disposed, watched.kernel.outside.size, log]).toEqual([1, 0, []]);
    watched.settle();
    expect(log).toEqual(["answer", "went on"]);
  });

  it("throws at the yield what reject is called with, whatever that is", () => {
    for (const reason of [first, "a string", undefined, Object.freeze({})]) {
      const outside = new Outside();
      const { watched, log } = waitingOn(outside.wait());
      outside.reject(reason);
      watched.settle();
      expect([log[0], outside.disposed]).toEqual([reason, 1]);
    }
  });

  it("takes the first answer alone", () => {
    const outside = new Outside();
    const { watched, log } = waitingOn(outside.wait());
    outside.resolve("first");
    outside.resolve("second");
    outside.reject(second);
    watched.settle();
    outside.reject(second);
    watched.settle();
    expect([log, outside.disposed, watched.thrown]).toEqual([["first", "went on"], 1, []]);
  });

  it("may be answered while it is begun: that is no outside input, and the disposer runs then", () => {
    const outside = new Outside();
    const { watched, log } = waitingOn(
      outside.wait(() => {
        outside.resolve("at once");
        outside.reject(first);
      }),
    );
    expect(outside.disposed).toBe(1);
    watched.settle();
    expect(log).toEqual(["at once", "went on"]);
    expect(watched.events.filter((line) => line.startsWith("input"))).toHaveLength(1);
    expect(run(() => waitsFor(suspend<number>((resolve) => resolve(5))))).toBe(5);
    expect(() => run(() => waitsFor(suspend((_resolve, reject) => reject(first))))).toThrow(first);
  });

  it("may be kept, and yielded again by any task", () => {
    let begun = 0;
    const wait = suspend<number>((resolve) => resolve(++begun));
    expect(
      run(function* () {
        const child = yield* spawn(() => waitsFor(wait));
        return [yield* wait, yield* wait, yield* child];
      }),
    ).toEqual([2, 3, 1]);
  });

  it("is refused without a function, and by name where start is async", () => {
    expect(() => suspend(5 as never)).toThrow("suspend: 5 is not a function.");
    const wait = suspend((async () => {}) as never);
    expect(() => run(() => waitsFor(wait))).toThrow(/^suspend: start returned Promise \{\}, which nothing waits for\./);
  });

  it("describes itself, and takes what is no function for no disposer", () => {
    const start = () => 5 as never;
    expect(String(suspend(start))).toBe("suspend(start)");
    const { watched, log } = waitingOn(suspend(start));
    watched.spawn(function* () {});
    watched.settle();
    expect([log, watched.thrown]).toEqual([[], []]);
  });
});

describe("an answer to suspend that is given in the turn of another task", () => {
  it("is no outside input, and that task goes on after the one that it woke (T4)", () => {
    const scheduler = new Scheduler();
    const lines = record(scheduler);
    const log: string[] = [];
    const outside = new Outside();
    scheduler.spawn(function* waits() {
      log.push(yield* outside.wait());
    });
    scheduler.spawn(function* answers() {
      outside.resolve("answer");
      log.push("answered");
      yield* pass();
      log.push("goes on");
    });
    scheduler.run();
    expect(log).toEqual(["answered", "answer", "goes on"]);
    expect(lines.filter((line) => line.includes("input"))).toHaveLength(2);
  });

  it("of another scheduler is outside input", () => {
    const [mine, other] = [new Scheduler(), new Scheduler()];
    const outside = new Outside();
    const task = mine.spawn(() => waitsFor(outside.wait()));
    mine.advance(0);
    const lines = record(mine);
    other.spawn(function* () {
      outside.resolve("from there");
    });
    other.run();
    expect(lines[0]).toMatch(/input, 2, 'resolve .* 1'$/);
    mine.run();
    expect(task.result).toBe("from there");
  });
});

describe("a wait of suspend that is withdrawn", () => {
  it.each<[string, (scene: Waiting) => void]>([
    ["cancelled", ({ task }) => task.cancel()],
    ["interrupted", ({ task }) => void task.interrupt(first)],
    ["cancelled with no time", ({ task }) => task.cancel("now", { within: 0 })],
    ["closed with its scheduler", ({ watched }) => watched.close()],
  ])("by being %s is disposed of once, and hears no answer any more", (_, end) => {
    const outside = new Outside();
    const scene = waitingOn(outside.wait());
    end(scene);
    expect([outside.disposed, scene.watched.kernel.outside.size]).toEqual([1, 0]);
    const inputs = scene.watched.events.filter((line) => line.startsWith("input")).length;
    outside.resolve("late");
    outside.reject(second);
    scene.watched.settle();
    expect([outside.disposed, scene.log.includes("late"), scene.log.includes(second)]).toEqual([1, false, false]);
    expect(scene.watched.events.filter((line) => line.startsWith("input"))).toHaveLength(inputs);
    expect(scene.watched.thrown).toEqual([]);
  });

  it("because it lost in a select is disposed of once", () => {
    const [winner, loser] = [new Outside(), new Outside()];
    const { watched, log } = waitingOn(select({ loser: loser.wait(), winner: winner.wait() }));
    expect(watched.kernel.outside.size).toBe(2);
    winner.resolve("won");
    loser.resolve("lost");
    watched.settle();
    expect(log).toEqual([{ name: "winner", value: "won" }, "went on"]);
    expect([winner.disposed, loser.disposed, watched.kernel.outside.size]).toEqual([1, 1, 0]);
  });

  it("while it is being begun is disposed of when it has begun", () => {
    const [winner, loser] = [new Outside(), new Outside()];
    const begins = loser.wait(() => winner.resolve("won"));
    const { watched, log } = waitingOn(select({ winner: winner.wait(), loser: begins }));
    watched.settle();
    expect([log, loser.disposed, watched.kernel.outside.size]).toEqual([
      [{ name: "winner", value: "won" }, "went on"],
      1,
      0,
    ]);
  });

  it("by a start that cancels its own task is disposed of, and nothing follows", () => {
    const outside = new Outside();
    const { watched, log, task } = waitingOn(outside.wait(() => self().cancel()));
    watched.settle();
    expect([log, task.state, outside.disposed]).toEqual([[], "cancelled", 1]);
  });
});

describe("suspend, whatever happens in whatever order", () => {
  const events = ["resolve", "reject", "cancel", "interrupt", "step", "throw next time"] as const;

  it("disposes of each wait that was begun exactly once, and leaves nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 12 }), fc.nat(2), (acts, waits) => {
        const watched = new WatchedKernel();
        const outside = new Outside();
        let throws = false;
        const task = watched.spawn(function* () {
          for (let i = 0; i <= waits; i++) {
            try {
              yield* outside.wait(undefined, () => (throws ? raise(first) : undefined));
            } catch {
              yield* pass();
            }
          }
        });
        for (const act of acts) {
          if (act === "step") watched.step();
          else if (act === "resolve") outside.resolve("value");
          else if (act === "reject") outside.reject(second);
          else if (act === "cancel") task.cancel();
          else if (act === "interrupt") task.interrupt(second);
          else throws = true;
          const open = watched.kernel.outside.size;
          expect(outside.begun - outside.disposed).toBe(open);
        }
        watched.settle();
        watched.close();
        expect(outside.disposed).toBe(outside.begun);
        expect(watched.leftovers()).toEqual([]);
        expect(watched.thrown.filter((error) => ![first, second].includes(error as Error))).toEqual([]);
      }),
    );
  });

  it("never stands in the way of cancel, which waits for its task", () => {
    const outside = new Outside();
    const result = run(function* () {
      const child = yield* spawn(() => waitsFor(outside.wait()));
      yield* pass();
      yield* cancel(child);
      try {
        yield* child;
        return "it was not cancelled";
      } catch (error) {
        return error;
      }
    });
    expect([result, outside.disposed]).toEqual([expect.any(CancelledError), 1]);
  });
});
