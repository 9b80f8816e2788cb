import type { Actor } from "../machine/actor.js";
import type { Footprint } from "../machine/footprint.js";
import { Accesses } from "./accesses.js";

/** One step of a run, and what comes before it. */
export interface Event {
  readonly index: number;
  readonly actor: Actor;
  readonly footprint: Footprint;
  /**
   * For each other actor, by its slot in this run, how many of its steps come before this one. The steps of an actor share one as
   * long as nothing new comes before them, so that those that meet nobody cost none.
   */
  readonly clock: readonly number[];
  /** The slot of its actor. */
  readonly slot: number;
  /** As which of its actor's steps it came, from 1. */
  readonly nth: number;
  /** The step before of its actor. */
  readonly previous: Event | undefined;
  /** Earlier steps of others that it depends on, with none in between: they could come the other way round. */
  readonly races: readonly Event[];
}

const NONE: readonly never[] = [];
const NO_EVENTS: ReadonlySet<Event> = new Set<Event>();

/**
 * The steps of a run with their happens-before relation, by vector clocks: a step comes after the one before of its actor,
 * after whatever made it possible, and after the steps that it depends on. (Flanagan and Godefroid, POPL 2005; Abdulla, Aronis,
 * Jonsson and Sagonas, POPL 2014.)
 */
export class Trace {
  readonly events: Event[] = [];
  /** Those that race with earlier ones. */
  readonly racing: Event[] = [];
  /** Who has which slot, and the slot of each by his serial number. */
  private readonly actors: Actor[] = [];
  private readonly slots: (number | undefined)[] = [];
  private readonly latest: (Event | undefined)[] = [];
  private readonly accesses = new Accesses();
  /** The clock of the step that is being added, and whether it is still that of the step before. */
  private clock: number[] = [];
  private isShared = false;

  get length(): number {
    return this.events.length;
  }

  reset(): void {
    this.events.length = 0;
    this.racing.length = 0;
    this.actors.length = 0;
    this.slots.length = 0;
    this.latest.length = 0;
    this.accesses.reset();
  }

  /** Takes back all steps but the first `length`: the next run begins with those. */
  cut(length: number): void {
    if (length === 0) this.reset();
    while (this.events.length > length) {
      const event = this.events.pop()!;
      this.latest[event.slot] = event.previous;
      if (event.races.length > 0) this.racing.pop();
      this.accesses.pop(event.footprint);
    }
  }

  /** Whether `a`, an earlier step, has to come before `b`. */
  static precedes(a: Event, b: Event): boolean {
    return a.slot === b.slot || (b.clock[a.slot] ?? 0) >= a.nth;
  }

  /**
   * Adds a step. It follows the steps `follows` in any case; `barrier`: it follows all steps. (Those after it follow whoever woke them.)
   */
  append(actor: Actor, footprint: Footprint, follows: readonly number[], barrier = false): Event {
    const { events, latest } = this;
    const slot = this.slotOf(actor);
    const previous = latest[slot];
    this.clock = (previous?.clock as number[] | undefined) ?? [];
    this.isShared = true;
    for (const index of follows) if (index >= 0) this.follow(events[index]!, slot);
    if (barrier) for (const event of latest) if (event !== undefined) this.follow(event, slot);
    const races = this.racesOf(slot, footprint);
    const nth = previous === undefined ? 1 : previous.nth + 1;
    const event: Event = { index: events.length, actor, footprint, clock: this.clock, slot, nth, previous, races };
    events.push(event);
    if (races.length > 0) this.racing.push(event);
    latest[slot] = event;
    this.accesses.push(event.index, footprint);
    return event;
  }

  /**
   * The same for two runs whose steps depend on each other in the same way, whatever the order of the others. `halves`: steps that
   * count as one with those before of their actors.
   */
  key(halves: ReadonlySet<Event> = NO_EVENTS): string {
    const names = this.actors.map(({ serial }) => String(serial));
    const number = numbering(halves);
    const firsts = new Set([...halves].map(({ previous }) => previous));
    const rows = this.events.flatMap((event) => {
      if (firsts.has(event)) return [];
      const { slot, nth, clock } = event;
      const others = clock.flatMap((n, i) => (n === 0 || i === slot ? [] : [`${names[i]!}:${String(number(i, n))}`]));
      return [`${names[slot]!}:${String(number(slot, nth))}<${others.sort().join()}`];
    });
    return rows.sort().join(";");
  }

  private slotOf(actor: Actor): number {
    return (this.slots[actor.serial] ??= this.actors.push(actor) - 1);
  }

  /** Puts an earlier step, and all that comes before it, before the step that is being added. */
  private follow(event: Event, slot: number): void {
    if (!this.isNew(event, slot)) return;
    if (this.isShared) {
      this.clock = this.clock.slice();
      this.isShared = false;
    }
    join(this.clock, event.clock);
    while (this.clock.length <= event.slot) this.clock.push(0);
    this.clock[event.slot] = event.nth;
  }

  /** Whether it is not known yet that an earlier step comes before the one that is being added. */
  private isNew(event: Event, slot: number): boolean {
    return event.slot !== slot && (this.clock[event.slot] ?? 0) < event.nth;
  }

  /** The steps that race with a new one, the latest first. Its clock takes in what comes before them. */
  private racesOf(slot: number, footprint: Footprint): readonly Event[] {
    const candidates = this.candidates(slot, footprint);
    if (candidates === undefined) return NONE;
    const races: Event[] = [];
    if (candidates.length > 1) candidates.sort((a, b) => b.index - a.index);
    for (const event of candidates) {
      if (!this.isNew(event, slot)) continue;
      races.push(event);
      this.follow(event, slot);
    }
    return races;
  }

  /** The last step that wrote one of the locations; and where the new one writes it, those that have read it since. */
  private candidates(slot: number, footprint: Footprint): Event[] | undefined {
    const { events, accesses } = this;
    let candidates: Event[] | undefined;
    for (const access of footprint) {
      const writes = (access & 1) === 1;
      for (let at = accesses.last(access); at !== 0; at = accesses.before(at)) {
        const isWrite = accesses.isWrite(at);
        if (writes || isWrite) {
          const event = events[accesses.eventOf(at)]!;
          if (this.isNew(event, slot)) {
            if (candidates === undefined) candidates = [event];
            else candidates.push(event);
          }
        }
        if (isWrite) break;
      }
    }
    return candidates;
  }
}

/** As which step of an actor one counts, where halves make one. */
function numbering(halves: ReadonlySet<Event>): (slot: number, nth: number) => number {
  if (halves.size === 0) return (_, nth) => nth;
  return (slot, nth) => nth - [...halves].filter((half) => half.slot === slot && half.nth <= nth).length;
}

/** Takes the later of each pair. */
function join(clock: number[], other: readonly number[]): void {
  for (let i = clock.length; i < other.length; i++) clock.push(0);
  for (let i = 0; i < other.length; i++) if (other[i]! > clock[i]!) clock[i] = other[i]!;
}
