/**
 * Mutual exclusion by reads and writes alone: Dekker 1965, Lamport's bakery 1974, Peterson 1981, and each with one line in the
 * wrong place. Who finds the way barred looks again a few times and then gives up, so that there is an end to the schedules.
 */
import { cell, tracked, type Cell, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

const LOOKS = 2;

type Steps<T = void> = Generator<unknown, T, unknown>;

/** Looks until `isFree`, and says whether that was in time. */
function* await_(isFree: () => boolean): Steps<boolean> {
  for (let i = 0; i < LOOKS; i++) {
    if (isFree()) return true;
    yield;
  }
  return false;
}

/** Two tasks enter and leave; they must never both be inside. */
function contest(enter: (me: number) => Steps<boolean>, leave: (me: number) => void): ExploreScene {
  const inside = cell(0);

  function* contender(me: number) {
    if (yield* enter(me)) {
      inside.update((n) => n + 1);
      yield;
      inside.update((n) => n - 1);
    }
    yield;
    leave(me);
  }

  return {
    tasks: [() => contender(0), () => contender(1)],
    invariant: () => inside.value <= 1,
    result: () => inside.value,
  };
}

function peterson(order: "right" | "turn first"): ExploreScene {
  const flags = tracked([false, false]);
  const turn = cell(0);

  return contest(
    function* enter(me) {
      const other = 1 - me;
      const wants = (): void => void (flags[me] = true);
      const yields = (): void => turn.set(other);
      const [first, second] = order === "right" ? [wants, yields] : [yields, wants];
      first();
      yield;
      second();
      yield;
      return yield* await_(() => !flags[other]! || turn.value === me);
    },
    (me) => (flags[me] = false),
  );
}

function dekker(order: "right" | "looks first"): ExploreScene {
  const flags = tracked([false, false]);
  const turn = cell(0);

  return contest(
    function* enter(me) {
      const other = 1 - me;
      if (order === "looks first") {
        const isBarred = flags[other]!;
        yield;
        flags[me] = true;
        yield;
        return !isBarred;
      }
      flags[me] = true;
      yield;
      for (let i = 0; i < LOOKS; i++) {
        if (!flags[other]) return true;
        yield;
        if (turn.value === me) continue;
        flags[me] = false;
        yield;
        if (!(yield* await_(() => turn.value === me))) return false;
        flags[me] = true;
        yield;
      }
      return false;
    },
    (me) => {
      turn.set(1 - me);
      flags[me] = false;
    },
  );
}

function bakery(order: "right" | "without choosing"): ExploreScene {
  const choosing = tracked([false, false]);
  const tickets = tracked([0, 0]);

  return contest(
    function* enter(me) {
      const other = 1 - me;
      if (order === "right") {
        choosing[me] = true;
        yield;
      }
      const seen = tickets[other]!;
      yield;
      tickets[me] = seen + 1;
      yield;
      if (order === "right") {
        choosing[me] = false;
        yield;
        if (!(yield* await_(() => !choosing[other]!))) return false;
      }
      const isFirst = (): boolean => {
        const theirs = tickets[other]!;
        const mine = tickets[me]!;
        return theirs === 0 || mine < theirs || (mine === theirs && me < other);
      };
      return yield* await_(isFirst);
    },
    (me) => (tickets[me] = 0),
  );
}

/** A spin lock by compare-and-set, and one that looks and then sets. */
function spinLock(atomic: boolean): ExploreScene {
  const locked = cell(false);

  return contest(
    function* enter() {
      for (let i = 0; i < LOOKS; i++) {
        if (atomic ? locked.compareAndSet(false, true) : yield* looksAndSets(locked)) return true;
        yield;
      }
      return false;
    },
    () => undefined,
  );
}

function* looksAndSets(locked: Cell<boolean>): Steps<boolean> {
  const isLocked = locked.value;
  yield;
  if (!isLocked) locked.value = true;
  return !isLocked;
}

/** Each says that it wants in, and steps back if the other one does: both may, and nobody gets in, but never both. */
function flagsOnly(order: "right" | "looks first"): ExploreScene {
  const flags = tracked([false, false]);

  return contest(
    function* enter(me) {
      if (order === "right") {
        flags[me] = true;
        yield;
        return !flags[1 - me]!;
      }
      const isBarred = flags[1 - me]!;
      yield;
      flags[me] = true;
      return !isBarred;
    },
    (me) => (flags[me] = false),
  );
}

export const MUTUAL_EXCLUSION: readonly Published[] = [
  { name: "Peterson", setup: () => peterson("right"), fails: [] },
  { name: "Peterson, turn before flag", setup: () => peterson("turn first"), fails: ["invariant"], preemptions: 2 },
  { name: "Dekker", setup: () => dekker("right"), fails: [] },
  { name: "Dekker, look before flag", setup: () => dekker("looks first"), fails: ["invariant"], preemptions: 2 },
  { name: "bakery", setup: () => bakery("right"), fails: [] },
  { name: "bakery, without choosing", setup: () => bakery("without choosing"), fails: ["invariant"], preemptions: 2 },
  { name: "spin lock", setup: () => spinLock(true), fails: [] },
  { name: "spin lock, look before set", setup: () => spinLock(false), fails: ["invariant"], preemptions: 2 },
  { name: "two flags", setup: () => flagsOnly("right"), fails: [] },
  { name: "two flags, look before flag", setup: () => flagsOnly("looks first"), fails: ["invariant"], preemptions: 2 },
];
