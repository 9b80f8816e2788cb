import { adopt } from "./adopt.js";
import { Brand, known } from "./brand.js";
import { WatchedIterator } from "./iterator.js";
import type { Keyed } from "./keyed.js";

/** The state of a tracked map or set. */
export function keyedOf(collection: object): Keyed {
  return Brand.of(collection) as unknown as Keyed;
}

/** An iterator that looks at the keys before each item: whether there is another one depends on them. */
export function watch<From, To>(
  collection: object,
  items: Iterator<From>,
  take: (item: From, state: Keyed) => To,
): MapIterator<To> & SetIterator<To> {
  const state = keyedOf(collection);
  const watched = new WatchedIterator<From, To>(
    items,
    () => state.readShape(),
    (item) => take(item, state),
  );
  return watched as unknown as MapIterator<To> & SetIterator<To>;
}

/**
 * Makes the prototype of tracked maps or sets ready. They go for what they were (`constructor` is inherited); and a method
 * that the engine has and this library does not know is taken to read and write all that there is.
 */
export function finishPrototype(tracked: object, original: object): void {
  Reflect.deleteProperty(tracked, "constructor");
  for (const key of Reflect.ownKeys(original)) {
    const method: unknown = Object.getOwnPropertyDescriptor(original, key)?.value;
    if (typeof method !== "function" || key === "constructor" || Object.hasOwn(tracked, key)) continue;
    const value = unknownMethod(method as Method);
    Object.defineProperty(tracked, key, { value, writable: true, configurable: true });
  }
}

type Method = (this: object, ...args: unknown[]) => unknown;

function unknownMethod(method: Method): Method {
  return function (...args) {
    const state = keyedOf(this);
    const tracked = args.map(known);
    state.writeAll(tracked);
    const result = Reflect.apply(method, this, tracked);
    state.fill(adopt);
    return known(result);
  };
}
