import fc from "fast-check";
import { Mutex, receive, RwLock, select, Semaphore, type Guard, type Syscall } from "rondo";
import { LockModel } from "./lock-model.js";
import { Players } from "./players.js";

/** Something to be held, and the model of it. */
interface Held<Want> {
  readonly wants: readonly Want[];
  readonly model: () => LockModel<Want>;
  make(): {
    ask(want: Want): Syscall<Guard>;
    attempt?(want: Want): Guard | undefined;
    /** What it tells of itself. */
    look(): unknown;
  };
  /** What it should tell when these hold it. */
  shows(held: readonly Want[]): unknown;
}

const mutex: Held<"lock"> = {
  wants: ["lock"],
  model: () => new LockModel((_want, held) => held.length === 0),
  make() {
    const lock = new Mutex();
    return { ask: () => lock.lock(), attempt: () => lock.tryLock(), look: () => lock.locked };
  },
  shows: (held) => held.length > 0,
};

const PERMITS = 3;
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

const semaphore: Held<number> = {
  wants: [1, 1, 2, 3],
  model: () => new LockModel((want, held) => sum(held) + want <= PERMITS),
  make() {
    const permits = new Semaphore(PERMITS);
    return {
      ask: (want) => permits.acquire(want),
      attempt: (want) => permits.tryAcquire(want),
      look: () => permits.available,
    };
  },
  shows: (held) => PERMITS - sum(held),
};

const rwLock: Held<"read" | "write"> = {
  wants: ["read", "read", "write"],
  model: () => new LockModel((want, held) => held.length === 0 || (want === "read" && !held.includes("write"))),
  make() {
    const lock = new RwLock();
    return { ask: (want) => lock[want](), look: () => ({ readers: lock.readers, writing: lock.writing }) };
  },
  shows: (held) => ({
    readers: held.filter((mode) => mode === "read").length,
    writing: held.includes("write"),
  }),
};

const MOVES = ["ask", "ask", "either", "attempt", "tell", "tell", "cancel"] as const;

interface Move {
  readonly kind: (typeof MOVES)[number];
  /** Which of the wants, and which else. */
  readonly which: number;
  readonly other: number;
  /** How many moves ago the one came who is told or cancelled. */
  readonly back: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(...MOVES),
  which: fc.nat(11),
  other: fc.nat(11),
  back: fc.integer({ min: 1, max: 8 }),
});
const rounds = fc.array(fc.array(move, { minLength: 1, maxLength: 6 }), { maxLength: 12 });

interface Got {
  readonly guard: Guard;
  readonly what: string;
}

/** One that gets hold of something, says so, and gives it back when it is told to. */
function* holds(
  players: Players,
  name: string,
  get: () => Generator<unknown, Got | undefined, unknown>,
): Generator<unknown, void> {
  let got: Got | undefined;
  let end = "was cancelled";
  try {
    got = yield* get();
    end = got === undefined ? "got nothing" : "gave it back";
    if (got === undefined) return;
    players.said.push(`${name} has ${got.what}`);
    yield* receive();
  } finally {
    got?.guard.release();
    players.said.push(`${name} ${end}`);
  }
}

/** The same moves with a thing and with the model of it. */
class Game<Want> {
  readonly players = new Players();
  readonly model: LockModel<Want>;
  readonly thing: ReturnType<Held<Want>["make"]>;
  private readonly wants: readonly Want[];
  private count = 0;

  constructor({ wants, model, make }: Held<Want>) {
    this.wants = wants;
    this.model = model();
    this.thing = make();
  }

  make({ kind, which, other, back }: Move): void {
    const { players, model, thing, wants } = this;
    const n = ++this.count;
    const [name, target] = [`p${n}`, `p${n - back}`];
    const [want, another] = [wants[which % wants.length]!, wants[other % wants.length]!];
    if (kind === "tell") {
      players.tells(target);
      model.tells(target);
    } else if (kind === "cancel") {
      players.cancels(target);
      model.cancels(target);
    } else if (kind === "attempt" && thing.attempt !== undefined) {
      players.acts(name, () => holds(players, name, () => this.attempt(want)));
      model.tries(name, want);
    } else if (kind === "either") {
      players.acts(name, () => holds(players, name, () => this.askEither(want, another)));
      model.asks(name, want, another);
    } else {
      players.acts(name, () => holds(players, name, () => this.ask(want)));
      model.asks(name, want);
    }
  }

  private *ask(want: Want): Generator<unknown, Got, unknown> {
    return { guard: yield* this.thing.ask(want), what: String(want) };
  }

  private *askEither(want: Want, another: Want): Generator<unknown, Got, unknown> {
    const { name, value } = yield* select({ first: this.thing.ask(want), second: this.thing.ask(another) });
    return { guard: value, what: String(name === "first" ? want : another) };
  }

  private *attempt(want: Want): Generator<unknown, Got | undefined, unknown> {
    const guard = this.thing.attempt?.(want);
    return guard && { guard, what: String(want) };
  }
}

function agree<Want>(held: Held<Want>): void {
  fc.assert(
    fc.property(rounds, (all) => {
      const game = new Game(held);
      const [seen, expected]: [unknown[], unknown[]] = [[], []];
      for (const round of all) {
        for (const each of round) game.make(each);
        seen.push(game.players.news(), game.thing.look());
        expected.push(game.model.news(), held.shows([...game.model.holders.values()]));
      }
      expect(seen).toEqual(expected);
    }),
    { seed: 1, numRuns: 300 },
  );
}

describe("whoever asks is served as by a naive model, in the same order, whatever tasks do", () => {
  it("with a mutex", () => agree(mutex));
  it("with a semaphore", () => agree(semaphore));
  it("with a lock for readers and writers", () => agree(rwLock));
});
