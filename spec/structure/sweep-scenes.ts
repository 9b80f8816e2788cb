/** Small programs for the sweep, one or more for each of what `lib/structure` offers. Each comes to rest by itself. */
import {
  all,
  any,
  call,
  Channel,
  context,
  Latch,
  mapEach,
  Mutex,
  pass,
  race,
  receive,
  retry,
  scope,
  select,
  Semaphore,
  settled,
  shield,
  sleep,
  spawn,
  spawnWith,
  start,
  supervise,
  timeout,
  type Program,
  type Ready,
} from "rondo";
import type { Ledger } from "../support/ledger.js";
import { Disturbed, type Scene } from "../support/sweep.js";

const twice: Program = function* () {
  yield* pass();
  yield* sleep(1);
};

const nap: Program = () => napOf(3);

function* napOf(ms: number): Generator<unknown, string, unknown> {
  yield* sleep(ms);
  return `slept ${ms}`;
}

function fail(after = 1): Program<never> {
  return function* () {
    yield* sleep(after);
    throw new Disturbed("by itself");
  };
}

/** Runs a step, and minds nothing that it throws. */
function* minds(step: () => Iterable<unknown, unknown, unknown>): Generator<unknown, void, unknown> {
  try {
    yield* step();
  } catch {
    yield* pass();
  }
}

/** A root that does one thing in a guarded body. */
const root = (books: Ledger, step: () => Iterable<unknown, unknown, unknown>): Program[] => [
  books.guard(
    "root",
    function* () {
      yield* minds(step);
      yield* pass();
    },
    twice,
  ),
];

export const scenes: Record<string, Scene> = {
  "a scope in a scope, each with children and a resource": (books) =>
    root(books, () =>
      scope(
        books.guard("outer", function* () {
          yield* spawn(books.guard("elder", nap, twice));
          yield* books.use("held by the outer", twice, twice);
          yield* scope(
            books.guard("inner", function* () {
              yield* books.use("held by the inner", twice, twice);
              yield* spawn(books.guard("younger", nap, twice));
              yield* pass();
            }),
          );
        }),
      ),
    ),

  "a scope that fails while its children clean up": (books) =>
    root(books, () =>
      scope(
        books.guard("scope", function* () {
          yield* spawn(books.guard("elder", nap, twice));
          yield* spawn(books.guard("fails", fail(), twice));
          yield* spawn(books.guard("younger", nap, fail()));
          yield* call(nap);
        }),
      ),
    ),

  "a supervisor that starts a child again": (books) =>
    root(books, () =>
      supervise(function* () {
        for (const after of [1, 2]) {
          const child = yield* spawn(books.guard("child", fail(after), twice));
          yield* minds(() => child);
        }
        yield* spawn(books.guard("last", nap, twice));
      }),
    ),

  "all, of which one fails": (books) =>
    root(books, () =>
      all({
        a: books.guard("a", nap, twice),
        b: books.guard("b", fail(2), twice),
        c: books.guard("c", nap, twice),
      }),
    ),

  "all, which succeeds, in all": (books) =>
    root(books, () =>
      all([
        function* () {
          yield* all([books.guard("aa", nap, twice), books.guard("ab", twice)]);
          yield* pass();
        },
        books.guard("b", nap, twice),
      ]),
    ),

  "mapEach with a limit": (books) =>
    root(books, () =>
      mapEach([1, 2, 3, 4], (ms) => books.guard(`item ${ms}`, () => napOf(ms), twice)(), { concurrency: 2 }),
    ),

  "a race, whose losers clean up": (books) =>
    root(books, () =>
      race([books.guard("a", () => napOf(5), twice), books.guard("b", nap, twice), books.guard("c", nap, twice)]),
    ),

  "a race, whose loser fails in its cleanup": (books) =>
    root(books, () => race([books.guard("a", () => napOf(5), fail()), books.guard("b", nap), fail(3)])),

  "any, of which one fails, in a race": (books) =>
    root(books, () =>
      race([
        () => minds(() => any([books.guard("a", fail(), twice), books.guard("b", nap, twice)])),
        books.guard("c", () => napOf(4), twice),
      ]),
    ),

  "settled, of which one fails": (books) =>
    root(books, () =>
      settled([books.guard("a", nap, twice), books.guard("b", fail(), twice), books.guard("c", twice)]),
    ),

  "a time-out that is too short": (books) =>
    root(books, () =>
      timeout(
        2,
        books.guard(
          "body",
          function* () {
            yield* spawn(books.guard("child", nap, twice));
            yield* call(nap);
          },
          twice,
        ),
        { else: twice },
      ),
    ),

  "retries that wait, in a time-out": (books) =>
    root(books, () => timeout(9, () => minds(() => retry(books.guard("attempt", fail(1), twice), { delay: 1 })))),

  "a select over all kinds of waits": (books) => {
    const [channel, latch, mutex] = [new Channel<string>(), new Latch(), new Mutex()];
    return [
      books.guard("chooser", function* () {
        for (let i = 0; i < 3; i++) {
          const waits = { value: channel.receive(), lock: mutex.lock(), open: latch.wait(), mail: receive() };
          const got = yield* select({ ...waits, late: sleep(5) });
          if (got.name === "lock") got.value.release();
        }
      }),
      books.guard("holder", function* () {
        yield* mutex.withLock(books.guard("locked", nap, twice));
        channel.trySend("sent");
        yield* pass();
        latch.open();
      }),
    ];
  },

  "two selects on both sides of a channel": (books) => {
    const channel = new Channel<string>();
    const either = (): Generator<unknown, void, unknown> =>
      minds(() => select({ send: channel.send("x"), receive: channel.receive(), late: sleep(4) }));
    return [books.guard("a", either, twice), books.guard("b", either, twice)];
  },

  "a service that is started, used and stopped with its scope": (books) =>
    root(books, () =>
      scope(function* () {
        const { task } = yield* start(function* (ready: Ready<number>) {
          yield* books.use("port", twice, twice);
          ready(80);
          yield* call(nap);
        });
        yield* task;
      }),
    ),

  "a context with a body that spawns": (books) => {
    const user = context("nobody");
    return root(books, () =>
      user.with("ada", function* () {
        yield* spawn(books.guard(user.get(), nap, twice));
        yield* books.ensure("in the context", nap, twice);
      }),
    );
  },

  "a shield with a group in it": (books) =>
    root(books, () =>
      shield(() => minds(() => race([books.guard("a", nap, twice), books.guard("b", fail(2), twice)]))),
    ),

  "daemons in a scope with a lock between them": (books) => {
    const semaphore = new Semaphore(1);
    const worker = books.guard.bind(books);
    return root(books, () =>
      scope(function* () {
        for (const name of ["first", "second"]) {
          yield* spawnWith(
            { daemon: true },
            worker(name, () => minds(() => semaphore.withPermits(1, worker(`${name} with the permit`, nap, twice)))),
          );
        }
        yield* sleep(4);
      }),
    );
  },
};
