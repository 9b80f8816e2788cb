/**
 * A worker that fails now and then, and a supervisor that starts it again: a failure stays with the worker, and whoever joins
 * it sees it.
 *
 *     npx rondo run examples/supervisor.ts --timeline
 */
import { Channel, now, sleep, spawn, supervise } from "rondo";

export default function* main(): Generator<unknown, void, unknown> {
  const orders = new Channel<number>(Infinity);
  for (const order of [4, 2, 0, 5, 0, 1]) orders.trySend(order);
  orders.close();
  yield* supervisor(() => worker(orders), 3);
}

/** Starts a program again each time it fails, up to `restarts` times; a pause before each grows. */
function* supervisor(program: () => Generator<unknown, void, unknown>, restarts: number) {
  yield* supervise(function* () {
    for (let failures = 0; ; failures++) {
      const task = yield* spawn(program);
      say(`${task.id} is started`);
      try {
        yield* task;
        say(`${task.id} is done`);
        return;
      } catch (error) {
        say(`${task.id} failed: ${(error as Error).message}`);
        if (failures === restarts) throw error;
      }
      yield* sleep(10 * 2 ** failures);
    }
  });
}

/** An order that fails is lost with the worker; those behind it wait in the channel for the next one. */
function* worker(orders: Channel<number>): Generator<unknown, void, unknown> {
  for (let got = yield* orders.next(); !got.done; got = yield* orders.next()) {
    yield* sleep(5);
    if (got.value === 0) throw new RangeError("an order for nothing");
    say(`  ${got.value} delivered`);
  }
}

function say(what: string): void {
  console.log(`${String(now()).padStart(4)}  ${what}`);
}
