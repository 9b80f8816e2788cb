import { adopt } from "./adopt.js";
import { Brand, type State } from "./brand.js";
import { fillConstant } from "./frozen.js";
import { untrackable } from "./kinds.js";
import type { AccessLog } from "./recording.js";
import { Slot } from "./slot.js";

/**
 * A plain object, or one of a class, whose data properties have become accessors. It is the same object as before, so that
 * whoever has it, and whatever its constructor made of `this`, sees the same state. No key can be added to it or deleted,
 * because nothing would be told of that.
 */
export class Fields implements State {
  log: AccessLog;
  run: number;
  number: number;
  readonly self: object;
  readonly target: object;
  readonly slots: Slot[] = [];
  /** The properties that have one value for ever. */
  private constants: PropertyKey[] = NONE;

  constructor(object: object, log: AccessLog) {
    this.self = this.target = object;
    this.log = log;
    this.run = log.run;
    this.number = log.born();
    this.convert(object);
  }

  peek({ value }: Slot): unknown {
    return value;
  }

  renew(): void {
    for (const slot of this.slots) slot.renew();
  }

  fill(enter: (value: unknown) => unknown): void {
    for (const slot of this.slots) slot.value = enter(slot.value);
    for (const key of this.constants) fillConstant(this.self, key, enter);
  }

  /**
   * The properties are deleted from the last to the first and then made anew: like this V8 keeps one hidden class for all objects
   * with these keys. Turning them over in place, or branding the object before, would make it a slow hash table.
   */
  private convert(object: object): void {
    const keys = Reflect.ownKeys(object);
    const properties = keys.map((key) => this.property(object, key));
    for (let i = keys.length - 1; i >= 0; i--) Reflect.deleteProperty(object, keys[i]!);
    new Brand(object, this);
    for (let i = 0; i < keys.length; i++) Object.defineProperty(object, keys[i]!, properties[i]!);
    Object.preventExtensions(object);
  }

  /** What the property will be. */
  private property(object: object, key: PropertyKey): PropertyDescriptor {
    const was = Object.getOwnPropertyDescriptor(object, key)!;
    if (was.get !== undefined || was.set !== undefined) return was;
    if (was.writable !== true) {
      this.constants = [...this.constants, key];
      return was;
    }
    if (was.configurable !== true) {
      throw untrackable(
        object,
        `given a property that cannot be configured (\`${String(key)}\`)`,
        "Define it otherwise.",
      );
    }
    const i = this.slots.push(new Slot(this, key, was.value)) - 1;
    return accessors(i, was.enumerable === true);
  }
}

const NONE: PropertyKey[] = [];

const listed: PropertyDescriptor[] = [];
const hidden: PropertyDescriptor[] = [];

function accessors(i: number, enumerable: boolean): PropertyDescriptor {
  const made = enumerable ? listed : hidden;
  return (made[i] ??= { ...Brand.accessors(i, adopt), enumerable, configurable: false });
}
