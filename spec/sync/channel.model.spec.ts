import fc from "fast-check";
import { Channel, select, type Overflow } from "rondo";
import { ChannelModel } from "./channel-model.js";
import { Players } from "./players.js";

/** The same moves with a channel and with the model of one. The n-th is that of `p<n>`, who hands in `n`. */
class Game {
  readonly players = new Players();
  readonly channel: Channel<number>;
  readonly model: ChannelModel;
  private count = 0;

  constructor(capacity: number, overflow: Overflow) {
    this.channel = new Channel<number>(capacity, overflow);
    this.model = new ChannelModel(capacity, overflow);
  }

  make({ kind, back }: Move): void {
    const n = ++this.count;
    moves[kind](this, `p${n}`, n, back);
  }

  close(name: string, error?: Error): void {
    const { channel } = this;
    this.players.acts(name, function* () {
      channel.close(error);
    });
    this.model.close(error);
  }
}

const moves = {
  send({ players, channel, model }: Game, name: string, n: number) {
    players.waits(name, () => channel.send(n));
    model.send(name, n);
  },
  receive({ players, channel, model }: Game, name: string) {
    players.waits(name, () => channel.receive());
    model.receive(name, "receive");
  },
  next({ players, channel, model }: Game, name: string) {
    players.waits(name, () => channel.next());
    model.receive(name, "next");
  },
  either({ players, channel, model }: Game, name: string, n: number) {
    players.waits(name, () => select({ out: channel.send(n), in: channel.receive() }));
    model.either(name, n);
  },
  trySend({ players, channel, model }: Game, name: string, n: number) {
    players.calls(name, () => channel.trySend(n));
    model.trySend(name, n);
  },
  tryReceive({ players, channel, model }: Game, name: string) {
    players.calls(name, () => channel.tryReceive());
    model.tryReceive(name);
  },
  cancel({ players, model }: Game, _name: string, n: number, back: number) {
    players.cancels(`p${n - back}`);
    model.cancel(`p${n - back}`);
  },
  close: (game: Game, name: string) => game.close(name),
  closeWith: (game: Game, name: string) => game.close(name, new Error("late")),
};

interface Move {
  readonly kind: keyof typeof moves;
  /** How many moves ago the one came whom a cancel is for. */
  readonly back: number;
}

const kinds = (Object.keys(moves) as Move["kind"][]).map((kind) => ({
  weight: kind.startsWith("close") ? 1 : 8,
  arbitrary: fc.constant(kind),
}));
const move: fc.Arbitrary<Move> = fc.record({ kind: fc.oneof(...kinds), back: fc.nat(9) });
/** The moves of a round are made one right after the other: before those whom one of them woke can go on. */
const rounds = fc.array(fc.array(move, { minLength: 1, maxLength: 6 }), { maxLength: 12 });

describe.each<[Overflow, number[]]>([
  ["block", [0, 1, 3, Infinity]],
  ["drop-newest", [1, 3]],
  ["drop-oldest", [1, 3]],
  ["conflate", [1]],
])("a channel whose overflow rule is %s", (overflow, capacities) => {
  it("answers whoever waits as a naive model does, in the same order, whatever tasks do with it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...capacities), rounds, (capacity, all) => {
        const game = new Game(capacity, overflow);
        const [seen, expected]: [unknown[], unknown[]] = [[], []];
        for (const round of all) {
          for (const each of round) game.make(each);
          seen.push(game.players.news(), game.channel.size, game.channel.closed);
          expected.push(game.model.news(), game.model.buffer.length, game.model.closed !== undefined);
        }
        expect(seen).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
