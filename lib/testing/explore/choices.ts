import type { Actor } from "./machine/actor.js";
import type { Chooser, Point, Step } from "./machine/chooser.js";
import { usualChoice } from "./schedule.js";
import { preemption } from "./strategies/exhaustive.js";

/** One choice of a run: who could go on, and who did. */
export interface Choice {
  /** How many steps there were before. */
  readonly depth: number;
  readonly enabled: readonly Actor[];
  readonly index: number;
  /** The place of who goes on where nothing is said. */
  readonly usual: number;
  /** Whether it leaves a task that could go on. */
  readonly preempts: boolean;
}

/** Lets a chooser choose, and keeps all that is to be known of its choices: more than `Logged`, which is quicker. */
export class ChoiceLog implements Chooser {
  /** Who took each step. */
  readonly actors: Actor[] = [];
  /** For each step the place of who took it. */
  readonly indexes: number[] = [];
  /** Where more than one could go on. */
  readonly choices: Choice[] = [];
  private readonly inner: Chooser;

  constructor(inner: Chooser) {
    this.inner = inner;
  }

  /** How many steps whoever chooses knows already. */
  get known(): number {
    return this.inner.known ?? 0;
  }

  get preemptions(): number {
    return this.choices.filter(({ preempts }) => preempts).length;
  }

  choose(point: Point): number {
    const index = this.inner.choose(point);
    if (index < 0) return index;
    const { enabled, depth } = point;
    this.actors.push(enabled[index]!);
    this.indexes.push(index);
    if (enabled.length === 1) return index;
    const preempts = preemption(point, index) > 0;
    this.choices.push({ depth, enabled: enabled.slice(), index, usual: usualChoice(point), preempts });
    return index;
  }

  stepped(step: Step): void {
    this.inner.stepped?.(step);
  }
}
