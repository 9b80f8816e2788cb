/** How a task, a syscall … shows itself in a preview: the objects of every copy of Rondo have this method. */
const PREVIEW = Symbol.for("rondo.preview");

/** The property of a getter that tells its value without being noticed. */
export const PEEK: unique symbol = Symbol.for("rondo.peek");

const MAX_TEXT = 40;
const MAX_MESSAGE = 120;
const MAX_ITEMS = 5;
const MAX_DEPTH = 2;

/**
 * A value in a few words, for traces and errors.
 *
 * It calls no user code: no getter, no `toString`, no proxy trap; and it depends on nothing but the value, so that it is the
 * same on every engine. (But see `proxies`.)
 *
 * @example
 * preview({ count: 1, tags: ["a"] }); // { count: 1, tags: ["a"] }
 */
export function preview(value: unknown, depth = 0): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "bigint":
      return `${clip(String(value))}n`;
    case "symbol":
      return clip(String(value));
    case "function":
      return isProxy(value) ? "proxy" : previewFunction(value);
    case "object":
      return value === null ? "null" : previewObject(value, depth);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

/** Gives a class of the kernel's own a short form in previews. */
export function previewAs<T extends object>(type: { prototype: T }, show: (value: T) => string): void {
  Object.defineProperty(type.prototype, PREVIEW, { value: show });
  // What the consoles of Node and Deno ask for.
  Object.defineProperty(type.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: T) {
      return show(this);
    },
  });
}

/**
 * Something of Rondo's own whose short form is its `toString`. A base class, and no call of `previewAs` for each class below it:
 * a bundler could not drop that where the class is not used.
 */
export abstract class Shown {
  abstract toString(): string;
}

previewAs(Shown, (shown) => shown.toString());

function quote(text: string): string {
  return JSON.stringify(clip(text));
}

function clip(text: string, length = MAX_TEXT): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function previewFunction(value: object): string {
  const name = dataProperty(value, "name");
  return typeof name === "string" && name !== "" ? `function ${clip(name)}` : "function";
}

function previewObject(given: object, depth: number): string {
  const value = proxies.behind(given);
  if (isProxy(value)) return "proxy";
  const show = inherited(value, PREVIEW);
  if (typeof show === "function") return (show as (value: object) => string)(value);
  if (Array.isArray(value)) return previewArray(value, depth);
  const type = clip(typeName(value));
  if (ArrayBuffer.isView(value)) return type;
  if (isError(value)) return previewError(value, type);
  const body = depth >= MAX_DEPTH ? "{…}" : inBraces([...entriesOf(value, depth), ...fieldsOf(value, depth)]);
  return type === "Object" ? body : `${type} ${body}`;
}

function previewArray(value: readonly unknown[], depth: number): string {
  if (depth >= MAX_DEPTH) return "[…]";
  const items: string[] = [];
  for (let i = 0; i < Math.min(value.length, MAX_ITEMS); i++) items.push(previewField(value, String(i), depth));
  if (value.length > MAX_ITEMS) items.push(`… ${String(value.length - MAX_ITEMS)} more`);
  return `[${items.join(", ")}]`;
}

function inBraces(parts: readonly string[]): string {
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function fieldsOf(value: object, depth: number): string[] {
  const keys = Object.keys(value);
  const fields = keys.slice(0, MAX_ITEMS).map((key) => `${clip(key)}: ${previewField(value, key, depth)}`);
  if (keys.length > MAX_ITEMS) fields.push(`… ${String(keys.length - MAX_ITEMS)} more`);
  return fields;
}

const maps = Map.prototype as Map<unknown, unknown>;
const sets = Set.prototype as Set<unknown>;

/** What a map or a set holds. The engine's own methods are asked, whatever the object has in their place. */
function entriesOf(value: object, depth: number): string[] {
  const entries: string[] = [];
  let count = 0;
  const add = (item: unknown, key: unknown): void => {
    if (count++ < MAX_ITEMS) entries.push(isSet ? preview(key, depth + 1) : arrow(key, item, depth + 1));
  };
  const isSet = !inherits(value, maps);
  if (isSet && !inherits(value, sets)) return entries;
  try {
    if (isSet) sets.forEach.call(value as Set<unknown>, add);
    else maps.forEach.call(value as Map<unknown, unknown>, add);
  } catch {
    // It was made of the prototype alone.
  }
  if (count > MAX_ITEMS) entries.push(`… ${String(count - MAX_ITEMS)} more`);
  return entries;
}

function arrow(key: unknown, item: unknown, depth: number): string {
  return `${preview(key, depth)} => ${preview(item, depth)}`;
}

function inherits(value: object, proto: object): boolean {
  for (let at: object | null = value; at !== null && !isProxy(at); at = Object.getPrototypeOf(at) as object | null) {
    if (at === proto) return true;
  }
  return false;
}

function previewField(value: object, key: string, depth: number): string {
  const own: { get?: object; value?: unknown } | undefined = Object.getOwnPropertyDescriptor(value, key);
  if (own === undefined) return "empty";
  return own.get ? previewGetter(value, own.get, depth) : preview(own.value, depth + 1);
}

/** No getter is called, but one may say how to see its value unnoticed. */
function previewGetter(value: object, getter: object, depth: number): string {
  const peek = dataProperty(getter, PEEK);
  return typeof peek === "function" ? preview((peek as (of: object) => unknown)(value), depth + 1) : "[getter]";
}

function previewError(value: Error, type: string): string {
  const message = dataProperty(value, "message");
  const own = dataProperty(value, "name");
  const name = typeof own === "string" ? own : type;
  return typeof message === "string" && message !== "" ? `${clip(name)}: ${clip(message, MAX_MESSAGE)}` : clip(name);
}

/**
 * An error, and no proxy of one: `instanceof` would ask the traps of a proxy in the chain. One of another realm is an error,
 * too: in a test runner those of Node's own modules are.
 */
export function isError(value: unknown): value is Error {
  if (typeof value !== "object" || value === null) return false;
  let tagged = false;
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (at === Error.prototype) return true;
    if (isProxy(at)) return false;
    tagged ||= Object.hasOwn(at, Symbol.toStringTag);
  }
  // A tag may be a getter, and says what the object likes.
  return !tagged && Object.prototype.toString.call(value) === "[object Error]";
}

function typeName(value: object): string {
  const proto = Object.getPrototypeOf(value) as object | null;
  if (proto === null) return "Object";
  if (isProxy(proto)) return "Object";
  const type = inherited(proto, "constructor");
  const name = typeof type === "function" && !isProxy(type) ? dataProperty(type, "name") : undefined;
  return typeof name === "string" && name !== "" ? name : "Object";
}

/** A data property of the object or of what it inherits from; getters are not called. */
function inherited(value: object, key: PropertyKey): unknown {
  for (let at: object | null = value; at !== null && !isProxy(at); at = Object.getPrototypeOf(at) as object | null) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own !== undefined && "value" in own) return own.value;
  }
  return undefined;
}

function dataProperty(value: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/**
 * Tells a proxy from its target. The language cannot, so the host says how; where it does not know either, a proxy is looked
 * at like its target, through its traps.
 */
export const proxies: {
  test: (value: unknown) => boolean;
  /** What is behind a proxy of this library's own, which is looked at in its place. */
  behind: (value: object) => object;
} = { test: () => false, behind: (value) => value };

function isProxy(value: unknown): boolean {
  return proxies.test(value);
}
