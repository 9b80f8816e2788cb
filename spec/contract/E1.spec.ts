import {
  Channel,
  now,
  race,
  run,
  Scheduler,
  scope,
  select,
  sleep,
  spawn,
  timeout,
  TimeoutError,
  type Program,
} from "rondo";
import { fails, lingers } from "../support/actors.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];

beforeEach(() => {
  log = [];
});

/** Notes its end, and returns its name. */
function ends(name: string, ...naps: number[]): Program<string> {
  return function* () {
    for (const nap of naps) yield* sleep(nap);
    log.push(name);
    return name;
  };
}

describe("E1 race", () => {
  it.each<[string, Program<string>[], string]>([
    ["by the clock", [ends("a", 3), ends("b", 2), ends("c", 4)], "b"],
    ["by turns in one instant", [ends("a", 0, 0, 0), ends("b", 0), ends("c", 0, 0)], "b"],
    ["by the order of timers in one instant", [ends("a", 1, 4), ends("b", 5)], "b"],
    ["by the order of listing where all else is the same", [ends("a", 5), ends("b", 5), ends("c", 5)], "a"],
    ["by the order of listing where nobody waits", [ends("a"), ends("b"), ends("c")], "a"],
  ])("is won by the first to end in turn order: %s", (_what, branches, winner) => {
    expect(run(() => does(() => race(branches)))).toBe(winner);
    expect(log[0]).toBe(winner);
  });

  it("is won by an error, too, and then throws it", () => {
    const error = new Error("first");
    expect(thrownBy(() => run(() => does(() => race([ends("a", 5), () => fails(error, 4)]))))).toBe(error);
    expect(run(() => does(() => race([ends("a", 4), () => fails(error, 5)])))).toBe("a");
  });

  it("cancels its losers and awaits them before it answers", () => {
    const seen = run(function* () {
      const winner = yield* race([() => lingers(log, "loser"), ends("winner", 5)]);
      return [winner, now(), ...log];
    });
    expect(seen).toEqual(["winner", 6, "winner", "loser leaves", "loser is gone"]);
  });
});

describe("E1 a body that ends in the instant of its time-out", () => {
  it.each<[string, Program]>([
    ["set before its sleep", () => sleeps(10)],
    ["with a sleep that was set before the time-out", () => sleeps(4)],
  ])("without waiting again wins over it: %s", (what, body) => {
    const seen = run(function* () {
      // In the second case a task that sleeps since before the time-out wakes the body.
      const channel = new Channel();
      yield* spawn(function* () {
        yield* sleep(10);
        channel.trySend("woken");
      });
      if (what.startsWith("with")) {
        yield* sleep(6);
        return yield* timeout(4, () => does(() => channel.receive()));
      }
      return yield* timeout(10, body);
    });
    expect(seen).toBe(what.startsWith("with") ? "woken" : "slept");
  });

  it.each<[string, Program]>([
    [
      "returns",
      function* () {
        yield* sleep(10);
        return "won";
      },
    ],
    [
      "throws",
      function* () {
        yield* sleep(10);
        throw new Error("won");
      },
    ],
  ])("also where it %s, wherever its timer stands", (_what, body) => {
    for (const before of [true, false]) {
      const scheduler = new Scheduler();
      scheduler.on("error", () => {});
      const task = scheduler.spawn(function* () {
        if (before) yield* sleep(0);
        return yield* timeout(10, body);
      });
      scheduler.run();
      expect(task.result ?? (task.error as Error).message).toBe("won");
    }
  });

  it("and waits again loses, even for that instant", () => {
    const seen = run(function* () {
      const again = yield* caughtBy(() =>
        timeout(10, function* () {
          yield* sleep(10);
          log.push("woken");
          yield* sleep(1);
          log.push("went on");
        }),
      );
      return [again instanceof TimeoutError, now()];
    });
    expect([seen, log]).toEqual([[true, 10], ["woken"]]);
  });

  it("but has children left loses: the scope has not ended", () => {
    const seen = run(function* () {
      return yield* timeout(
        10,
        function* () {
          yield* spawn(sleeps, 11);
          yield* sleep(10);
          return "body";
        },
        { else: () => "else" },
      );
    });
    expect(seen).toBe("else");
  });

  it("leaves the clock and the timers as if there had been no time-out", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => timeout(10, () => sleeps(10))));
    scheduler.advance(10);
    expect([task.result, scheduler.now, scheduler.nextWakeTime, scheduler.idle]).toEqual([
      "slept",
      10,
      undefined,
      true,
    ]);
  });
});

describe("E1 select", () => {
  it("takes waits, never frames", () => {
    for (const frame of [scope(() => sleeps(1)), race([() => sleeps(1)]), timeout(1, () => sleeps(1))]) {
      expect(() => select({ frame })).toThrow(TypeError);
    }
  });

  it("commits exactly one where several are answered in one turn: the first", () => {
    const [a, b] = [new Channel<string>(), new Channel<string>()];
    const seen = run(function* () {
      const task = yield* spawn(() => does(() => select({ b: b.receive(), a: a.receive() })));
      yield* sleep(1);
      const taken = [a.trySend("to a"), b.trySend("to b")];
      return [taken, yield* task];
    });
    expect(seen).toEqual([[true, false], { name: "a", value: "to a" }]);
  });

  it("leaves nothing of the others, where it is answered, at once or later, and where it is withdrawn", () => {
    const scheduler = new Scheduler();
    const [never, soon] = [new Channel<string>(), new Channel<string>(1)];
    const waits = (): Iterable<unknown, unknown, unknown> =>
      select({ never: never.receive(), soon: soon.receive(), late: sleep(100) });
    soon.trySend("at once");
    scheduler.spawn(() => does(waits));
    const cancelled = scheduler.spawn(() => does(waits));
    scheduler.spawn(() => does(waits));
    scheduler.advance(1);
    cancelled.cancel();
    soon.trySend("later");
    scheduler.advance(1);
    expect([scheduler.tasks(), scheduler.nextWakeTime, never.trySend("nobody")]).toEqual([[], undefined, false]);
    expect(soon.size).toBe(0);
  });
});
