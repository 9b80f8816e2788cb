import { adopt } from "./adopt.js";
import { Brand, known } from "./brand.js";
import { methodsOf, keyedOf, watch } from "./collection.js";
import { Collected } from "./keyed.js";
import { ABSENT, type AccessLog } from "./recording.js";

/** A map stays the object that it is, and gets methods of its own that say what they look at and change. */
export class MapState extends Collected {
  readonly self: object;
  readonly target: Map<unknown, unknown>;

  constructor(map: Map<unknown, unknown>, log: AccessLog) {
    super(log);
    this.target = map;
    this.self = Object.defineProperties(map, methods);
    new Brand(map, this);
  }

  override fill(enter: (value: unknown) => unknown): void {
    const entries = [...native.entries.call(this.target)];
    native.clear.call(this.target);
    for (const [key, value] of entries) native.set.call(this.target, enter(key), enter(value));
  }

  protected override at(key: unknown): unknown {
    return native.has.call(this.target, key) ? native.get.call(this.target, key) : ABSENT;
  }

  protected override present(): Iterable<unknown> {
    return native.keys.call(this.target);
  }
}

const native = Map.prototype as Map<unknown, unknown>;

class TrackedMap<K, V> extends Map<K, V> {
  override get size(): number {
    keyedOf(this).readShape();
    return super.size;
  }

  override get(key: K): V | undefined {
    const at = known(key) as K;
    keyedOf(this).readKey(at);
    return super.get(at);
  }

  override has(key: K): boolean {
    const at = known(key) as K;
    keyedOf(this).readKey(at);
    return super.has(at);
  }

  override set(key: K, value: V): this {
    const at = adopt(key) as K;
    keyedOf(this).writeKey(at, !super.has(at));
    return super.set(at, adopt(value) as V);
  }

  override delete(key: K): boolean {
    const at = known(key) as K;
    keyedOf(this).deleteKey(at, super.has(at));
    return super.delete(at);
  }

  override clear(): void {
    keyedOf(this).writeAll();
    super.clear();
  }

  override keys(): MapIterator<K> {
    return watch(this, super.keys(), (key) => key);
  }

  override values(): MapIterator<V> {
    return watch(this, super.entries(), ([key, value], state) => (state.readKey(key), value));
  }

  override entries(): MapIterator<[K, V]> {
    return watch(this, super.entries(), (entry, state) => (state.readKey(entry[0]), entry));
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  override forEach(each: (value: V, key: K, map: Map<K, V>) => void, self?: unknown): void {
    for (const [key, value] of this.entries()) Reflect.apply(each, self, [value, key, this]);
  }
}

const methods = methodsOf(TrackedMap.prototype, Map.prototype);
