import { bytesOf, isObject, kindOf, type Fields } from "./values.js";

/**
 * Writes values as texts: two values have the same text if, and only if, no code can tell them apart. The state of a model
 * becomes a key in that way.
 *
 * Code can tell in which order the entries of a map came, or those of a set, or the fields of an object; but few models look.
 * An unordered encoder writes them sorted, and remembers in `sorted` whether that made any difference.
 */
export class Encoder {
  /** Whether entries were written in another order than theirs. */
  sorted = false;
  private readonly ordered: boolean;
  /** Numbers for what has nothing but its identity. */
  private readonly identities = new Map<unknown, number>();
  /** Where in the present value each object was met first. */
  private met = new Map<object, number>();

  constructor(ordered: boolean) {
    this.ordered = ordered;
  }

  encode(value: unknown): string {
    this.met = new Map();
    return this.write(value);
  }

  private write(value: unknown): string {
    if (isObject(value)) return this.object(value);
    switch (typeof value) {
      case "string":
        return `"${value.length}:${value}`;
      case "number":
        return value === 0 && 1 / value < 0 ? "-0" : `${value}`;
      case "bigint":
        return `${value.toString()}n`;
      case "symbol":
        return this.identity(value);
      default:
        return String(value);
    }
  }

  private object(value: object): string {
    const kind = kindOf(value);
    if (kind === "atom") return this.identity(value);
    const met = this.met.get(value);
    if (met !== undefined) return `#${met}`;
    this.met.set(value, this.met.size);
    return `${this.identity(Object.getPrototypeOf(value))}${this.inside(kind, value)}`;
  }

  private inside(kind: ReturnType<typeof kindOf>, value: object): string {
    switch (kind) {
      case "array":
        return this.list(value as unknown[]);
      case "map":
        return `${this.entries(value as Map<unknown, unknown>)}${this.fields(value)}`;
      case "set":
        return `${this.unordered([...(value as Set<unknown>)].map((each) => this.write(each)))}${this.fields(value)}`;
      case "date":
        return String(Number(value));
      case "bytes":
        return `[${bytesOf(value as ArrayBufferView).join()}]`;
      case "error":
        return `${this.write((value as Error).message)}${this.fields(value)}`;
      default:
        return this.fields(value);
    }
  }

  private list(values: readonly unknown[]): string {
    let text = "[";
    for (let i = 0; i < values.length; i++) text += `${i in values ? this.write(values[i]) : "hole"},`;
    return `${text}]`;
  }

  private entries(map: Map<unknown, unknown>): string {
    return this.unordered([...map].map(([key, value]) => `${this.write(key)}=${this.write(value)}`));
  }

  private fields(value: object): string {
    return this.unordered(Object.keys(value).map((key) => `${this.write(key)}=${this.write((value as Fields)[key])}`));
  }

  private unordered(texts: string[]): string {
    if (this.ordered || texts.length < 2) return `{${texts.join()}}`;
    const sorted = [...texts].sort();
    if (!this.sorted) this.sorted = sorted.some((text, index) => text !== texts[index]);
    return `{${sorted.join()}}`;
  }

  private identity(value: unknown): string {
    let number = this.identities.get(value);
    if (number === undefined) this.identities.set(value, (number = this.identities.size));
    return `@${number}`;
  }
}

/** Looked up once: in the sandbox of a test runner each look at a global takes a hundred times as long. */
const { imul } = Math;

/** Keys of at most some hundred characters: of a longer text a digest of 106 bits. */
export function shortKey(text: string): string {
  if (text.length < 120) return text;
  return `~${digest(text, 0xdeadbeef, 0x41c6ce57)}.${digest(text, 0x9e3779b9, 0x85ebca6b)}`;
}

/** 53 bits of a text, after cyrb53. */
function digest(text: string, seed1: number, seed2: number): string {
  let h1 = seed1;
  let h2 = seed2;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    h1 = imul(h1 ^ char, 2654435761);
    h2 = imul(h2 ^ char, 1597334677);
  }
  h1 = imul(h1 ^ (h1 >>> 16), 2246822507) ^ imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = imul(h2 ^ (h2 >>> 16), 2246822507) ^ imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(36);
}
