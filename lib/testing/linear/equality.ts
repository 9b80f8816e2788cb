import { bytesOf, className, isObject, kindOf, type Fields } from "./values.js";

/**
 * Whether two results are the same to whoever looks at them: values deep down, NaN is itself, 0 is -0, and a field that is
 * `undefined` is as good as none. Maps and sets are compared without regard to order, errors by the name of their class and
 * their message. The classes of other objects do not matter.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  return new Comparison().same(a, b);
}

class Comparison {
  /** Pairs that are being compared further out: they are the same unless a difference is found elsewhere. */
  private readonly open = new Map<object, Set<object>>();

  same(a: unknown, b: unknown): boolean {
    if (a === b || Object.is(a, b)) return true;
    return isObject(a) && isObject(b) && this.sameObject(a, b);
  }

  private sameObject(a: object, b: object): boolean {
    const kind = kindOf(a);
    if (kind === "atom" || kind !== kindOf(b)) return false;
    const partners = this.open.get(a) ?? new Set();
    if (partners.has(b)) return true;
    this.open.set(a, partners.add(b));
    const same = this.sameInside(kind, a, b);
    if (!same) partners.delete(b);
    return same;
  }

  private sameInside(kind: ReturnType<typeof kindOf>, a: object, b: object): boolean {
    switch (kind) {
      case "array":
        return this.sameLists(a as unknown[], b as unknown[]);
      case "map":
        return this.sameSets([...(a as Map<unknown, unknown>)], [...(b as Map<unknown, unknown>)]);
      case "set":
        return this.sameSets([...(a as Set<unknown>)], [...(b as Set<unknown>)]);
      case "date":
        return Object.is(Number(a), Number(b));
      case "bytes":
        return this.sameLists([...bytesOf(a as ArrayBufferView)], [...bytesOf(b as ArrayBufferView)]);
      case "error":
        return sameError(a as Error, b as Error);
      default:
        return this.sameFields(a as Fields, b as Fields);
    }
  }

  private sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
    return a.length === b.length && a.every((value, index) => this.same(value, b[index]));
  }

  private sameSets(a: readonly unknown[], b: unknown[]): boolean {
    if (a.length !== b.length) return false;
    const left = new Set(b);
    return a.every((value) => {
      if (left.delete(value)) return true;
      for (const other of left) if (this.same(value, other)) return left.delete(other);
      return false;
    });
  }

  private sameFields(a: Fields, b: Fields): boolean {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => this.same(a[key], b[key]));
  }
}

function sameError(a: Error, b: Error): boolean {
  return className(a) === className(b) && a.message === b.message;
}
