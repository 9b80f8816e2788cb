import { adopt } from "./adopt.js";
import { Brand, known } from "./brand.js";
import { Keyed } from "./keyed.js";
import { untrackable } from "./kinds.js";
import type { AccessLog } from "./recording.js";

/**
 * An array or a dictionary behind a proxy. The language's own methods do their work through the traps, step by step, so each
 * of them notes exactly what it reads and writes. There is no trap for `set`: without one it comes as `defineProperty`.
 */
export class Proxied extends Keyed implements ProxyHandler<object> {
  readonly self: object;
  private readonly target: object;

  constructor(target: object, log: AccessLog) {
    super(log);
    this.target = target;
    this.self = new Proxy(target, this);
    new Brand(target, this);
    new Brand(this.self, this);
  }

  protected override present(): Iterable<unknown> {
    return Reflect.ownKeys(this.target);
  }

  override fill(enter: (value: unknown) => unknown): void {
    for (const [key, value] of Object.entries(this.target)) {
      const tracked = enter(value);
      if (typeof value === "object" && tracked !== value && !Reflect.set(this.target, key, tracked)) {
        throw untrackable(value, `held where it cannot be replaced (\`${key}\`)`, "Make that property writable.");
      }
    }
  }

  get(target: object, key: PropertyKey, receiver: unknown): unknown {
    if (Array.isArray(target) && !Object.hasOwn(target, key) && key in Array.prototype) return method(target, key);
    this.look(target, key);
    return Reflect.get(target, key, receiver);
  }

  has(target: object, key: PropertyKey): boolean {
    this.look(target, key);
    return Reflect.has(target, key);
  }

  getOwnPropertyDescriptor(target: object, key: PropertyKey): PropertyDescriptor | undefined {
    this.look(target, key);
    return Reflect.getOwnPropertyDescriptor(target, key);
  }

  ownKeys(target: object): (string | symbol)[] {
    this.readShape();
    return Reflect.ownKeys(target);
  }

  deleteProperty(target: object, key: PropertyKey): boolean {
    if (Object.hasOwn(target, key)) this.writeKey(key, true);
    else this.readKey(key);
    return Reflect.deleteProperty(target, key);
  }

  defineProperty(target: object, key: PropertyKey, property: PropertyDescriptor): boolean {
    if (key === "length" && Array.isArray(target)) this.resize(target, property.value);
    else this.writeKey(key, !Object.hasOwn(target, key));
    const tracked = "value" in property ? { ...property, value: adopt(property.value) } : property;
    return Reflect.defineProperty(target, key, tracked);
  }

  private look(target: object, key: PropertyKey): void {
    if (key === "length" && Array.isArray(target)) this.readShape();
    else this.readKey(key);
  }

  /** A shorter length deletes what is beyond it. */
  private resize(target: readonly unknown[], length: unknown): void {
    this.writeShape();
    for (let i = Number(length); i < target.length; i++) this.writeKey(String(i), true);
  }
}

/** What looks for an item by its identity has to look for the proxy, where it is given an array that a proxy stands for. */
const SEARCHES: readonly PropertyKey[] = ["includes", "indexOf", "lastIndexOf"];

function method(target: object, key: PropertyKey): unknown {
  const found: unknown = Reflect.get(target, key);
  if (!SEARCHES.includes(key) || typeof found !== "function") return found;
  return function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(found, this, [known(args[0]), ...args.slice(1)]);
  };
}
