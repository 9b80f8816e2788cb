/** What the values of a history and of a model are, for copying, comparing and telling apart. */

/** What the objects of every copy of Rondo carry: a task, a channel … is itself, and no bundle of fields. */
const RONDO_OBJECT = Symbol.for("rondo.preview");

/** The kinds of objects that are looked into. All others are atoms: the same only as themselves. */
export type Kind = "array" | "map" | "set" | "date" | "bytes" | "error" | "fields" | "atom";

export function kindOf(value: object): Kind {
  if (typeof value === "function" || RONDO_OBJECT in value) return "atom";
  if (Array.isArray(value)) return "array";
  if (value instanceof Map) return "map";
  if (value instanceof Set) return "set";
  if (value instanceof Error) return "error";
  if (ArrayBuffer.isView(value)) return "bytes";
  switch (Object.prototype.toString.call(value)) {
    case "[object Date]":
      return "date";
    case "[object Promise]":
    case "[object WeakMap]":
    case "[object WeakSet]":
    case "[object WeakRef]":
    case "[object Generator]":
    case "[object ArrayBuffer]":
    case "[object RegExp]":
      return "atom";
    default:
      return "fields";
  }
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** The bytes of a typed array or of a view. */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** The name of the class of an object. */
export function className(value: object): string {
  const { constructor } = value as { readonly constructor?: unknown };
  return typeof constructor === "function" ? constructor.name : "Object";
}

export type Fields = Record<string, unknown>;
