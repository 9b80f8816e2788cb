import { bytesOf, isObject, kindOf, type Fields } from "./values.js";

/** Copies a model, or a value in it, with all that it holds: own enumerable fields, lists, maps, sets, helper objects. */
export function copy<T>(value: T): T {
  return isObject(value) ? (new Copier(true).object(value) as T) : value;
}

/**
 * A snapshot of a value that goes into a history or comes out of it: plain objects, lists, maps and sets are copied, so that
 * nobody changes them later. An instance of a class stays itself.
 */
export function snapshot<T>(value: T): T {
  return isObject(value) ? (new Copier(false).object(value) as T) : value;
}

class Copier {
  /** What is copied already: what is shared stays shared, and a ring stays a ring. */
  private readonly made = new Map<object, object>();
  private readonly withClasses: boolean;

  constructor(withClasses: boolean) {
    this.withClasses = withClasses;
  }

  object(value: object): object {
    return this.made.get(value) ?? this.fresh(value);
  }

  private fresh(value: object): object {
    switch (kindOf(value)) {
      case "array":
        return this.list(value as unknown[]);
      case "map":
        return this.map(value as Map<unknown, unknown>);
      case "set":
        return this.set(value as Set<unknown>);
      case "date":
        return new (value.constructor as new (time: number) => object)(Number(value));
      case "bytes":
        return this.bytes(value as ArrayBufferView);
      case "fields":
        return this.withClasses || isPlain(value) ? this.fields(value, bare(value)) : value;
      default:
        return value;
    }
  }

  private value(value: unknown): unknown {
    return isObject(value) ? this.object(value) : value;
  }

  private list(from: unknown[]): unknown[] {
    const to = from.slice();
    this.made.set(from, to);
    for (let i = 0; i < to.length; i++) if (isObject(to[i])) to[i] = this.object(to[i] as object);
    return to;
  }

  private map(from: Map<unknown, unknown>): object {
    const to = like(from, new Map<unknown, unknown>());
    this.made.set(from, to);
    for (const [key, value] of from) Map.prototype.set.call(to, this.value(key), this.value(value));
    return this.fields(from, to);
  }

  private set(from: Set<unknown>): object {
    const to = like(from, new Set<unknown>());
    this.made.set(from, to);
    for (const value of from) Set.prototype.add.call(to, this.value(value));
    return this.fields(from, to);
  }

  private fields(from: object, to: object): object {
    this.made.set(from, to);
    for (const key of Object.keys(from)) (to as Fields)[key] = this.value((from as Fields)[key]);
    return to;
  }

  private bytes(view: ArrayBufferView): object {
    const type = view.constructor as new (buffer: ArrayBufferLike) => object;
    return new type(bytesOf(view).slice().buffer);
  }
}

function bare(value: object): object {
  return Object.create(Object.getPrototypeOf(value) as object | null) as object;
}

/** Gives a copy the class of its original: it may extend `Map` or `Set`. */
function like<T extends object>(from: T, to: T): T {
  const proto = Object.getPrototypeOf(from) as object;
  if (Object.getPrototypeOf(to) !== proto) Object.setPrototypeOf(to, proto);
  return to;
}

function isPlain(value: object): boolean {
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === null || proto === Object.prototype;
}
