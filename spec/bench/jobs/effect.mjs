/** effect 4: fibers of `Effect.gen`; a mailbox is an unbounded queue. */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Queue from "effect/Queue";

const spinner = (rounds) =>
  Effect.gen(function* () {
    for (let i = 0; i < rounds; i++) yield* Effect.yieldNow;
  });

export function turns(tasks, rounds) {
  return Effect.runPromise(
    Effect.gen(function* () {
      const running = [];
      for (let i = 0; i < tasks; i++) running.push(yield* Effect.forkChild(spinner(rounds)));
      for (const fiber of running) yield* Fiber.join(fiber);
    }),
  );
}

export function pingPong(roundTrips) {
  return Effect.runPromise(
    Effect.gen(function* () {
      const here = yield* Queue.unbounded();
      const there = yield* Queue.unbounded();
      yield* Effect.forkChild(
        Effect.gen(function* () {
          for (let i = 0; i < roundTrips; i++) yield* Queue.offer(here, yield* Queue.take(there));
        }),
      );
      let sum = 0;
      for (let i = 0; i < roundTrips; i++) {
        yield* Queue.offer(there, i);
        sum += yield* Queue.take(here);
      }
      return sum;
    }),
  );
}

/** A child with a body of its own, as in every other side. */
const child = (value) =>
  Effect.gen(function* () {
    return value;
  });

export const spawnThenJoin = (count) => forkThenJoin(count, child);

/** With children that are no generators, only values in fibers: the least that Effect can fork. */
export const spawnThenJoinValues = (count) => forkThenJoin(count, Effect.succeed);

function forkThenJoin(count, program) {
  return Effect.runPromise(
    Effect.gen(function* () {
      const children = [];
      for (let i = 0; i < count; i++) children.push(yield* Effect.forkChild(program(i)));
      let sum = 0;
      for (let i = 0; i < count; i++) sum += yield* Fiber.join(children[i]);
      return sum;
    }),
  );
}

export function spawnJoin(count) {
  return Effect.runPromise(
    Effect.gen(function* () {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += yield* Fiber.join(yield* Effect.forkChild(child(i)));
      return sum;
    }),
  );
}

/** `startImmediately`, so that the child is running, and waits, when it is interrupted: as in every other side. */
export function spawnCancel(count) {
  return Effect.runPromise(
    Effect.gen(function* () {
      for (let i = 0; i < count; i++) {
        const fiber = yield* Effect.forkChild(Effect.never, { startImmediately: true });
        yield* Fiber.interrupt(fiber);
      }
      return count;
    }),
  );
}
