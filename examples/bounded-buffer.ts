/**
 * Producers and consumers around a buffer with room for three: once as a channel, which is just that, and once built from a
 * mutex and two conditions.
 *
 *     npx rondo run examples/bounded-buffer.ts --timeline
 */
import { all, Channel, Condition, Mutex, now, scope, sleep, spawn } from "rondo";

const ROOM = 3;

export default function* main(): Generator<unknown, void, unknown> {
  yield* scope(withChannel);
  console.log();
  yield* scope(withConditions);
}

/** A sender waits while the channel is full, a receiver while it is empty. Closing it ends the receivers. */
function* withChannel() {
  const channel = new Channel<string>(ROOM);
  yield* spawn(function* consumer() {
    for (let got = yield* channel.next(); !got.done; got = yield* channel.next()) {
      say(`takes ${got.value}, ${channel.size} left`);
      yield* sleep(10);
    }
  });
  yield* all({ a: () => produce("a", 3), b: () => produce("b", 3) });
  channel.close();

  function* produce(name: string, count: number) {
    for (let i = 1; i <= count; i++) {
      yield* channel.send(`${name}${i}`);
      say(`${name}${i} is in`);
    }
  }
}

/** The same by hand. `waitFor` asks again each time it is woken: another consumer may have been quicker. */
function* withConditions() {
  const items: string[] = [];
  const mutex = new Mutex("buffer");
  const notFull = new Condition(mutex, "not full");
  const notEmpty = new Condition(mutex, "not empty");

  const put = (item: string) =>
    mutex.withLock(function* () {
      yield* notFull.waitFor(() => items.length < ROOM);
      items.push(item);
      notEmpty.notify();
    });
  const take = () =>
    mutex.withLock(function* () {
      yield* notEmpty.waitFor(() => items.length > 0);
      notFull.notify();
      return items.shift();
    });

  yield* spawn(function* producer() {
    for (let i = 1; i <= 5; i++) {
      yield* put(`c${i}`);
      say(`c${i} is in`);
    }
  });
  for (let i = 0; i < 5; i++) {
    say(`takes ${yield* take()}`);
    yield* sleep(10);
  }
}

function say(what: string): void {
  console.log(`${String(now()).padStart(4)}  ${what}`);
}
