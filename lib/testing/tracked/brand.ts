import { PEEK } from "../../kernel/preview.js";
import { recording } from "./recording.js";
import type { Owner, Slot } from "./slot.js";

/** What is known about a tracked object. It hangs on the object in a private field, which no key, copy or comparison shows. */
export interface State extends Owner {
  /** What stands for the object from now on: itself, or the proxy around it. */
  readonly self: object;
  /** What holds the values: itself, or what is behind the proxy. */
  readonly target: object;
  /** The properties of an object with accessors, in the order of its keys. */
  readonly slots: readonly Slot[];
  /** What is at a part of the object, unnoted; `ABSENT` for a key that is not there. */
  peek(slot: Slot): unknown;
  /** Gives the object the location numbers of another run. */
  renew(): void;
  /** Replaces each value that the object holds by what stands for it. */
  fill(enter: (value: unknown) => unknown): void;
}

/** A constructor that answers the object it is given, so that a derived class can put its private fields on it. */
const Itself = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

/** The private field that makes an object a tracked one. */
export class Brand extends Itself {
  #state: State;

  constructor(object: object, state: State) {
    super(object);
    this.#state = state;
  }

  /** The state of a tracked object, or undefined. */
  static of(object: object): State | undefined {
    return #state in object ? object.#state : undefined;
  }

  /**
   * The accessors of an object's i-th property. All objects share them, and so objects with the same keys share their
   * hidden class: the engine can inline the accessors where they are used.
   */
  static accessors(
    i: number,
    adopt: (value: unknown) => unknown,
  ): { get: () => unknown; set: (value: unknown) => void } {
    const get = function (this: Brand): unknown {
      const slot = this.#state.slots[i]!;
      const log = recording.log;
      if (log !== null && slot.seen !== log.stamp) slot.noteRead(log);
      return slot.value;
    };
    Object.defineProperty(get, PEEK, { value: (object: Brand) => object.#state.slots[i]!.value });
    return {
      get,
      set(this: Brand, value: unknown): void {
        const slot = this.#state.slots[i]!;
        const log = recording.log;
        if (log !== null && slot.written !== log.stamp) slot.noteWrite(log);
        slot.value = typeof value === "object" && value !== null ? adopt(value) : value;
      },
    };
  }
}

/** What stands for a value, if it has been tracked before. It tracks nothing, so that a look-up leaves no mark. */
export function known(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (Brand.of(value)?.self ?? value) : value;
}
