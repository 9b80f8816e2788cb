import type { Actor } from "../machine/actor.js";

/** How many steps an actor takes in one stretch, without those of its children. */
interface Count {
  /** The stretch of its parent in which it was born. */
  parent: number | undefined;
  /** What most of the runs had (Boyer and Moore's majority vote), and how far that is ahead. */
  steps: number;
  votes: number;
}

/** So many runs in a row that all differ from what most had are believed. */
const TRUST = 8;

/** More stretches than that are counted as one. */
const STRETCHES = 16;

/**
 * How many steps each task takes, with all below it: what most of the runs so far had, which is exact where the numbers never
 * change, and learnt anew where they do.
 *
 * Steps that a task takes after the end of another one has woken it come after all that this one did. They are a *stretch* of
 * their own, which counts from there on: a program that spawns, waits for its children and goes on is not the likelier to
 * take a step before they do for all that it will do when they are done.
 */
export class StepCounts {
  /** By stretch: the serial number of an actor, and which of its stretches. Those of children come after their parents'. */
  private readonly counts: (Count | undefined)[] = [];
  /** What is expected of each stretch and all below it; and how much is left of that for the actor and the unborn below it. */
  private totals: number[] = [];
  private left: number[] = [];
  /** The stretch that each actor is in, and the steps that it has taken in each in this run. */
  private stretches: (number | undefined)[] = [];
  private taken = new Map<number, { steps: number; readonly parent: number | undefined }>();
  private last: Actor | null = null;

  /** A run begins. */
  begin(): void {
    this.totals = this.sums();
    this.left = this.totals.slice();
    this.stretches = [];
    this.taken = new Map();
    this.last = null;
  }

  /** An actor can go on, after so many steps of the run. */
  meet(actor: Actor, depth: number): void {
    const stretch = this.stretches[actor.serial];
    if (stretch === undefined) this.enter(actor, actor.serial * STRETCHES, this.stretchOf(actor.parent));
    else if (this.isWokenByAnEnd(actor, depth) && (stretch + 1) % STRETCHES > 0)
      this.enter(actor, stretch + 1, undefined);
  }

  /** At least 1: it can go on, so it takes a step. */
  leftOf(actor: Actor): number {
    return Math.max(1, this.left[this.stretchOf(actor)!] ?? 1);
  }

  /** An actor takes a step. */
  took(actor: Actor): void {
    const stretch = this.stretchOf(actor)!;
    this.left[stretch] = (this.left[stretch] ?? 0) - 1;
    this.taken.get(stretch)!.steps++;
    this.last = actor;
  }

  /** The run is over: learns from it. */
  over(): void {
    for (const [stretch, { steps, parent }] of this.taken) {
      const count = (this.counts[stretch] ??= { parent, steps, votes: 0 });
      count.parent = parent;
      vote(count, steps);
    }
  }

  /** What a new one and those below it will take is no longer its parent's. */
  private enter(actor: Actor, stretch: number, parent: number | undefined): void {
    this.stretches[actor.serial] = stretch;
    this.taken.set(stretch, { steps: 0, parent });
    if (parent !== undefined) this.left[parent] = (this.left[parent] ?? 0) - (this.totals[stretch] ?? 0);
  }

  private stretchOf(actor: Actor | null): number | undefined {
    return actor === null ? undefined : this.stretches[actor.serial];
  }

  private isWokenByAnEnd(actor: Actor, depth: number): boolean {
    const { last } = this;
    return last !== null && last !== actor && actor.waker === depth - 1 && last.task?.done === true;
  }

  /** From the last stretch to the first, so that what is below each has been summed up before it. */
  private sums(): number[] {
    const sums: number[] = [];
    for (let stretch = this.counts.length - 1; stretch >= 0; stretch--) {
      const count = this.counts[stretch];
      if (count === undefined) continue;
      const sum = (sums[stretch] ?? 0) + count.steps;
      sums[stretch] = sum;
      if (count.parent !== undefined) sums[count.parent] = (sums[count.parent] ?? 0) + sum;
    }
    return sums;
  }
}

function vote(count: Count, steps: number): void {
  if (steps === count.steps) count.votes = Math.min(count.votes + 1, TRUST);
  else if (count.votes > 0) count.votes--;
  else count.steps = steps;
}
