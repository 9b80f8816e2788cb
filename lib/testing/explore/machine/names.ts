import { Actor } from "./actor.js";
import { LOCATIONS } from "./footprint.js";

/** The object that stands for the clock. */
export const CLOCK = 0;
/** The object that stands for what the scene looks at after each step: see `invariant`. */
export const LOOK = 1;

/**
 * The actors and objects of an exploration. Each gets a number when it is first met, and the same number in every later run:
 * who made it, and as which of that one's, does not depend on the schedule.
 */
export class Names {
  readonly actors: Actor[] = [];
  private readonly ids = new Map<string, Actor>();
  private objects = 2;
  /** What the scene is made by. */
  readonly setup: Actor;
  readonly clock: Actor;
  /** Numbers of objects that were made before the exploration, or by nobody who tells. */
  private readonly foreign = new WeakMap<object, number>();
  private readonly parts = new Map<number, Map<unknown, number>>();
  private readonly faults = new Map<string, Actor>();

  constructor() {
    this.setup = this.actor("setup", "setup", []);
    this.clock = this.actor("clock", "clock", [Infinity]);
  }

  root(ordinal: number): Actor {
    return this.childOf(this.setup, ordinal);
  }

  childOf(parent: Actor, ordinal: number): Actor {
    const known = parent.children[ordinal];
    if (known !== undefined) return known;
    const path = [...parent.path, ordinal];
    return (parent.children[ordinal] = this.actor("task", path.join("."), path, parent));
  }

  /** The next timer that an actor sets in this run. */
  timerOf(setter: Actor): Actor {
    const n = ++setter.armedCount;
    const known = setter.timers[n];
    if (known !== undefined) return known;
    return (setter.timers[n] = this.actor("timer", `${setter.id}@${String(n)}`, [...setter.path, -n], setter));
  }

  fault(id: string): Actor {
    let known = this.faults.get(id);
    if (known === undefined) this.faults.set(id, (known = this.actor("fault", id, [Infinity])));
    return known;
  }

  /** The number of the next object that an actor makes in this run. */
  madeBy(maker: Actor): number {
    const n = maker.bornCount++;
    return (maker.made[n] ??= this.objects++);
  }

  numberOf(object: object): number {
    let number = this.foreign.get(object);
    if (number === undefined) this.foreign.set(object, (number = this.objects++));
    return number;
  }

  /** The location of a part of a tracked object, by its key. */
  partOf(object: number, key: unknown): number {
    let parts = this.parts.get(object);
    if (parts === undefined) this.parts.set(object, (parts = new Map<unknown, number>()));
    let location = parts.get(key);
    if (location === undefined) parts.set(key, (location = this.objects++ * LOCATIONS));
    return location;
  }

  /** Takes an actor by its id, where it was met before. */
  byId(id: string): Actor | undefined {
    return this.ids.get(id);
  }

  private actor(kind: Actor["kind"], id: string, path: readonly number[], parent: Actor | null = null): Actor {
    const actor = new Actor(kind, this.actors.length, this.objects++, id, path, parent);
    this.actors.push(actor);
    this.ids.set(id, actor);
    return actor;
  }
}
