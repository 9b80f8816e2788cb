import { recording, type AccessLog } from "./recording.js";
import { Brand, type State } from "./brand.js";
import { Fields } from "./fields.js";
import { Frozen } from "./frozen.js";
import { kindOf, type Kind } from "./kinds.js";
import { MapState } from "./map.js";
import { Proxied } from "./proxied.js";
import { SetState } from "./set.js";

/**
 * What stands for a value in tracked state: the value itself if it is no object, or an object that is tracked in its place; a
 * proxy for an array or a dictionary. All that can be reached from it is tracked, too, and gets its number here and now, in
 * the order of keys, so that numbers do not depend on who touches what first.
 *
 * @throws TypeError - if something that can be reached cannot be tracked
 */
export function adopt(value: unknown): unknown {
  const { log } = recording;
  if (log === null || typeof value !== "object" || value === null) return value;
  const known = Brand.of(value);
  return known?.log === log && known.run === log.run ? known.self : new Adoption(log).all(value);
}

/** Tracks an object whatever `kindOf` says: one of this library's own. */
export function adoptFields(object: object): void {
  const { log } = recording;
  if (log !== null) new Fields(object, log).fill(adopt);
}

/** One walk over all that can be reached from a value: the nearest first, so that its depth does not matter. */
class Adoption {
  private readonly log: AccessLog;
  private readonly found: Pick<State, "fill">[] = [];
  private frozen: Set<object> | null = null;

  constructor(log: AccessLog) {
    this.log = log;
  }

  all(value: object): object {
    const self = this.enter(value);
    for (const state of this.found) state.fill(this.enterValue);
    return self;
  }

  private readonly enterValue = (value: unknown): unknown =>
    typeof value === "object" && value !== null ? this.enter(value) : value;

  private enter(object: object): object {
    const known = Brand.of(object);
    if (known === undefined) return this.meet(object);
    if (known.log !== this.log || known.run !== this.log.run) this.moveOn(known);
    return known.self;
  }

  /** An object of an earlier run, one that lives outside of the program: it gets a number of this run. */
  private moveOn(state: State): void {
    state.log = this.log;
    state.run = this.log.run;
    state.number = this.log.born();
    state.renew();
    this.found.push(state);
  }

  private meet(object: object): object {
    const kind = kindOf(object);
    if (kind === "value") return object;
    if (kind === "frozen") return this.meetFrozen(object);
    const state = makeState(kind, object, this.log);
    this.found.push(state);
    return state.self;
  }

  /** It takes no brand, so what was met already is kept here. */
  private meetFrozen(object: object): object {
    this.frozen ??= new Set();
    if (!this.frozen.has(object)) {
      this.frozen.add(object);
      this.found.push(new Frozen(object));
    }
    return object;
  }
}

function makeState(kind: Exclude<Kind, "value" | "frozen">, object: object, log: AccessLog): State {
  switch (kind) {
    case "fields":
      return new Fields(object, log);
    case "array":
    case "dictionary":
      return new Proxied(object, log);
    case "map":
      return new MapState(object as Map<unknown, unknown>, log);
    case "set":
      return new SetState(object as Set<unknown>, log);
  }
}
