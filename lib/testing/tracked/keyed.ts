import { Brand, type State } from "./brand.js";
import { ABSENT, SHAPE, type AccessLog } from "./recording.js";
import { noteRead, noteWrite, Slot } from "./slot.js";

/**
 * What has keys that come and go: an array, a dictionary, a map or a set. Each key has a slot, there or not, and one more
 * stands for the whole of the keys. To add or delete a key writes both; so who finds a key missing meets who adds it, and who
 * counts the keys meets everybody that changes them, but two tasks at different keys do not meet.
 */
export abstract class Keyed implements State {
  log: AccessLog;
  run: number;
  number: number;
  abstract readonly self: object;
  abstract readonly target: object;
  readonly slots: readonly Slot[] = [];
  protected readonly shape: Slot;

  constructor(log: AccessLog) {
    this.log = log;
    this.run = log.run;
    this.number = log.born();
    this.shape = new Slot(this, SHAPE, undefined);
  }

  abstract fill(enter: (value: unknown) => unknown): void;
  /** What is at a key; for the shape, how many keys there are. */
  abstract peek(slot: Slot): unknown;
  /** The keys that there are. */
  protected abstract present(): Iterable<unknown>;

  renew(): void {
    this.shape.renew();
  }

  /** What is at the key, or that nothing is, was seen. */
  readKey(key: unknown): void {
    noteRead(this.slot(key));
  }

  /** Which keys there are was seen, or how many. */
  readShape(): void {
    noteRead(this.shape);
  }

  /** What is at the key is changed; `change` says whether the key comes or goes. */
  writeKey(key: unknown, change: boolean): void {
    noteWrite(this.slot(key));
    if (change) noteWrite(this.shape);
  }

  /** A key is deleted, if it is there; if not, that was seen. */
  deleteKey(key: unknown, isThere: boolean): void {
    if (isThere) this.writeKey(key, true);
    else this.readKey(key);
  }

  /** The keys are changed in a way that `writeKey` does not tell of, such as their number. */
  writeShape(): void {
    noteWrite(this.shape);
  }

  /** All that there is may be changed, and what is at these keys. */
  writeAll(keys: Iterable<unknown> = []): void {
    noteWrite(this.shape);
    for (const key of this.present()) this.writeKey(key, true);
    for (const key of keys) this.writeKey(key, true);
  }

  /** What is known about the key, there or not. */
  protected abstract slot(key: unknown): Slot;
}

/** A map or a set: its keys are any values. */
export abstract class Collected extends Keyed {
  private readonly keys = new Map<unknown, Slot>();

  override renew(): void {
    super.renew();
    this.keys.clear();
  }

  override peek(slot: Slot): unknown {
    if (slot === this.shape) return [...this.present()].length;
    for (const [key, known] of this.keys) if (known === slot) return this.at(key);
    return ABSENT;
  }

  /** What is at a key, unnoted; `ABSENT` where that is not there. */
  protected abstract at(key: unknown): unknown;

  protected override slot(key: unknown): Slot {
    let slot = this.keys.get(key);
    if (slot === undefined) {
      slot = new Slot(this, partOf(key), undefined);
      this.keys.set(key, slot);
    }
    return slot;
  }
}

/** What the log gets to know of a key: where two keys look the same, their locations are one, which is safe. */
function partOf(key: unknown): PropertyKey | object {
  switch (typeof key) {
    case "string":
    case "symbol":
    case "number":
    case "function":
      return key;
    case "object":
      return key === null ? "null" : partOfObject(key);
    default:
      return String(key);
  }
}

/** A tracked object has a number that is the same in every run; the log must find one for any other. */
function partOfObject(key: object): PropertyKey | object {
  const state = Brand.of(key);
  return state === undefined ? key : `object ${String(state.number)}`;
}
