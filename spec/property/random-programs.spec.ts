import fc from "fast-check";
import { InternalError, LivelockError, ReentrancyError, RondoError } from "../../lib/index.js";
import { Ledger } from "../support/ledger.js";
import { Boom, Player, programs, type Block } from "../support/random-program.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const asked = process.env["RONDO_PROGRAMS"];

/** How many programs: always the same ones, or as many new ones as the environment variable `RONDO_PROGRAMS` says. */
const numRuns = Number(asked ?? 500);
const fixed = asked === undefined ? { seed: 1 } : {};

type OrderName = "round-robin" | "priority" | "shuffled";

function play(blocks: readonly Block[], order: OrderName): { watched: WatchedKernel; ledger: Ledger } {
  const watched = new WatchedKernel({ order, seed: 7 });
  const ledger = new Ledger();
  const player = new Player(ledger);
  for (const block of blocks) player.tasks.push(watched.spawn(player.program(block)));
  watched.settle();
  watched.close();
  return { watched, ledger };
}

function isExpected(error: unknown): boolean {
  if (error instanceof InternalError || error instanceof LivelockError || error instanceof ReentrancyError)
    return false;
  return error instanceof Boom || error instanceof RondoError;
}

describe.each<OrderName>(["round-robin", "priority", "shuffled"])("any program, in the %s order", (order) => {
  const share = Math.ceil(numRuns / 3);

  it("keeps the invariants after each turn, ends, and leaves nothing behind when it is closed", () => {
    fc.assert(
      fc.property(programs, (blocks) => {
        const { watched, ledger } = play(blocks, order);
        expect(watched.leftovers()).toEqual([]);
        expect(watched.complaints).toEqual([]);
        expect(watched.thrown.filter((error) => !isExpected(error))).toEqual([]);
        // What is abandoned runs no cleanup (C5).
        expect(ledger.audit(watched.abandoned())).toEqual([]);
      }),
      { numRuns: share, ...fixed },
    );
  });

  it("does the same thing, event for event, when it is run again", () => {
    fc.assert(
      fc.property(programs, (blocks) => {
        expect(play(blocks, order).watched.events).toEqual(play(blocks, order).watched.events);
      }),
      { numRuns: Math.ceil(share / 5), ...fixed },
    );
  });
});
