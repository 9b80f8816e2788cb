import type { Playback } from "../fold.js";
import { isAlive, type SchedulerState, type TaskView } from "../state.js";
import type { Style } from "./options.js";
import { timeText } from "./ruler.js";
import { cut } from "./text.js";

/** How many tasks a verdict names of each sort. */
const NAMED = 3;

/** How much of an error or a wait a verdict quotes. */
const QUOTED = 60;

/** A run in one line: how many tasks came to what end, how long it took, and why it stopped. */
export function verdictOf({ state, trace }: Playback, style: Style): string {
  const tasks = [...state.tasks.values()];
  const total = tasks.length + state.gone.done + state.gone.failed + state.gone.cancelled;
  const parts = [
    ended(tasks, "done", state),
    ended(tasks, "failed", state, (task) => `${task.name} ${task.id}: ${task.value ?? ""}`, style),
    ended(tasks, "cancelled", state),
    ...left(tasks, style),
  ].filter((part) => part !== "");
  const began = trace.start?.time ?? trace.startTime;
  const time =
    state.time === began ? timeText(began) : `${timeText(began)} ${style.glyphs.arrow} ${timeText(state.time)}`;
  const stop = state.stopped === undefined ? "" : `; stopped: ${quote(state.stopped, style)}`;
  return `${count(total, "task")}: ${parts.join(", ")}; ${count(state.step, "step")}, time ${time}${stop}`;
}

function ended(
  tasks: readonly TaskView[],
  outcome: "done" | "failed" | "cancelled",
  { gone }: SchedulerState,
  words?: (task: TaskView) => string,
  style?: Style,
): string {
  const those = tasks.filter((task) => task.state === outcome);
  const n = those.length + gone[outcome];
  if (n === 0) return "";
  return `${String(n)} ${outcome}${words !== undefined && style !== undefined ? naming(those, words, style) : ""}`;
}

/** The tasks that have not ended, and what they wait for. */
function left(tasks: readonly TaskView[], style: Style): string[] {
  const alive = tasks.filter(isAlive);
  const sleeping = alive.filter((task) => task.asleep);
  const waiting = alive.filter((task) => task.state === "waiting" && !task.asleep);
  const ready = alive.length - sleeping.length - waiting.length;
  return [
    ready === 0 ? "" : `${String(ready)} ready`,
    sleeping.length === 0 ? "" : `${String(sleeping.length)} sleeping`,
    waiting.length === 0
      ? ""
      : `${String(waiting.length)} waiting${naming(waiting, (task) => `${task.name} ${task.id}: ${task.waitingFor ?? ""}`, style)}`,
  ];
}

function naming(tasks: readonly TaskView[], words: (task: TaskView) => string, style: Style): string {
  const named = tasks.slice(0, NAMED).map((task) => quote(words(task), style));
  const more = tasks.length - named.length;
  if (more > 0) named.push(`and ${String(more)} more`);
  return named.length === 0 ? "" : ` (${named.join("; ")})`;
}

/** The first line of a text of the program's own. */
function quote(text: string, { narrow, glyphs }: Style): string {
  return cut(narrow(text.split("\n")[0] ?? ""), QUOTED, glyphs.ellipsis);
}

function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}
