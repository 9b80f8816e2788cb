import { DAEMON, DONE } from "../../../kernel/stages.js";
import type { Actor } from "./actor.js";

const NOBODY: readonly Actor[] = [];

/** Who was born in each scope of a run, and which scopes are left with no choice. */
export class Families {
  private children = new Map<object, Actor[]>();
  /** For each scope whose body ended before its children, where nothing else is different then: as which step of its owner that was. */
  private waits = new Map<object, number>();
  private drained = new Set<object>();

  /** A new run begins. */
  reset(): void {
    this.children = new Map();
    this.waits = new Map();
    this.drained = new Set();
  }

  add(scope: object, child: Actor): void {
    const family = this.children.get(scope);
    if (family === undefined) this.children.set(scope, [child]);
    else family.push(child);
  }

  of(scope: object | null): readonly Actor[] {
    return (scope === null ? undefined : this.children.get(scope)) ?? NOBODY;
  }

  /** Whether all have ended that a scope waits for. */
  isOver(scope: object): boolean {
    return this.of(scope).every((child) => isDaemon(child) || hasEnded(child));
  }

  /** A scope begins to wait for its children in a step that does nothing else. It may be told again when the wait is over. */
  wait(scope: object, step: number): void {
    if (!this.waits.has(scope)) this.waits.set(scope, step);
  }

  /** Whether the step before was nothing but the beginning of such a wait. */
  isHalf(scope: object, step: number): boolean {
    return this.waits.get(scope) === step - 1;
  }

  /** The owner of a scope whose body is over has become ready: if that is because its children have ended, they did so before in any case. */
  wake(scope: object): void {
    if (this.isOver(scope)) this.drained.add(scope);
  }

  isDrained(scope: object): boolean {
    return this.drained.has(scope);
  }
}

export function isDaemon({ task }: Actor): boolean {
  return (task!.flags & DAEMON) !== 0;
}

export function hasEnded({ task }: Actor): boolean {
  return task!.stage >= DONE;
}
