import {
  all,
  call,
  context,
  ensure,
  mapEach,
  race,
  retry,
  run,
  Scheduler,
  scope,
  select,
  settled,
  sleep,
  spawn,
  start,
  supervise,
  timeout,
  use,
  type Ready,
} from "rondo";
import { fails, stays } from "../support/actors.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";

const level = context(0);

/** Reads the level after a wait, in which others have their turns. */
function* reads(): Generator<unknown, number> {
  yield* sleep(1);
  return level.get();
}

/** Runs a body one level deeper. */
function* deeper<R>(body: () => Generator<unknown, R>): Generator<unknown, R> {
  return yield* level.with(level.get() + 1, body);
}

describe("a context", () => {
  it("counts how deep a task is, each branch for itself", () => {
    function* tree(depth: number): Generator<unknown, number[]> {
      if (depth === 0) return [level.get()];
      const both = [() => deeper(() => tree(depth - 1)), () => deeper(() => tree(depth - 1))];
      return (yield* all(both)).flat();
    }
    expect(run(() => tree(4))).toEqual(Array(16).fill(4));
  });

  it("is inherited at the spawn: what the parent sets afterwards changes nothing for the child", () => {
    const seen = run(function* () {
      return yield* level.with(1, function* () {
        const child = yield* spawn(reads);
        const inside = yield* level.with(2, reads);
        return [yield* child, inside, level.get()];
      });
    });
    expect(seen).toEqual([1, 2, 1]);
  });

  it("goes into every kind of group, scope and frame", () => {
    const seen = run(() =>
      does(() =>
        level.with(7, function* () {
          const { value } = yield* start(function* (ready: Ready<number>) {
            ready(level.get());
          });
          const held: number[] = [];
          yield* scope(() =>
            does(() =>
              use(
                () => void held.push(level.get()),
                () => void held.push(level.get()),
              ),
            ),
          );
          return [
            ...(yield* mapEach([1, 2], reads)),
            yield* race([reads, () => sleeps(9, -1)]),
            ...(yield* settled([reads])).map((outcome) => (outcome.state === "done" ? outcome.value : -1)),
            yield* supervise(reads),
            yield* retry(reads),
            yield* timeout(5, reads),
            yield* timeout(1, () => sleeps(9, -1), { else: reads }),
            yield* ensure(reads, () => void held.push(level.get())),
            yield* call(reads),
            value,
            ...held,
          ];
        }),
      ),
    );
    expect(seen).toEqual(Array(14).fill(7));
  });

  it("is back where a body failed, was cut by a time-out, or lost a race", () => {
    const seen = run(function* () {
      const after: number[] = [];
      yield* caughtBy(() => level.with(1, () => fails("no")));
      after.push(level.get());
      yield* timeout(1, () => does(() => level.with(2, () => stays([], ""))), {
        else: () => void after.push(level.get()),
      });
      yield* race([() => does(() => level.with(3, () => sleeps(1))), () => does(() => level.with(4, () => sleeps(9)))]);
      yield* select({ late: sleep(1) });
      return [...after, level.get()];
    });
    expect(seen).toEqual([0, 0, 0]);
  });

  it("holds in the cleanups that stand in it, on the way out of a cancellation, inside before outside", () => {
    const seen: number[] = [];
    const scheduler = new Scheduler();
    const nested = (n: number): Generator<unknown, void> =>
      does(() =>
        level.with(n, () =>
          does(() =>
            ensure(
              () => (n === 3 ? stays([], "") : nested(n + 1)),
              function* () {
                yield* sleep(1);
                seen.push(level.get());
              },
            ),
          ),
        ),
      );
    const task = scheduler.spawn(() => nested(1));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect(seen).toEqual([3, 2, 1]);
  });

  it("costs a child nothing to inherit, a thousand deep", () => {
    function* nested(depth: number): Generator<unknown, number> {
      return depth === 0 ? yield* yield* spawn(reads) : yield* deeper(() => nested(depth - 1));
    }
    expect(run(() => nested(1000))).toBe(1000);
  });
});
