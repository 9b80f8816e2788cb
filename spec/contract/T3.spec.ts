import {
  all,
  call,
  cancel,
  emit,
  ensure,
  interrupt,
  join,
  pass,
  race,
  receive,
  Scheduler,
  scope,
  select,
  self,
  send,
  shield,
  sleep,
  sleepUntil,
  spawn,
  spawnWith,
  supervise,
  suspend,
  timeout,
  use,
  type Task,
} from "rondo";
import { countTurns } from "../support/record.js";

/** Tasks that have ended, in three ways. */
type Ended = Readonly<Record<"done" | "failed" | "gone", Task>>;

type Doing = (ended: Ended, turn: () => number) => Generator<unknown, unknown>;

const error = new Error("expected");

function* nothing(): Generator<unknown, void> {}
function* throws(): Generator<unknown, never> {
  throw error;
}
function refuse(): never {
  throw error;
}
const noProgram = (() => 5) as never;

/** Lets a task with a message in its mailbox do something; answers what `counted` makes of it. */
function tryOut<R>(
  counted: (doing: () => Generator<unknown, unknown>, turn: () => number) => Generator<unknown, R>,
  doing: Doing,
): R {
  const scheduler = new Scheduler();
  scheduler.on("error", () => {});
  const turn = countTurns(scheduler);
  const ended = { done: scheduler.spawn(nothing), failed: scheduler.spawn(throws), gone: scheduler.spawn(nothing) };
  ended.gone.cancel();
  scheduler.advance(0);
  const task = scheduler.spawn(function* () {
    self().send("mail");
    return yield* counted(() => doing(ended, turn), turn);
  });
  scheduler.run();
  return task.result!;
}

/** How many turns end while a task does this. */
function turnsEndedBy(doing: Doing): number {
  return tryOut(function* (run, turn) {
    const before = turn();
    try {
      yield* run();
    } catch {
      // Whether it is answered or thrown at makes no difference here.
    }
    return turn() - before;
  }, doing);
}

/** Whether an interrupt that is pending is thrown while a task does this. */
function isWait(doing: Doing): boolean {
  return tryOut(function* (run) {
    const pending = new Error("pending");
    self().interrupt(pending);
    try {
      yield* run();
      return false;
    } catch (caught) {
      return caught === pending;
    }
  }, doing);
}

/** A program that takes one step: by `yield*`, or by a bare `yield` where it stands in an array. */
const program = (step: Iterable<unknown, unknown>) =>
  function* (): Generator<unknown, unknown, unknown> {
    return Array.isArray(step) ? yield step[0] : yield* step;
  };

const one =
  (make: (ended: Ended) => Iterable<unknown, unknown>): Doing =>
  (ended) =>
    program(make(ended))();

describe("T3 Every syscall ends the turn", () => {
  const waits: readonly (readonly [string, Doing])[] = [
    ["a bare yield", one(() => [undefined])],
    ["pass", one(() => pass())],
    ["sleep of no time", one(() => sleep(0))],
    ["sleepUntil a time in the past", one(() => sleepUntil(-1))],
    ["a yielded value", one(() => [1])],
    ["emit", one(() => emit(1))],
    ["emit that takes no message", one(() => emit(1, { take: false }))],
    ["send", one(() => send(self(), 1))],
    ["send to a task that has ended", one(({ done }) => send(done, 1))],
    ["receive of a message that is there", one(() => receive())],
    ["receive whose match throws", one(() => receive({ match: refuse }))],
    ["spawn", one(() => spawn(nothing))],
    ["spawn of what is no program", one(() => spawn(noProgram))],
    ["spawnWith", one(() => spawnWith({ name: "child" }, nothing))],
    ["join of a task that is done", one(({ done }) => join(done))],
    ["join of a task that has failed", one(({ failed }) => join(failed))],
    ["join of a task that was cancelled", one(({ gone }) => gone)],
    ["cancel of a task that has ended", one(({ done }) => cancel(done))],
    ["interrupt of a task that has ended", one(({ done }) => interrupt(done, error))],
    ["suspend that is resolved at once", one(() => suspend((resolve) => resolve(undefined)))],
    ["suspend that is rejected at once", one(() => suspend((_, reject) => reject(error)))],
    ["suspend that throws at once", one(() => suspend(refuse))],
  ];

  it.each(waits)("%s ends it, though it could be answered at once", (_, doing) => {
    expect(turnsEndedBy(doing)).toBe(1);
  });

  it.each(waits)("%s is a wait: what is pending is thrown there", (_, doing) => {
    expect(isWait(doing)).toBe(true);
  });

  it.each([
    ["acquires at once", () => 1],
    [
      "acquires by a program",
      function* () {
        return 1;
      },
    ],
  ])("use ends it, though it %s", (_, acquire) => {
    expect(turnsEndedBy(one(() => use<unknown>(acquire, () => {})))).toBe(1);
  });

  it.each<readonly [string, Doing]>([
    ["all", one(() => all([nothing, nothing]))],
    ["all of nothing", one(() => all([]))],
    ["race", one(() => race([nothing, nothing]))],
    ["timeout", one(() => timeout(5, nothing))],
    ["select", one(() => select({ mail: receive(), nap: sleep(5) }))],
  ])("%s ends it, though nothing in it waits", (_, doing) => {
    expect(turnsEndedBy(doing)).toBeGreaterThanOrEqual(1);
  });

  it("counts each of several in a row", () => {
    const doing: Doing = function* () {
      for (let i = 0; i < 10; i++) yield* pass();
      for (let i = 0; i < 10; i++) yield i;
    };
    expect(turnsEndedBy(doing)).toBe(20);
  });
});

describe("T3 Entering and leaving a frame goes on in the same turn", () => {
  const frames: readonly (readonly [string, Doing])[] = [
    ["call", one(() => call(nothing))],
    ["call of a program that throws", one(() => call(throws))],
    ["call of what is no program", one(() => call(noProgram))],
    ["a yielded generator", one(() => [nothing()])],
    ["a yielded generator that throws", one(() => [throws()])],
    ["ensure with a plain cleanup", one(() => ensure(nothing, () => {}))],
    ["ensure with a program for a cleanup", one(() => ensure(nothing, nothing))],
    ["ensure of a body that throws", one(() => ensure(throws, nothing))],
    ["ensure with a cleanup that throws", one(() => ensure(nothing, throws))],
    ["shield", one(() => shield(nothing))],
    ["scope", one(() => scope(nothing))],
    ["supervise", one(() => supervise(nothing))],
    ["shield of a body that throws", one(() => shield(throws))],
    ["frames within frames", one(() => call(program(ensure(program(shield(nothing)), nothing))))],
    ["a program run inline", one(nothing)],
  ];

  it.each(frames)("%s ends no turn", (_, doing) => {
    expect(turnsEndedBy(doing)).toBe(0);
  });

  it.each(frames)("%s is no wait: what is pending stays pending", (_, doing) => {
    expect(isWait(doing)).toBe(false);
  });

  it.each([
    ["call", (body: () => Generator<unknown, void>) => call(body)],
    ["ensure", (body: () => Generator<unknown, void>) => ensure(body, nothing)],
    ["shield", (body: () => Generator<unknown, void>) => shield(body)],
    ["scope", (body: () => Generator<unknown, void>) => scope(body)],
    ["supervise", (body: () => Generator<unknown, void>) => supervise(body)],
  ])("%s runs its body in the turn that enters it, and goes on outside in the turn that leaves it", (_, enter) => {
    const seen: number[] = [];
    const doing: Doing = function* (_ended, turn) {
      seen.push(turn());
      yield* enter(function* () {
        seen.push(turn());
        yield* pass();
        seen.push(turn());
      });
      seen.push(turn());
    };
    expect(turnsEndedBy(doing)).toBe(1);
    expect(seen.map((turn) => turn - seen[0]!)).toEqual([0, 0, 1, 1]);
  });

  it("ends the turn where leaving waits: for the children of a shield, or in a cleanup", () => {
    const family = shield(function* () {
      const child = yield* spawn(nothing);
      expect(child.state).toBe("done");
      yield* spawn(program(sleep(5)));
    });
    expect(turnsEndedBy(one(() => family))).toBe(3);
    expect(turnsEndedBy(one(() => ensure(nothing, program(pass()))))).toBe(1);
  });
});
