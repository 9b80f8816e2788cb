import type { Actor } from "../machine/actor.js";
import type { Chooser, Point } from "../machine/chooser.js";
import { usualChoice } from "../schedule.js";

/** Steps of one actor in a row. */
interface Block {
  readonly actor: Actor;
  readonly from: number;
  readonly to: number;
}

/** Takes at each step the first one in a list that can go on, and strikes it out there. */
export class InOrder implements Chooser {
  private readonly list: Actor[];

  constructor(list: readonly Actor[]) {
    this.list = list.slice();
  }

  choose(point: Point): number {
    for (const [i, actor] of this.list.entries()) {
      const index = point.enabled.indexOf(actor);
      if (index < 0) continue;
      this.list.splice(i, 1);
      return index;
    }
    return usualChoice(point);
  }
}

/**
 * The orders that come of a schedule when a block is moved to where the same actor has its next one, or had its last one: so one
 * or two switches fewer.
 */
export function* merged(actors: readonly Actor[]): Generator<readonly Actor[], void> {
  const blocks = blocksOf(actors);
  for (const [i, block] of blocks.entries()) {
    const next = blocks.findIndex(({ actor }, j) => j > i && actor === block.actor);
    if (next < 0) continue;
    const between = actors.slice(block.to, blocks[next]!.from);
    const [first, second] = [block, blocks[next]!].map(({ from, to }) => actors.slice(from, to));
    const before = actors.slice(0, block.from);
    const after = actors.slice(blocks[next]!.to);
    yield [...before, ...between, ...first!, ...second!, ...after];
    yield [...before, ...first!, ...second!, ...between, ...after];
  }
}

/**
 * The order in which those that have steps from `from` to `to` take them one after the other: first the one that had the step
 * before, if it is among them, and last the one that has the step after. `undefined` where they do so already.
 */
export function serial(actors: readonly Actor[], from: number, to: number): readonly Actor[] | undefined {
  const part = actors.slice(from, to);
  const who = new Set(part);
  if (blocksOf(part).length === who.size) return undefined;
  const [before, after] = [actors[from - 1], actors[to]];
  const rank = (actor: Actor): number => (actor === before ? 0 : actor === after ? 2 : 1);
  const order = [...who].sort((a, b) => rank(a) - rank(b));
  const steps = order.flatMap((actor) => part.filter((other) => other === actor));
  return [...actors.slice(0, from), ...steps, ...actors.slice(to)];
}

function blocksOf(actors: readonly Actor[]): Block[] {
  const blocks: Block[] = [];
  for (let from = 0, to = 0; from < actors.length; from = to) {
    while (to < actors.length && actors[to] === actors[from]) to++;
    blocks.push({ actor: actors[from]!, from, to });
  }
  return blocks;
}
