import type { EventEmitter } from "eventemitter3";
import { preview } from "../kernel/preview.js";

/** What hears an event. */
export type Listener = (...args: readonly unknown[]) => void;

/** An `EventTarget`, as far as it is needed here. */
export interface TargetLike {
  addEventListener(event: string, listener: never): unknown;
  removeEventListener(event: string, listener: never): unknown;
}

/** An emitter such as Node's and eventemitter3's, as far as it is needed here. */
export interface EmitterLike {
  on(event: never, listener: never): unknown;
  off(event: never, listener: never): unknown;
}

/** Whatever takes listeners. */
export type AnyEmitter = TargetLike | EmitterLike;

/** The names of the events of an emitter: those that its type lists, or else any. */
export type EventNameOf<E> = E extends { eventNames(): (infer Name)[] }
  ? Name
  : E extends TargetLike
    ? string
    : PropertyKey;

/** What a subscription to an event of an emitter answers. */
export type EventOf<E, K> =
  E extends EventEmitter<infer Types>
    ? K extends EventEmitter.EventNames<Types>
      ? Heard<EventEmitter.EventArgs<Types, K>>
      : never
    : E extends { addEventListener(event: string, listener: infer L): unknown }
      ? EventIn<L>
      : unknown;

/** The one argument of an event; where it may have another number of them, also their list. */
type Heard<Args extends readonly unknown[]> = number extends Args["length"]
  ? unknown
  : Args["length"] extends 0
    ? undefined
    : Args extends readonly [infer Only]
      ? Only
      : Args extends readonly [unknown, unknown, ...unknown[]]
        ? Args
        : Args[0] | Args | (readonly [] extends Args ? undefined : never);

/** What a listener is given, where its type is one of several. */
type EventIn<L> = [Extract<L, Listening>] extends [(event: infer One) => unknown] ? One : unknown;

type Listening = (event: never) => unknown;

type Method = (this: unknown, event: unknown, listener: Listener) => unknown;

/** The pairs of methods that put a listener on and take it off; of several, the first one counts. */
const PAIRS = [
  ["addEventListener", "removeEventListener"],
  ["on", "off"],
  ["on", "removeListener"],
] as const;

/** Puts a listener on; what it returns takes it off again. */
export type Attach = (event: unknown, listener: Listener) => () => void;

/** Finds out how an emitter takes listeners. */
export function attachTo(emitter: unknown, role: string): Attach {
  const methods = emitter as Record<string, unknown>;
  const takesListeners = (names: readonly string[]): boolean =>
    names.every((name) => typeof methods[name] === "function");
  const isObject = (typeof emitter === "object" && emitter !== null) || typeof emitter === "function";
  const pair = isObject ? PAIRS.find(takesListeners) : undefined;
  if (pair === undefined) {
    throw new TypeError(
      `${role}: ${preview(emitter)} takes no listeners. It must have addEventListener and removeEventListener, or on and off.`,
    );
  }
  const [add, remove] = pair.map((name) => methods[name] as Method) as [Method, Method];
  return (event, listener) => {
    add.call(emitter, event, listener);
    return () => void remove.call(emitter, event, listener);
  };
}
