import { proxies } from "../../kernel/preview.js";
import { adopt } from "./adopt.js";
import { Brand, known } from "./brand.js";
import { Keyed } from "./keyed.js";
import { untrackable } from "./kinds.js";
import { ABSENT, type AccessLog } from "./recording.js";
import { noteRead, Slot } from "./slot.js";

/**
 * An array or a dictionary behind a proxy. The language's own methods do their work through the traps, step by step, so each
 * of them notes exactly what it reads and writes.
 */
export class Proxied extends Keyed implements ProxyHandler<object> {
  readonly self: object;
  readonly target: object;
  /** A record, because the engine finds an index in it quicker than in a map. */
  private keys: Record<PropertyKey, Slot> = NO_KEYS;

  constructor(target: object, log: AccessLog) {
    super(log);
    this.target = target;
    this.self = new Proxy(target, this);
    new Brand(target, this);
    new Brand(this.self, this);
    this.renew();
  }

  /** The length of an array is a matter of its keys. */
  override renew(): void {
    super.renew();
    this.keys = Object.create(null) as Record<PropertyKey, Slot>;
    if (Array.isArray(this.target)) this.keys["length"] = this.shape;
  }

  protected override slot(key: PropertyKey): Slot {
    return (this.keys[key] ??= new Slot(this, key, undefined));
  }

  protected override present(): Iterable<unknown> {
    return Reflect.ownKeys(this.target);
  }

  override peek(slot: Slot): unknown {
    const { target } = this;
    if (slot === this.shape) return Array.isArray(target) ? target.length : Reflect.ownKeys(target);
    const own: PropertyDescriptor | undefined = Reflect.getOwnPropertyDescriptor(target, slot.part as PropertyKey);
    return own === undefined ? ABSENT : own.value;
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
    const slot: Slot | undefined = this.keys[key];
    if (slot === undefined) {
      if (isMethod(target, key)) return method(target, key);
      this.readKey(key);
    } else noteRead(slot);
    // An item of an array has no getter, and this is quicker.
    return Array.isArray(target)
      ? (target as unknown as Record<PropertyKey, unknown>)[key]
      : Reflect.get(target, key, receiver);
  }

  has(target: object, key: PropertyKey): boolean {
    this.readKey(key);
    return Reflect.has(target, key);
  }

  getOwnPropertyDescriptor(target: object, key: PropertyKey): PropertyDescriptor | undefined {
    this.readKey(key);
    return Reflect.getOwnPropertyDescriptor(target, key);
  }

  ownKeys(target: object): (string | symbol)[] {
    this.readShape();
    return Reflect.ownKeys(target);
  }

  /** The short way to `defineProperty`, for items of an array: they have no setters. */
  set(target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    if (!Array.isArray(target) || receiver !== this.self) return Reflect.set(target, key, value, receiver);
    if (key === "length") this.resize(target, value);
    else this.writeKey(key, !Object.hasOwn(target, key));
    return Reflect.set(target, key, adopt(value));
  }

  deleteProperty(target: object, key: PropertyKey): boolean {
    this.deleteKey(key, Object.hasOwn(target, key));
    return Reflect.deleteProperty(target, key);
  }

  defineProperty(target: object, key: PropertyKey, property: PropertyDescriptor): boolean {
    if (key === "length" && Array.isArray(target)) this.resize(target, property.value);
    else this.writeKey(key, !Object.hasOwn(target, key));
    const tracked = "value" in property ? { ...property, value: adopt(property.value) } : property;
    return Reflect.defineProperty(target, key, tracked);
  }

  /** A shorter length deletes what is beyond it. */
  private resize(target: readonly unknown[], length: unknown): void {
    this.writeShape();
    for (let i = Number(length); i < target.length; i++) this.writeKey(String(i), true);
  }
}

const NO_KEYS: Record<PropertyKey, Slot> = {};

proxies.behind = (value) => Brand.of(value)?.target ?? value;

/** What looks for an item by its identity has to look for the proxy, where it is given an array that a proxy stands for. */
const SEARCHES: readonly PropertyKey[] = ["includes", "indexOf", "lastIndexOf"];

function isMethod(target: object, key: PropertyKey): boolean {
  return Array.isArray(target) && key in Array.prototype && !Object.hasOwn(target, key);
}

function method(target: object, key: PropertyKey): unknown {
  const found: unknown = Reflect.get(target, key);
  if (!SEARCHES.includes(key) || typeof found !== "function") return found;
  return function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(found, this, [known(args[0]), ...args.slice(1)]);
  };
}
