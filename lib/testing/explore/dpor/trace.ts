import type { Actor } from "../actor.js";
import type { Footprint } from "../footprint.js";

/** One step of a run, and what comes before it. */
export interface Event {
  readonly index: number;
  readonly actor: Actor;
  readonly footprint: Footprint;
  /** For each actor, by its slot in this run, how many of its steps come before this one or are it. */
  readonly clock: readonly number[];
  /** The slot of its actor. */
  readonly slot: number;
  /** As which of its actor's steps it came, from 1. */
  readonly nth: number;
  /** Earlier steps of others that it depends on, with none in between: they could come the other way round. */
  readonly races: readonly Event[];
}

/** What is known of a location: who wrote it last, and who has read it since. */
interface Location {
  writer: Event | null;
  readers: Event[];
}

/**
 * The steps of a run with their happens-before relation, by vector clocks: a step comes after the one before of its actor,
 * after whatever made it possible, and after the steps that it depends on. (Flanagan and Godefroid, POPL 2005; Abdulla, Aronis,
 * Jonsson and Sagonas, POPL 2014.)
 */
export class Trace {
  readonly events: Event[] = [];
  private readonly slots = new Map<Actor, number>();
  private readonly latest: (Event | undefined)[] = [];
  private readonly locations = new Map<number, Location>();

  get length(): number {
    return this.events.length;
  }

  reset(): void {
    this.events.length = 0;
    this.slots.clear();
    this.latest.length = 0;
    this.locations.clear();
  }

  /** Whether `a`, an earlier step, has to come before `b`. */
  static precedes(a: Event, b: Event): boolean {
    return (b.clock[a.slot] ?? 0) >= a.nth;
  }

  /**
   * Adds a step. It follows the steps `follows` in any case; `barrier`: it follows all steps, and all follow it.
   */
  append(actor: Actor, footprint: Footprint, follows: readonly number[], barrier = false): Event {
    let slot = this.slots.get(actor);
    if (slot === undefined) this.slots.set(actor, (slot = this.slots.size));
    const before = this.latest[slot];
    const clock = before === undefined ? [] : before.clock.slice();
    for (const index of follows) if (index >= 0) join(clock, this.events[index]!.clock);
    if (barrier) for (const event of this.latest) if (event !== undefined) join(clock, event.clock);
    const races = this.racesOf(slot, footprint, clock);
    const nth = (before?.nth ?? 0) + 1;
    while (clock.length <= slot) clock.push(0);
    clock[slot] = nth;
    const event: Event = { index: this.events.length, actor, footprint, clock, slot, nth, races };
    this.events.push(event);
    this.latest[slot] = event;
    this.enter(event);
    return event;
  }

  /** The same for two runs whose steps depend on each other in the same way, whatever the order of the others. */
  key(): string {
    const actors: Actor[] = [];
    for (const [actor, slot] of this.slots) actors[slot] = actor;
    const rows = this.events.map(({ slot, nth, clock }) => {
      const before = clock.flatMap((n, i) => (n === 0 ? [] : [`${String(actors[i]!.serial)}:${String(n)}`])).sort();
      return `${String(actors[slot]!.serial)}:${String(nth)}<${before.join()}`;
    });
    return rows.sort().join(";");
  }

  /** The steps that race with a new one. Its clock takes in what comes before them. */
  private racesOf(slot: number, footprint: Footprint, clock: number[]): Event[] {
    const candidates: Event[] = [];
    for (const access of footprint) {
      const location = this.locations.get(access >> 1);
      if (location === undefined) continue;
      add(candidates, location.writer, clock);
      if ((access & 1) === 1) for (const reader of location.readers) add(candidates, reader, clock);
    }
    if (candidates.length === 0) return candidates;
    const races: Event[] = [];
    candidates.sort((a, b) => b.index - a.index);
    for (const event of candidates) {
      if ((clock[event.slot] ?? 0) >= event.nth) continue;
      if (event.slot !== slot) races.push(event);
      join(clock, event.clock);
    }
    return races;
  }

  private enter(event: Event): void {
    for (const access of event.footprint) {
      const key = access >> 1;
      let location = this.locations.get(key);
      if (location === undefined) this.locations.set(key, (location = { writer: null, readers: [] }));
      if ((access & 1) === 1) {
        location.writer = event;
        if (location.readers.length > 0) location.readers = [];
      } else location.readers.push(event);
    }
  }
}

function add(candidates: Event[], event: Event | null, clock: readonly number[]): void {
  if (event !== null && (clock[event.slot] ?? 0) < event.nth) candidates.push(event);
}

/** Takes the later of each pair. */
function join(clock: number[], other: readonly number[]): void {
  for (let i = clock.length; i < other.length; i++) clock.push(0);
  for (let i = 0; i < other.length; i++) if (other[i]! > clock[i]!) clock[i] = other[i]!;
}
