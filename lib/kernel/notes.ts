import { isError, preview } from "./preview.js";

/** What is known of an error besides the error itself: it is kept beside it, because the error may be frozen or no object. */
export interface Notes {
  /** Errors of the teardown that this one caused, in the order in which they came. */
  readonly suppressed: unknown[];
  /** The task in which it was raised and those around it: `counter 1.3 < main 1`. */
  path?: string;
  /** What that task waited for last: `receive()`. */
  waitedFor?: string;
  /** The program that spawned it. */
  spawnedBy?: string;
  /** The source line of the spawn, with `{ sites: true }`. */
  spawnedAt?: string;
  /** The error has come to the end of its way, at a root: thrown again, its new way is told of. */
  sealed?: boolean;
  /** The source line of the cancellation, with `{ sites: true }`. */
  cancelledAt?: string;
}

const ofObjects = new WeakMap<object, Notes>();

/** Notes of errors that are no objects (`throw "no"`): the latest few, since nothing says when they can be forgotten. */
const ofPrimitives = new Map<unknown, Notes>();
const PRIMITIVES_KEPT = 16;

function isObject(error: unknown): error is object {
  return (typeof error === "object" && error !== null) || typeof error === "function";
}

export function findNotes(error: unknown): Notes | undefined {
  return isObject(error) ? ofObjects.get(error) : ofPrimitives.get(error);
}

/** The notes of an error, made where there are none. What was suppressed under it stays with it: it is never lost (F2). */
export function notesOf(error: unknown): Notes {
  const found = findNotes(error);
  if (found !== undefined && found.sealed !== true) return found;
  const notes: Notes = { suppressed: found?.suppressed ?? [] };
  if (isObject(error)) ofObjects.set(error, notes);
  else keepPrimitive(error, notes);
  return notes;
}

function keepPrimitive(error: unknown, notes: Notes): void {
  ofPrimitives.set(error, notes);
  if (ofPrimitives.size > PRIMITIVES_KEPT) ofPrimitives.delete(ofPrimitives.keys().next().value);
}

/** Drops the notes of an error that is no object. */
export function forgetPrimitive(error: unknown): void {
  ofPrimitives.delete(error);
}

/** An error that had come to the end of its way goes on: somebody has joined the root that failed with it. */
export function unseal(error: unknown): void {
  const notes = findNotes(error);
  if (notes !== undefined) notes.sealed = false;
}

/** Keeps `later` under `first`. An error is kept once, and never under itself. */
export function suppress(first: unknown, later: unknown): void {
  if (first === later) return;
  const kept = notesOf(first).suppressed;
  if (!kept.includes(later)) kept.push(later);
}

/**
 * The errors that a teardown raised after `error` had begun it, in order. They are never lost, and never take its place.
 *
 * @example
 * try { yield* call(body); } catch (error) { suppressed(error).forEach((e) => console.warn(explain(e))); }
 */
export function suppressed(error: unknown): readonly unknown[] {
  return findNotes(error)?.suppressed ?? [];
}

/**
 * An error in words: its class and message, the path of the task that raised it, what that task was waiting for, which
 * program spawned it and, with `{ sites: true }`, where; and the errors suppressed under it.
 *
 * @example
 * explain(error);
 * // RangeError: out of stock
 * //   in counter 1.3 < main 1
 * //   last waited for receive()
 * //   spawned by main
 */
export function explain(error: unknown): string {
  return lines(error, new Set()).join("\n");
}

function lines(error: unknown, seen: Set<unknown>): string[] {
  const head =
    isObject(error) || error === undefined || error === null ? preview(error) : `${typeof error} ${preview(error)}`;
  const out = isError(error) ? headOf(error) : [head];
  if (seen.has(error)) return [`${out[0] ?? ""} (shown above)`];
  seen.add(error);
  const notes = findNotes(error);
  if (notes?.path !== undefined) out.push(`  in ${notes.path}`);
  if (notes?.waitedFor !== undefined) out.push(`  last waited for ${notes.waitedFor}`);
  if (notes?.spawnedBy !== undefined) out.push(`  spawned by ${notes.spawnedBy}`);
  if (notes?.spawnedAt !== undefined) out.push(`  spawned at ${notes.spawnedAt}`);
  if (notes?.cancelledAt !== undefined) out.push(`  cancelled at ${notes.cancelledAt}`);
  for (const later of notes?.suppressed ?? []) {
    out.push(...lines(later, seen).map((line, i) => (i === 0 ? `  suppressed: ${line}` : `  ${line}`)));
  }
  return out;
}

/** Class and message in full: a preview would cut a long message short. */
function headOf(error: Error): string[] {
  const own = Object.getOwnPropertyDescriptor(error, "message");
  const message = typeof own?.value === "string" ? own.value : "";
  const name = /^[^:]+/.exec(preview(error))?.[0] ?? "Error";
  return (message === "" ? name : `${name}: ${message}`).split("\n").map((line, i) => (i === 0 ? line : `  ${line}`));
}
