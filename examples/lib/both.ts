/**
 * What the examples that show one thing in two ways export: a program that shows both, one below the other.
 *
 * `byHand` drives a generator itself. `scheduled` leaves that to a scheduler: it is a program whose tasks run on the
 * scheduler that runs the example, or a plain function that has a scheduler of its own.
 */
export function both<Args extends readonly unknown[]>(
  byHand: (...args: Args) => void,
  scheduled: (...args: Args) => unknown,
): (...args: Args) => Generator<unknown, void, unknown> {
  return function* example(...args) {
    console.log("By hand:");
    byHand(...args);
    console.log("\nScheduled:");
    // A generator is run as a frame of this task. Where there is none this is a plain `yield`, which gives up the turn.
    yield scheduled(...args);
  };
}
