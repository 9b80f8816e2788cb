/** Programs of a line or two, from which specs are put together. */
import { ensure, sleep, spawn, type Program } from "rondo";
import { stays } from "./actors.js";

/** A program of one step. */
export function* does<R>(step: () => Iterable<unknown, R, unknown>): Generator<unknown, R, unknown> {
  return yield* step();
}

/** Waits, and returns something. */
export function* sleeps<R = string>(ms: number, result: R = "slept" as R): Generator<unknown, R, unknown> {
  yield* sleep(ms);
  return result;
}

/** What a step throws; it is an error of the spec where it throws nothing. */
export function* caughtBy(step: () => Iterable<unknown, unknown, unknown>): Generator<unknown, unknown, unknown> {
  try {
    yield* step();
  } catch (thrown) {
    return thrown;
  }
  throw new Error("nothing was thrown");
}

/** Spawns a program, and returns. */
export function* spawns(program: Program): Generator<unknown, void, unknown> {
  yield* spawn(program);
}

/** Stays for a long time; its cleanup takes so long. */
export function* cleansFor(ms: number, log: string[] = [], name = "body"): Generator<unknown, void, unknown> {
  yield* ensure(
    () => stays(log, name),
    function* () {
      yield* sleep(ms);
      log.push(`${name} is clean`);
    },
  );
}

/** A function that throws. */
export function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}
