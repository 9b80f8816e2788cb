import type { RandomStream } from "./random.js";
import type { Scope } from "./scope.js";
import type { TaskNode } from "./task.js";
import type { Timed } from "./timers.js";

/** One value of a context, and those set before it. Never changed: tasks share the list. */
export interface ContextEntry {
  readonly key: object;
  readonly value: unknown;
  readonly next: ContextEntry | null;
}

/** Something that a task holds and has to give back before it ends. */
export interface Holdable {
  /** The task has ended and holds it still. */
  ownerEnded(task: TaskNode): void;
  /** What it is, in words. */
  toString(): string;
}

/** Why a task is to end. */
export interface Cancellation {
  readonly reason: unknown;
  /** The source line that asked for it. */
  readonly site: string | undefined;
  /** The scope whose teardown asked for it. */
  readonly teardown: Scope | undefined;
}

/** The fields of a task that most never need, so that a parked task stays small. */
export class Extras {
  priority = 0;
  mailboxLimit: number | undefined = undefined;
  /** Its cancellation, once it has been asked for. */
  cancellation: Cancellation | null = null;
  /** How often one of its scopes was to be unwound. */
  dooms = 0;
  /** Why it was abandoned; `undefined` where it was not. */
  abandoned: unknown = undefined;
  /** The timer that bounds its cleanup. */
  deadline: (Timed & { readonly time: number }) | null = null;
  /** Errors to be thrown at its next waits. */
  interrupts: unknown[] = [];
  random: RandomStream | null = null;
  /** The values of contexts that hold where it runs. */
  context: ContextEntry | null = null;
  /** The locks that it holds, in the order in which it took them. */
  held: Holdable[] | null = null;
  /** Where it was spawned. */
  site: string | undefined = undefined;
  /** What follows a withdrawal that takes time. */
  after: { readonly stage: number; readonly value: unknown } | null = null;
}

/** Puts down that a task holds something. */
export function hold(task: TaskNode, thing: Holdable): void {
  const { more } = task;
  if (more.held === null) more.held = [thing];
  else more.held.push(thing);
}

/** A task holds something no more. It is mostly what it took last. */
export function letGo(task: TaskNode, thing: Holdable): void {
  const held = task.extras?.held;
  if (held === null || held === undefined) return;
  if (held[held.length - 1] === thing) held.pop();
  else if (held.includes(thing)) held.splice(held.indexOf(thing), 1);
}
