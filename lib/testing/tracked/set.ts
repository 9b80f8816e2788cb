import { adopt } from "./adopt.js";
import { Brand, known } from "./brand.js";
import { methodsOf, keyedOf, watch } from "./collection.js";
import { Collected } from "./keyed.js";
import { ABSENT, type AccessLog } from "./recording.js";

/** A set stays the object that it is, and gets methods of its own that say what they look at and change. */
export class SetState extends Collected {
  readonly self: object;
  readonly target: Set<unknown>;

  constructor(set: Set<unknown>, log: AccessLog) {
    super(log);
    this.target = set;
    this.self = Object.defineProperties(set, methods);
    new Brand(set, this);
  }

  override fill(enter: (value: unknown) => unknown): void {
    const items = [...this.present()];
    native.clear.call(this.target);
    for (const item of items) native.add.call(this.target, enter(item));
  }

  protected override at(item: unknown): unknown {
    return native.has.call(this.target, item) ? true : ABSENT;
  }

  protected override present(): Iterable<unknown> {
    return native.values.call(this.target);
  }
}

const native = Set.prototype as Set<unknown>;

class TrackedSet<T> extends Set<T> {
  override get size(): number {
    keyedOf(this).readShape();
    return super.size;
  }

  override has(item: T): boolean {
    const at = known(item) as T;
    keyedOf(this).readKey(at);
    return super.has(at);
  }

  override add(item: T): this {
    const at = adopt(item) as T;
    // To add what is there already changes nothing.
    if (super.has(at)) keyedOf(this).readKey(at);
    else keyedOf(this).writeKey(at, true);
    return super.add(at);
  }

  override delete(item: T): boolean {
    const at = known(item) as T;
    keyedOf(this).deleteKey(at, super.has(at));
    return super.delete(at);
  }

  override clear(): void {
    keyedOf(this).writeAll();
    super.clear();
  }

  override keys(): SetIterator<T> {
    return this.values();
  }

  override values(): SetIterator<T> {
    return watch(this, super.values(), (item) => item);
  }

  override entries(): SetIterator<[T, T]> {
    return watch(this, super.values(), (item) => [item, item]);
  }

  override [Symbol.iterator](): SetIterator<T> {
    return this.values();
  }

  override forEach(each: (item: T, again: T, set: Set<T>) => void, self?: unknown): void {
    for (const item of this.values()) Reflect.apply(each, self, [item, item, this]);
  }
}

const methods = methodsOf(TrackedSet.prototype, Set.prototype);
