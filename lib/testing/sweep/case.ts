import { checkCount } from "../../kernel/checks.js";
import { preview } from "../../kernel/preview.js";
import { BORN } from "../../kernel/stages.js";
import type { TaskNode } from "../../kernel/task.js";
import { SweepInterrupt } from "./interrupt.js";

/** What is done to a task. */
export type Disturbance = "cancel" | "interrupt";

export const DISTURBANCES: readonly Disturbance[] = ["cancel", "interrupt"];

/** One run of a sweep: what is done to which task, and when. */
export interface SweepCase {
  readonly act: Disturbance;
  /** The id of the task: `1.2`. */
  readonly task: string;
  /** How many turns there are before it, of all tasks together. */
  readonly step: number;
}

/** The code that stands for a case. */
export function caseToSource({ act, task, step }: SweepCase): string {
  return `{ act: "${act}", task: "${task}", step: ${String(step)} }`;
}

/** Disturbs a task, and says so in words. */
export function disturb(task: TaskNode, { act, step }: SweepCase): string {
  const verb = act === "cancel" ? "cancelled" : "interrupted";
  const turns = step === 1 ? "1 turn" : `${String(step)} turns`;
  const what = `${task.label} was ${verb} after ${turns}, when it ${standOf(task)}`;
  if (act === "cancel") task.cancel("the sweep");
  else task.interrupt(new SweepInterrupt(`${task.label} was interrupted by the sweep`));
  return what;
}

function standOf(task: TaskNode): string {
  if (task.stage === BORN) return "had not begun";
  return task.waitingFor === undefined ? "was ready to go on" : `waited for ${task.waitingFor}`;
}

export function checkDisturbance(act: unknown, role: string): asserts act is Disturbance {
  if (DISTURBANCES.includes(act as Disturbance)) return;
  throw new TypeError(`${role}: ${preview(act)} is none of ${DISTURBANCES.join(", ")}.`);
}

export function checkCase({ act, task, step }: SweepCase): void {
  checkDisturbance(act, "sweep: only: act");
  checkCount(step, "sweep: only: step", 0);
  if (typeof task !== "string") throw new TypeError(`sweep: only: task: ${preview(task)} is no task id such as "1.2".`);
}
