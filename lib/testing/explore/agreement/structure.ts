import { isError, preview } from "../../../kernel/preview.js";

/** A value by its structure, as lines: `results[0].name = "a"`. Two values that are built alike have the same lines. */
export function structureOf(value: unknown, path: string): string[] {
  const lines: string[] = [];
  describe(value, path, lines, new Map());
  return lines;
}

/** What each of two structures has in the first place in which they differ; `undefined` where they are the same. */
export function firstDifference(a: readonly string[], b: readonly string[]): readonly [string, string] | undefined {
  const end = Math.max(a.length, b.length);
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return [a[i] ?? "nothing more", b[i] ?? "nothing more"];
  return undefined;
}

function describe(value: unknown, path: string, lines: string[], seen: Map<object, string>): void {
  const leaf = leafOf(value);
  if (leaf !== undefined) {
    lines.push(`${path} = ${leaf}`);
    return;
  }
  const object = value as object;
  const before = seen.get(object);
  if (before !== undefined) {
    lines.push(`${path} = the same as ${before}`);
    return;
  }
  seen.set(object, path);
  const parts = partsOf(object);
  lines.push(`${path} = ${nameOf(object)} of ${String(parts.length)}`);
  for (const [part, inner] of parts) describe(inner, path + part, lines, seen);
}

/** What is told in one line; `undefined` for what has parts. */
function leafOf(value: unknown): string | undefined {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : preview(value);
  if (isError(value)) return `${value.name}: ${value.message}`;
  const tag = Object.prototype.toString.call(value);
  if (tag === "[object Date]") return `Date ${JSON.stringify(value)}`;
  return tag === "[object RegExp]" ? preview(value) : undefined;
}

function partsOf(object: object): [string, unknown][] {
  if (Array.isArray(object)) return object.map((item, i) => [`[${String(i)}]`, item]);
  if (object instanceof Map) {
    return [...object].flatMap(([key, value], i): [string, unknown][] => [
      [`.key(${String(i)})`, key],
      [`.value(${String(i)})`, value],
    ]);
  }
  if (object instanceof Set) return [...object].map((item, i) => [`.item(${String(i)})`, item]);
  return Object.keys(object)
    .sort()
    .map((key) => [`.${key}`, (object as Record<string, unknown>)[key]]);
}

function nameOf(object: object): string {
  const maker = (Object.getPrototypeOf(object) as object | null)?.constructor;
  return maker?.name ?? "record";
}
