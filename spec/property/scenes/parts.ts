/** What the scenes of the sweep are made of. */
import { call, ensure, sleep, type Channel, type Program } from "rondo";
import type { Cleanups } from "rondo/testing";

/** A program whose `finally` is on the books, and waits. */
export function tidy<R>(cleanups: Cleanups, name: string, body: Program<R>, wait = 1): Program<R> {
  return named(name, function* () {
    const done = cleanups.due(name);
    try {
      return yield* call(body);
    } finally {
      done();
      // A wait in a finally that a normal end entered may be ended by a cancellation: what must be done comes first (C4).
      if (wait > 0) yield* sleep(wait);
    }
  });
}

/** A program with a cleanup that nothing cuts short, and a `finally` inside of it: the inner one is done first. */
export function ensured<R>(cleanups: Cleanups, name: string, body: Program<R>): Program<R> {
  return named(name, function* () {
    const done = cleanups.due(`the cleanup of ${name}`);
    return yield* ensure(tidy(cleanups, name, body), function* () {
      yield* sleep(1);
      done();
    });
  });
}

export function named<R>(name: string, program: Program<R>): Program<R> {
  Object.defineProperty(program, "name", { value: name });
  return program;
}

export function* naps(ms = 3): Generator<unknown, void, unknown> {
  yield* sleep(ms);
}

/** Counts values: each that was sent has to be received once, or be left where it was kept. */
export class Flow<T = number> {
  readonly sent: T[] = [];
  readonly received: T[] = [];

  /** Nothing was lost or doubled: whatever was sent is here or there, once. */
  check(left: readonly T[]): void {
    expect([...this.received, ...left].sort()).toEqual([...this.sent].sort());
  }

  /** Nothing was doubled or made up; values may have been dropped. */
  checkDropping(left: readonly T[]): void {
    const kept = [...this.received, ...left];
    expect(new Set(kept).size).toBe(kept.length);
    expect(this.sent).toEqual(expect.arrayContaining(kept));
  }

  *sends(channel: Channel<T>, ...values: T[]): Generator<unknown, void, unknown> {
    for (const value of values) {
      yield* channel.send(value);
      this.sent.push(value);
    }
  }

  *receives(channel: Channel<T>, count: number): Generator<unknown, void, unknown> {
    for (let left = count; left > 0; left--) this.received.push(yield* channel.receive());
  }
}

/** What a channel holds when all is over; nobody waits there any more. */
export function drained<T>(channel: Channel<T>): T[] {
  const left: T[] = [];
  for (let got = channel.tryReceive(); got !== undefined; got = channel.tryReceive()) left.push(got.value);
  if (channel.closed) return left;
  // Somebody who still stood there would take this.
  const kept = channel.trySend(undefined as T);
  expect([kept, channel.size]).toEqual(channel.capacity === 0 ? [false, 0] : [true, 1]);
  return left;
}

/** Nobody waits in vain at a channel: there is none who waits for a value that is there, or for one that another waits to send. */
export function checkMeetings(left: readonly unknown[], unfinished: readonly string[]): void {
  const receivers = unfinished.filter((line) => /\.(receive|next)\(\)$/.test(line));
  const senders = unfinished.filter((line) => /\.send\(.*\)$/.test(line));
  if (receivers.length > 0) expect([senders, left]).toEqual([[], []]);
}

/** Watches that no more are inside at a time than may be. */
export class Room {
  private inside = 0;
  private readonly limit: number;
  /** How many have been in there. */
  visits = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Is inside for a while. */
  *visit(ms = 1): Generator<unknown, void, unknown> {
    this.inside++;
    this.visits++;
    try {
      if (this.inside > this.limit) throw new Error(`${this.inside} are inside, of ${this.limit}`);
      yield* sleep(ms);
    } finally {
      this.inside--;
    }
  }

  get isEmpty(): boolean {
    return this.inside === 0;
  }
}
