import { runningTask } from "../kernel/current.js";
import type { TaskNode } from "../kernel/task.js";

interface Cleanup {
  readonly what: string;
  readonly task: TaskNode;
  readonly nested: boolean;
  isDone: boolean;
}

/**
 * The books on cleanups: each that falls due is to be done once, and in one task the inner ones before the outer ones.
 *
 * @example
 * const done = cleanups.due("file");
 * try { … } finally { done(); }
 */
export class Cleanups {
  private readonly entries: Cleanup[] = [];
  private readonly faults: string[] = [];

  /**
   * From now on the task whose turn it is has something to clean up. Call what this returns when that is done. What falls due
   * in the same task after it is to be done before it; `nested: false` is for what may be done in any order.
   * @throws RondoError outside of any turn
   */
  due(what: string, options: { readonly nested?: boolean } = {}): () => void {
    const cleanup = { what, task: runningTask("cleanups.due()"), nested: options.nested ?? true, isDone: false };
    this.entries.push(cleanup);
    return () => this.done(cleanup);
  }

  /** What was done wrong, and what was never done, in words. */
  audit(): string[] {
    const open = this.entries.filter((cleanup) => !cleanup.isDone);
    return [...this.faults, ...open.map((cleanup) => `the cleanup of ${describe(cleanup)} was never done`)];
  }

  private done(cleanup: Cleanup): void {
    if (cleanup.isDone) this.faults.push(`the cleanup of ${describe(cleanup)} was done twice`);
    cleanup.isDone = true;
    if (!cleanup.nested) return;
    for (const inner of this.entries.slice(this.entries.indexOf(cleanup) + 1)) {
      if (inner.isDone || !inner.nested || inner.task !== cleanup.task) continue;
      this.faults.push(`the cleanup of ${describe(cleanup)} was done before that of ${inner.what} inside it`);
    }
  }
}

function describe({ what, task }: Cleanup): string {
  return `${what} in ${task.path}`;
}
