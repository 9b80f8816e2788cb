import type { Actor } from "../machine/actor.js";
import type { Choice } from "../choices.js";
import type { Chooser } from "../machine/chooser.js";
import type { Rerun, Reruns } from "../rerun.js";
import { wayOf } from "../sameness.js";
import { InOrder, merged, serial } from "./blocks.js";
import { keyOf, wishesOf, Wishful, type Tail, type Wish } from "./wishes.js";

/** What a schedule costs, the dearest first: preemptions, choices that are not the usual one, steps. */
type Cost = readonly [preemptions: number, deviations: number, steps: number];

/** How to shrink. */
export interface Shrinking {
  /** How many runs there may be. */
  readonly budget: number;
  readonly tail?: Tail | undefined;
}

/**
 * Makes a failing schedule simpler: fewest preemptions first, then fewest choices that are not the usual one, then fewest steps.
 * It still fails in the same way. First tasks take their steps one after the other in spans as long as can be, which leaves who
 * meets whom after a span as it was; then as many deviations as can be are left out (`ddmin`: Zeller and Hildebrandt, IEEE
 * Transactions on Software Engineering 28, 2002); then steps that one takes in a row are moved to others of its, and the
 * deviations that are left are moved by one or two. It is no search of all: see `certify`.
 */
export class Shrinker {
  /** The simplest schedule so far. */
  best: Rerun;
  private wishes: readonly Wish[];
  private readonly reruns: Reruns;
  private readonly way: string;
  private readonly tried = new Set<string>();
  private readonly tail: Tail | undefined;
  private readonly last: number;
  private cost: Cost;

  /** `first` is a run of `reruns` that fails. */
  constructor(reruns: Reruns, first: Rerun, { budget, tail }: Shrinking) {
    this.reruns = reruns;
    this.best = first;
    this.tail = tail;
    this.way = wayOf(first.problem!);
    this.wishes = wishesOf(this.own(first));
    this.cost = this.costOf(first);
    this.last = reruns.count + budget;
  }

  shrink(): Rerun {
    if (this.attempt([])) return this.best;
    if (this.tail === undefined) this.serialise(0, this.best.log.actors.length);
    do this.leaveOut();
    while (this.merge() || this.move());
    return this.best;
  }

  /** Lets those that have steps in a span take them one after the other; where that is not the same failure, in each half of it. */
  private serialise(from: number, to: number): void {
    const order = serial(this.best.log.actors, from, to);
    if (order === undefined || this.isOver || this.inOrder(order)) return;
    const middle = Math.floor((from + to) / 2);
    this.serialise(from, middle);
    this.serialise(middle, to);
  }

  /** Leaves out as many wishes as can be: halves of them, quarters, and so on, down to single ones. */
  private leaveOut(): void {
    let parts = 2;
    while (this.wishes.length > 1 && !this.isOver) {
      const size = Math.ceil(this.wishes.length / parts);
      if (this.leaveOutSome(size)) parts = Math.max(parts - 1, 2);
      else if (size === 1) return;
      else parts *= 2;
    }
  }

  private leaveOutSome(size: number): boolean {
    const { wishes } = this;
    for (let from = 0; from < wishes.length; from += size) {
      if (this.attempt([...wishes.slice(0, from), ...wishes.slice(from + size)])) return true;
    }
    return false;
  }

  /** Moves steps that one takes in a row to others of its. */
  private merge(): boolean {
    if (this.tail !== undefined || this.isOver) return false;
    for (const order of merged(this.best.log.actors)) {
      if (this.inOrder(order)) return true;
    }
    return false;
  }

  /** Moves one of the wishes to another choice. */
  private move(): boolean {
    const { wishes } = this;
    for (const [i, wish] of wishes.entries()) {
      for (const choice of [wish.choice - 1, wish.choice + 1, wish.choice - 2, wish.choice + 2, 0]) {
        if (choice < 0 || wishes.some((other) => other.choice === choice)) continue;
        if (this.attempt(wishes.with(i, { ...wish, choice }))) return true;
      }
    }
    return false;
  }

  private get isOver(): boolean {
    return this.reruns.count >= this.last;
  }

  private inOrder(order: readonly Actor[]): boolean {
    return this.tryIt(order.map(({ serial }) => serial).join("."), new InOrder(order));
  }

  private attempt(wishes: readonly Wish[]): boolean {
    return this.tryIt(keyOf(wishes), new Wishful(wishes, this.tail));
  }

  /** Runs a schedule, and keeps it if it fails in the same way at less cost. */
  private tryIt(key: string, chooser: Chooser): boolean {
    if (this.tried.has(key) || this.isOver) return false;
    this.tried.add(key);
    const run = this.reruns.run(chooser);
    if (run.problem === undefined || wayOf(run.problem) !== this.way) return false;
    const real = wishesOf(this.own(run));
    const cost = this.costOf(run);
    this.tried.add(keyOf(real));
    if (!isLess(cost, this.cost)) return false;
    this.best = run;
    this.wishes = real;
    this.cost = cost;
    return true;
  }

  private costOf(run: Rerun): Cost {
    const own = this.own(run);
    const preemptions = own.filter(({ preempts }) => preempts).length;
    return [preemptions, own.filter(({ index, usual }) => index !== usual).length, run.log.actors.length];
  }

  /** The choices that count: those of the tail do not. */
  private own({ log }: Rerun): readonly Choice[] {
    return log.choices.slice(0, this.tail?.after);
  }
}

function isLess(a: Cost, b: Cost): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}
