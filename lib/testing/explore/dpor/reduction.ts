import type { Actor } from "../machine/actor.js";
import { conflict, type Footprint } from "../machine/footprint.js";
import type { Ending, Point, Step } from "../machine/chooser.js";
import { Divergence } from "../strategies/divergence.js";
import type { Strategy } from "../strategies/strategy.js";
import { Trace, type Event } from "./trace.js";

/** One that need not go on from a state: what begins with its step was explored before. */
export interface Sleeper {
  readonly actor: Actor;
  readonly footprint: Footprint;
}

/** A state on the way of the run under way, and the step that was taken from it. */
export interface Node {
  sleep: readonly Sleeper[];
  /** Who goes on from here in this run. */
  chosen: Actor;
  event: Event | null;
}

const NOBODY: readonly Sleeper[] = [];

interface Hindered {
  readonly by: Event;
  /** The step in which that came about. */
  readonly since: number;
  /** What would have to be due, in this order. */
  readonly timers: readonly Actor[];
}

/**
 * What the two forms of dynamic partial-order reduction share: the states of the run, sleep sets, and the races of each run.
 * The forms differ in what they put down for a race, and in what they take from that.
 */
export abstract class Reduction<N extends Node> implements Strategy {
  abstract readonly name: string;
  readonly watches = true;
  complete = false;
  /** A step has touched what it never touched before: what was decided before that has to be decided again. */
  stale = false;
  /** Runs that were given up because all that could go on was asleep. */
  blocked = 0;
  protected readonly nodes: N[] = [];
  /** How many steps were tried from each of the states, besides that of this run. */
  private readonly tried: number[] = [];
  protected readonly trace: Trace = new Trace();
  /** The first step of this run that no earlier run had. */
  private fresh = 0;

  /** The steps of a run up to its first new one are in the trace already. */
  get known(): number {
    return this.fresh;
  }

  private begun = false;
  /** Timers of this run that could have been due if it were not for a step; and the steps that took timers back. */
  private readonly hindered: Hindered[] = [];
  private readonly withdrawals = new Map<Actor, Event>();

  /** Who goes on from a new state; `undefined` where all that could are asleep. */
  protected abstract arrive(point: Point, sleep: readonly Sleeper[]): N | undefined;
  /** Who is to be tried next from a state, after the one that was tried last; `undefined` where that is done. */
  protected abstract nextAt(node: N): Actor | undefined;
  /** How many steps are to be tried from a state besides those that were, as far as is known. */
  protected abstract waitingAt(node: N): number;
  /** Puts down that two steps are to be tried the other way round. */
  protected abstract race(earlier: Event, later: Event): void;
  /** Puts down that these steps are to come from a state, and then these timers are to be due. */
  protected abstract timersAfter(node: N, steps: readonly Event[], timers: readonly Actor[]): void;

  begin(): boolean {
    if (!this.begun) return (this.begun = true);
    while (this.nodes.length > 0) {
      const node = this.nodes[this.nodes.length - 1]!;
      const next = this.nextAt(node);
      if (next !== undefined) {
        node.sleep = [...node.sleep, { actor: node.chosen, footprint: node.event!.footprint }];
        node.chosen = next;
        node.event = null;
        this.fresh = this.nodes.length - 1;
        this.tried[this.fresh]!++;
        this.takeBack(this.fresh);
        return true;
      }
      this.nodes.pop();
      this.tried.pop();
    }
    this.complete = !this.stale;
    return false;
  }

  /** Forgets all steps but the first `length`. */
  private takeBack(length: number): void {
    this.trace.cut(length);
    while (this.hindered.length > 0 && this.hindered.at(-1)!.since >= length) this.hindered.pop();
    for (const [timer, event] of this.withdrawals) if (event.index >= length) this.withdrawals.delete(timer);
  }

  choose(point: Point): number {
    const { depth } = point;
    if (depth === this.nodes.length) {
      const node = this.arrive(point, this.sleepAt(depth));
      if (node === undefined) return -1;
      this.nodes.push(node);
      this.tried.push(0);
    }
    const { chosen } = this.nodes[depth]!;
    const index = point.enabled.indexOf(chosen);
    if (index < 0)
      throw new Divergence(
        depth,
        [chosen.id],
        point.enabled.map(({ id }) => id),
      );
    return index;
  }

  stepped(step: Step): void {
    const event = this.trace.append(step.actor, step.footprint, step.follows, step.barrier);
    this.nodes[event.index]!.event = event;
    if (learn(event)) this.stale = true;
    for (const timer of step.withdrawn) this.withdrawals.set(timer, event);
    for (const timers of step.overtaken) this.hindered.push({ by: event, since: event.index, timers });
    for (const timer of step.set) this.lateTimer(timer, event, step.pending);
  }

  /**
   * A step has set a timer while earlier ones were set that it knows nothing of. They will be due before it; but the steps that
   * set them could come later, and then it could be due first.
   */
  private lateTimer(timer: Actor, setting: Event, pending: readonly Actor[]): void {
    for (const { time, waker } of pending) {
      if (time >= timer.time || waker < 0) continue;
      const by = this.trace.events[waker]!;
      if (by !== setting && !Trace.precedes(by, setting))
        this.hindered.push({ by, since: setting.index, timers: [timer] });
    }
  }

  /** What could come in place of a step without which timers could have been due: all that need not come after it. */
  private tryTimers({ by, timers }: Hindered): void {
    const withdrawal = this.withdrawals.get(timers[timers.length - 1]!);
    const steps = this.trace.events.filter(
      (event) =>
        event.index > by.index &&
        !Trace.precedes(by, event) &&
        (withdrawal === undefined || event.index < withdrawal.index || !follows(event, withdrawal)),
    );
    this.timersAfter(this.nodes[by.index]!, steps, timers);
  }

  over(ending: Ending): void {
    if (ending === "abandoned") this.blocked++;
    for (const event of this.trace.racing) {
      for (const earlier of event.races)
        if (event.index >= this.fresh || this.goesOnAnew(earlier)) this.race(earlier, event);
    }
    for (const hindered of this.hindered) this.tryTimers(hindered);
  }

  /** How much of what is known of the tree is behind. Later runs make more of it known. */
  get share(): number {
    if (this.complete) return 1;
    let share = 0;
    let part = 1;
    for (const [depth, node] of this.nodes.entries()) {
      const tried = this.tried[depth]!;
      part /= tried + 1 + this.waitingAt(node);
      share += part * tried;
    }
    return share;
  }

  /** Whether what need not come after a step of an earlier run is not what it was in that run. */
  private goesOnAnew(earlier: Event): boolean {
    const { events } = this.trace;
    for (let i = this.fresh; i < events.length; i++) if (!Trace.precedes(earlier, events[i]!)) return true;
    return false;
  }

  /** Who is asleep in the state that the last step led to: those whose step does not depend on it. */
  private sleepAt(depth: number): readonly Sleeper[] {
    const before = this.nodes[depth - 1];
    if (before === undefined || before.sleep.length === 0) return NOBODY;
    const { footprint } = before.event!;
    return before.sleep.filter((sleeper) => !conflict(sleeper.footprint, footprint));
  }

  /** The steps of this run that need not come after `earlier`, and then `later`, which is to come before it. */
  protected without(earlier: Event, later: Event): Event[] {
    const { events } = this.trace;
    const rest: Event[] = [];
    for (let i = earlier.index + 1; i < events.length; i++) {
      const event = events[i]!;
      if (event !== later && !Trace.precedes(earlier, event)) rest.push(event);
    }
    rest.push(later);
    return rest;
  }
}

/** Who goes on where nothing is planned: the last one if it can, or else the first that is not asleep. */
export function firstAwake({ enabled, last }: Point, sleep: readonly Sleeper[]): Actor | undefined {
  if (sleep.length === 0) return enabled.includes(last) ? last : enabled[0];
  const awake = enabled.filter((actor) => !sleep.some((sleeper) => sleeper.actor === actor));
  return awake.includes(last) ? last : awake[0];
}

/** Whether a step is an earlier one, or has to come after it. */
function follows(event: Event, earlier: Event): boolean {
  return event === earlier || Trace.precedes(earlier, event);
}

/** Keeps what the n-th step of an actor has ever touched; true where a step has touched more than those before it. */
function learn({ actor, nth, footprint }: Event): boolean {
  const known = actor.touches[nth];
  if (known === footprint) return false;
  if (known === undefined) {
    actor.touches[nth] = footprint;
    return false;
  }
  const more = footprint.filter((access) => !known.includes(access));
  if (more.length === 0) return false;
  actor.touches[nth] = [...known, ...more];
  return true;
}

/**
 * What a step may touch when it is taken earlier than in the run in which it was seen: it may read other values there, and go
 * another way. So it is all that it has ever touched.
 */
export function mayTouch({ actor, nth }: Event): Footprint {
  return actor.touches[nth]!;
}

/** Whether nothing in `rest` has to come before the event at `at`. The last one is taken earlier than it was seen. */
export function isInitial(rest: readonly Event[], at: number, last: Event | undefined): boolean {
  const event = rest[at]!;
  for (let i = 0; i < at; i++) {
    if (Trace.precedes(rest[i]!, event)) return false;
    if (event === last && conflict(rest[i]!.footprint, mayTouch(event))) return false;
  }
  return true;
}
