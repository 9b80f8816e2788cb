import { preview, proxies } from "../../kernel/preview.js";

/**
 * How an object is tracked. A `fields` object gets accessors; arrays and dictionaries (plain objects without a key) are
 * wrapped in a proxy; maps and sets get other methods. Of a `frozen` object only what it holds is tracked, and a `value` is
 * held as it is.
 */
export type Kind = "fields" | "dictionary" | "array" | "map" | "set" | "frozen" | "value";

/** Says how an object is tracked. @throws TypeError - if it cannot be */
export function kindOf(object: object): Kind {
  if (proxies.test(object)) throw untrackable(object, "a proxy", "Track the object behind it.");
  if (Array.isArray(object) && Object.getPrototypeOf(object) === Array.prototype) return open(object, "array");
  const proto = Object.getPrototypeOf(object) as object | null;
  if (isRoot(proto)) return open(object, Reflect.ownKeys(object).length === 0 ? "dictionary" : "fields");
  if (proto === Map.prototype) return open(object, "map");
  if (proto === Set.prototype) return open(object, "set");
  return ofClass(object, proto!);
}

/** `null`, or the prototype that plain objects have, in whatever realm. */
function isRoot(proto: object | null): boolean {
  return proto === null || proto === Object.prototype || Object.getPrototypeOf(proto) === null;
}

/** Whether nothing can be added to the object decides what can be done to it. */
function open(object: object, kind: "array" | "dictionary" | "fields" | "map" | "set"): Kind {
  if (Object.isExtensible(object)) return kind;
  // The content of a map is not frozen with it.
  if (Object.isFrozen(object) && kind !== "map" && kind !== "set") return "frozen";
  throw untrackable(object, "a sealed object", "Track it before it is sealed.");
}

type Verdict = "fields" | "value" | "private" | "builtin";

function ofClass(object: object, proto: object): Kind {
  const verdict = judge(proto);
  if (verdict === "value") return "value";
  if (Object.isFrozen(object)) return verdict === "builtin" ? "value" : "frozen";
  if (verdict === "fields") return open(object, "fields");
  throw verdict === "private"
    ? untrackable(object, "an object with private fields", PRIVATE)
    : untrackable(object, "an object of a built-in class", BUILT_IN);
}

const PRIVATE =
  "Keep what changes in cells (`readonly #count = cell(0)`), and freeze the object to say that nothing else does.";
const BUILT_IN =
  "Keep what changes in plain objects, arrays, maps and sets; or freeze the object to say that it does not change.";

const judged = new WeakMap<object, Verdict>();

/** What the class says, from the most derived one to the base. */
function judge(proto: object): Verdict {
  let verdict = judged.get(proto);
  if (verdict === undefined) {
    verdict = inspect(proto);
    judged.set(proto, verdict);
  }
  return verdict;
}

function inspect(proto: object): Verdict {
  let verdict: Verdict = "fields";
  for (let at = proto; !isRoot(at); at = Object.getPrototypeOf(at) as object) {
    if (isHeldAsItIs(at)) return "value";
    const maker: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof maker === "function") {
      const text = Function.prototype.toString.call(maker);
      if (NATIVE.test(text)) verdict = "builtin";
      else if (PRIVATE_FIELD.test(text)) verdict = "private";
    } else if (Object.hasOwn(at, Symbol.toStringTag)) verdict = "builtin";
  }
  return verdict;
}

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;
/** `this.#count`, `#count in other`, and what compilers make of them for older engines. */
const PRIVATE_FIELD = /\.\s*#[\p{ID_Start}$_\\]|#[\p{ID_Continue}$]+\s+in\b|\bclassPrivate|_classPrivate/u;

/** Rondo's own objects note what is done to them; errors and promises are not changed by who has them. */
function isHeldAsItIs(proto: object): boolean {
  return Object.hasOwn(proto, OWN) || proto === Error.prototype || proto === Promise.prototype;
}

/** What the objects of every copy of Rondo have. */
const OWN = Symbol.for("rondo.preview");

/** The error for what cannot be tracked. */
export function untrackable(object: unknown, what: string, cure: string): TypeError {
  return new TypeError(`Cannot track ${preview(object)}: it is ${what}. ${cure}`);
}
