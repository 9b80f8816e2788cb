import { RandomStream } from "../../../kernel/random.js";
import type { Actor } from "../machine/actor.js";
import type { Event } from "../dpor/trace.js";
import type { Chooser, Point } from "../machine/chooser.js";
import type { Reruns } from "../rerun.js";
import { wayOf } from "../sameness.js";
import { usualChoice } from "../schedule.js";
import type { Problem } from "../verdict.js";

/** A step, as that of a task: the same in other schedules, as far as the task does the same in them. */
export interface StepOf {
  readonly actor: Actor;
  /** As which of its steps it comes, from 1. */
  readonly nth: number;
}

/** `first` comes before `second`. */
export interface Ordering {
  readonly first: StepOf;
  readonly second: StepOf;
}

/** The least set of orderings that was found to make a program fail. */
export interface Orderings {
  readonly orderings: readonly Ordering[];
  /** How many schedules with all of them were run: all fail. */
  readonly tried: number;
}

/** A run that fails, by its steps. */
export interface Failing {
  readonly steps: readonly Event[];
  readonly problem: Problem;
}

/** How many schedules are tried before an ordering is left out; and in the end, before it is said that all fail. */
const SAMPLES = 16;
const FINAL = 100;
/** How many steps may be spent on that. */
const STEPS = 400_000;
const MOST = 60;

/**
 * Which of the races of a failing run have to go as they did. One ordering after the other is left out: if all schedules that are
 * tried still fail in the same way, it did not matter. Among them are some in which the two steps come the other way round. So
 * each ordering that is left is needed, given the others: a schedule with all of them but this one does not fail. That they
 * are enough is not proved but for the schedules that were tried.
 */
export function leastOrderings(reruns: Reruns, { steps, problem }: Failing): Orderings | undefined {
  const all = candidates(steps, problem);
  if (all.length > MOST) return undefined;
  const last = reruns.count + STEPS / Math.max(1, steps.length);
  const trials = new Trials(reruns, wayOf(problem));
  while (reruns.count < last) {
    let needed = all;
    for (const one of all) {
      const rest = needed.filter((other) => other !== one);
      if (trials.allFail(rest, SAMPLES, one)) needed = rest;
    }
    trials.tried.clear();
    // One that does not fail after all is a witness against what was left out: the next round knows it.
    if (trials.allFail(needed, FINAL)) return { orderings: needed, tried: trials.tried.size };
    if (needed === all) return undefined;
  }
  return undefined;
}

/** The races; and where tasks were cut short, that what they would have done next comes after the last step. */
function candidates(steps: readonly Event[], { kind }: Problem): Ordering[] {
  const races = steps.flatMap((event) => event.races.map((race) => ({ first: stepOf(race), second: stepOf(event) })));
  if (kind !== "error" && kind !== "invariant") return races;
  const end = steps.at(-1)!;
  const counts = new Map(steps.map(({ actor, nth }) => [actor, nth]));
  const cut = [...counts].filter(([actor]) => actor !== end.actor && actor.kind === "task");
  // Those come first, so that they are left out rather than a race.
  return [...cut.map(([actor, nth]) => ({ first: stepOf(end), second: { actor, nth: nth + 1 } })), ...races];
}

function stepOf({ actor, nth }: StepOf): StepOf {
  return { actor, nth };
}

/** Tries schedules that have certain orderings. */
class Trials {
  /** The schedules that were run. */
  readonly tried = new Set<string>();
  private readonly reruns: Reruns;
  private readonly way: string;
  private readonly random = new RandomStream("orderings");
  /** Schedules that do not fail, by the place of each step. */
  private readonly witnesses: Places[] = [];

  constructor(reruns: Reruns, way: string) {
    this.reruns = reruns;
    this.way = way;
  }

  /** Whether all fail that are tried; among them some with `turned` the other way round. */
  allFail(orderings: readonly Ordering[], samples: number, turned?: Ordering): boolean {
    if (this.witnesses.some((places) => orderings.every((ordering) => places.obey(ordering)))) return false;
    const reversed = turned === undefined ? orderings : [...orderings, { first: turned.second, second: turned.first }];
    for (let i = 0; i < samples; i++) {
      if (!this.fails(i % 2 === 0 ? reversed : orderings, i < 2 ? usualChoice : this.any)) return false;
    }
    return true;
  }

  private readonly any = ({ enabled }: Point): number => this.random.below(enabled.length);

  /** Whether a schedule fails; one that cannot go on without breaking an order does not count. */
  private fails(orderings: readonly Ordering[], pick: (point: Point) => number): boolean {
    const { ending, problem, log } = this.reruns.run(new Obedient(orderings, pick));
    if (ending === "abandoned") return true;
    this.tried.add(log.indexes.join("."));
    if (problem !== undefined && wayOf(problem) === this.way) return true;
    this.witnesses.push(new Places(log.actors));
    return false;
  }
}

/** Where the steps of a run come. */
class Places {
  private readonly places = new Map<Actor, number[]>();

  constructor(actors: readonly Actor[]) {
    for (const [place, actor] of actors.entries()) {
      const own = this.places.get(actor);
      if (own === undefined) this.places.set(actor, [place]);
      else own.push(place);
    }
  }

  obey({ first, second }: Ordering): boolean {
    const after = this.of(second);
    return after === Infinity || this.of(first) < after;
  }

  private of({ actor, nth }: StepOf): number {
    return this.places.get(actor)?.[nth - 1] ?? Infinity;
  }
}

/** Keeps to orderings, and else lets somebody else choose. */
class Obedient implements Chooser {
  private readonly orderings: readonly Ordering[];
  private readonly pick: (point: Point) => number;
  private readonly taken = new Map<Actor, number>();

  constructor(orderings: readonly Ordering[], pick: (point: Point) => number) {
    this.orderings = orderings;
    this.pick = pick;
  }

  choose({ enabled, last, depth }: Point): number {
    const allowed = enabled.filter((actor) => this.mayGoOn(actor));
    if (allowed.length === 0) return -1;
    const actor = allowed[this.pick({ enabled: allowed, last, depth })]!;
    this.taken.set(actor, this.count(actor) + 1);
    return enabled.indexOf(actor);
  }

  private mayGoOn(actor: Actor): boolean {
    const nth = this.count(actor) + 1;
    return this.orderings.every(
      ({ first, second }) => second.actor !== actor || second.nth !== nth || this.count(first.actor) >= first.nth,
    );
  }

  private count(actor: Actor): number {
    return this.taken.get(actor) ?? 0;
  }
}
