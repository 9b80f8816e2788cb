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
 * The methods that a tracked map or set gets as its own. Its prototype stays what it is, because a strict comparison looks at
 * that; none of them is listed among its keys. One that the engine has and this library does not know is taken to read and
 * write all that there is.
 */
export function methodsOf(tracked: object, original: object): PropertyDescriptorMap {
  const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors<object>(tracked);
  for (const key of Reflect.ownKeys(original)) {
    const method: unknown = Object.getOwnPropertyDescriptor(original, key)?.value;
    if (typeof method !== "function" || key === "constructor" || Object.hasOwn(tracked, key)) continue;
    methods[key as string] = { value: unknownMethod(method as Method), writable: true, configurable: true };
  }
  return methods;
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
