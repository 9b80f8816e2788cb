import { Observer } from "../../../kernel/observer.js";
import { preview } from "../../../kernel/preview.js";
import { THROW, UNWIND } from "../../../kernel/stages.js";
import type { AnyRequest } from "../../../kernel/syscall.js";
import type { TaskNode } from "../../../kernel/task.js";
import type { Cast } from "../machine/cast.js";

/** An entry has three fields: what happened, to which task, and with which value. */
const FIELDS = 3;

/**
 * What happens in a run, to be compared with another one. It is taken down as it comes and put into words only where two runs
 * differ: a recorder's events in words take ten times as long, and short programs are compared in each exploration.
 */
export class Tape extends Observer {
  /** Who is who in the run. */
  cast!: Cast;
  private entries: unknown[] = [];

  /** Gives what was taken down, and begins anew. */
  takeOut(): readonly unknown[] {
    const { entries } = this;
    this.entries = [];
    return entries;
  }

  override spawned(task: TaskNode): void {
    this.put("spawn", task, task.name);
  }

  override ready(task: TaskNode): void {
    const { stage, value } = task;
    this.put(stage === THROW ? "ready to throw" : stage === UNWIND ? "ready to unwind" : "ready", task, value);
  }

  override turn(task: TaskNode): void {
    this.put("turn", task, undefined);
  }

  override asked(task: TaskNode, request: AnyRequest): void {
    this.put(request.toString(), task, undefined);
  }

  override entered(task: TaskNode, program: string): void {
    this.put("enter", task, program);
  }

  override left(task: TaskNode): void {
    this.put("leave", task, undefined);
  }

  override emitted(task: TaskNode, value: unknown): void {
    this.put("emit", task, value);
  }

  override sent(task: TaskNode, message: unknown): void {
    this.put("send to", task, message);
  }

  override received(task: TaskNode, message: unknown): void {
    this.put("receive", task, message);
  }

  override cancelled(task: TaskNode, reason: unknown): void {
    this.put("cancel", task, reason);
  }

  override interrupted(task: TaskNode, error: unknown): void {
    this.put("interrupt", task, error);
  }

  override unwinding(task: TaskNode): void {
    this.put("unwind", task, undefined);
  }

  override ended(task: TaskNode): void {
    this.put("end", task, task.value);
  }

  override clock(now: number): void {
    this.put("clock", null, now);
  }

  private put(what: string, task: TaskNode | null, value: unknown): void {
    const isPlain = value === null || (typeof value !== "object" && typeof value !== "function");
    this.entries.push(what, task === null ? "" : this.cast.actorOf(task).id, isPlain ? value : preview(value));
  }
}

/** The first entry in which two tapes differ, in the words of each; `undefined` where they are the same. */
export function tapesDiffer(a: readonly unknown[], b: readonly unknown[]): readonly [string, string] | undefined {
  const end = Math.max(a.length, b.length);
  for (let i = 0; i < end; i++) if (!Object.is(a[i], b[i])) return [entryAt(a, i), entryAt(b, i)];
  return undefined;
}

function entryAt(tape: readonly unknown[], place: number): string {
  if (place >= tape.length) return "nothing more";
  const begin = place - (place % FIELDS);
  const step = tape.filter((field, i) => i < begin && i % FIELDS === 0 && field === "turn").length;
  const [what, task, value] = tape.slice(begin, begin + FIELDS);
  const told = value === undefined ? "" : ` ${preview(value)}`;
  return `step ${String(step)}: ${String(what)} ${String(task)}${told}`;
}
