/**
 * At most five calls in a hundred milliseconds, whoever makes them: a bucket of tokens that a daemon fills again.
 *
 *     npx rondo run examples/rate-limiter.ts
 */
import { Channel, mapEach, now, sleep, spawnWith } from "rondo";

const CALLS = 5;
const PERIOD = 100;

export default function* main(): Generator<unknown, void, unknown> {
  // A bucket that is full takes no more tokens: what was not used is not saved up.
  const bucket = new Channel<"token">(CALLS, "drop-newest");
  // A daemon: it is cancelled when the rest is done.
  yield* spawnWith({ name: "filler", daemon: true }, fill, bucket);
  yield* mapEach(
    Array.from({ length: 12 }, (_, i) => i + 1),
    function* caller(number) {
      yield* bucket.receive();
      console.log(`${String(now()).padStart(4)} ms  call ${number}`);
      yield* sleep(30);
    },
  );
}

function* fill(bucket: Channel<"token">) {
  for (;;) {
    for (let i = 0; i < CALLS; i++) bucket.trySend("token");
    yield* sleep(PERIOD);
  }
}
