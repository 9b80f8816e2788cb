import type { Actor } from "../machine/actor.js";
import type { Choice } from "../choices.js";
import type { Chooser, Point } from "../machine/chooser.js";
import { usualChoice } from "../schedule.js";

/** A choice that is not to be the usual one. */
export interface Wish {
  /** The place of the choice among all: a state in which only one can go on is none. */
  readonly choice: number;
  /** Who is to go on. */
  readonly actor: Actor;
}

/** Who chooses from a certain choice on, in place of the usual choice. */
export interface Tail {
  /** How many choices come before. */
  readonly after: number;
  readonly make: () => Chooser;
}

/** Fulfils wishes where that can be, and passes over them where it cannot. */
export class Wishful implements Chooser {
  private readonly wishes = new Map<number, Actor>();
  private readonly after: number;
  private readonly tail: Chooser | undefined;
  private choices = 0;

  constructor(wishes: readonly Wish[], tail?: Tail) {
    for (const { choice, actor } of wishes) this.wishes.set(choice, actor);
    this.after = tail?.after ?? Infinity;
    this.tail = tail?.make();
  }

  choose(point: Point): number {
    if (point.enabled.length === 1) return 0;
    const choice = this.choices++;
    if (choice >= this.after) return this.tail!.choose(point);
    const actor = this.wishes.get(choice);
    const index = actor === undefined ? -1 : point.enabled.indexOf(actor);
    return index < 0 ? usualChoice(point) : index;
  }
}

/** What has to be wished for to make these choices. */
export function wishesOf(choices: readonly Choice[]): Wish[] {
  return choices.flatMap(({ enabled, index, usual }, choice) =>
    index === usual ? [] : [{ choice, actor: enabled[index]! }],
  );
}

/** The same for the same wishes. */
export function keyOf(wishes: readonly Wish[]): string {
  return wishes.map(({ choice, actor }) => `${String(choice)}:${String(actor.serial)}`).join();
}
