/**
 * At most five calls in a hundred milliseconds, whoever makes them: a bucket of permits that a daemon fills again.
 *
 *     npx rondo run examples/rate-limiter.ts
 */
import { mapEach, now, Semaphore, sleep, spawnWith } from "rondo";

const CALLS = 5;
const PERIOD = 100;

export default function* main(): Generator<unknown, void, unknown> {
  const bucket = new Semaphore(CALLS, "bucket");
  // A daemon: it is cancelled when the rest is done.
  yield* spawnWith({ name: "filler", daemon: true }, fill, bucket);
  yield* mapEach(
    Array.from({ length: 12 }, (_, i) => i + 1),
    function* call(number) {
      yield* bucket.acquire();
      console.log(`${String(now()).padStart(4)} ms  call ${number}`);
      yield* sleep(30);
    },
  );
}

/** A permit that was used is not given back by its caller, but by time. */
function* fill(bucket: Semaphore) {
  for (;;) {
    yield* sleep(PERIOD);
    bucket.release(bucket.permits - bucket.available);
  }
}
