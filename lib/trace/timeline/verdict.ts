import type { Playback } from "../fold.js";
import type { Trace } from "../format.js";
import { isAlive, type TaskView } from "../state.js";
import type { Style } from "./options.js";
import { timeText } from "./ruler.js";
import { cut } from "./text.js";

/** How many tasks a verdict names of each sort. */
const NAMED = 3;

/** How much of an error or a wait a verdict quotes. */
const QUOTED = 60;

/**
 * A run in one line: how many tasks came to what end, how long it took, and why it stopped. `playback` stands at its end.
 */
export function verdictOf({ state, trace }: Playback, style: Style): string {
  const tasks = [...state.tasks.values()];
  const { done, failed, cancelled } = state.gone;
  const failures = tasks.filter((task) => task.state === "failed").sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  const alive = tasks.filter(isAlive);
  const sleeping = alive.filter((task) => task.asleep).length;
  const waiting = alive.filter((task) => task.state === "waiting" && !task.asleep);
  const parts = [
    part(done + tasks.filter((task) => task.state === "done").length, "done"),
    part(failed + failures.length, "failed", failures, (task) => task.value, style),
    part(cancelled + tasks.filter((task) => task.state === "cancelled").length, "cancelled"),
    part(alive.length - sleeping - waiting.length, "ready"),
    part(sleeping, "sleeping"),
    part(waiting.length, "waiting", waiting, (task) => task.waitingFor, style),
  ].filter((words) => words !== "");
  const total = count(tasks.length + done + failed + cancelled, "task");
  const ends = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `${total}${ends}; ${count(state.step, "step")}, ${timeOf(trace, state.time, style)}${stopOf(trace, style)}`;
}

/** So many tasks of a sort; the first few by name, each with what is to be said of it. */
function part(
  n: number,
  sort: string,
  tasks: readonly TaskView[] = [],
  words?: (task: TaskView) => string | undefined,
  style?: Style,
): string {
  if (n === 0) return "";
  if (words === undefined || style === undefined || tasks.length === 0) return `${String(n)} ${sort}`;
  const named = tasks.slice(0, NAMED).map((task) => quote(`${task.name} ${task.id}: ${words(task) ?? ""}`, style));
  if (n > named.length) named.push(`and ${String(n - named.length)} more`);
  return `${String(n)} ${sort} (${named.join("; ")})`;
}

function timeOf({ start, startTime }: Trace, time: number, { glyphs: { arrow } }: Style): string {
  const began = start?.time ?? startTime;
  return time === began ? `time ${timeText(began)}` : `time ${timeText(began)} ${arrow} ${timeText(time)}`;
}

/** Why the scheduler came to a stand last, and when. */
function stopOf({ events, start }: Trace, style: Style): string {
  const stop = events.findLast((event) => event.kind === "stop");
  const error = stop?.error ?? start?.stopped;
  if (error === undefined) return "";
  const step = stop?.step ?? start?.step ?? 0;
  return `; stopped after step ${String(step)}: ${quote(error, style, 2 * QUOTED).replace(/:$/, "")}`;
}

/** The first line of a text of the program's own. */
function quote(text: string, { narrow, glyphs }: Style, most: number = QUOTED): string {
  return cut(narrow(text.split("\n")[0] ?? ""), most, glyphs.ellipsis);
}

function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? "" : "s"}`;
}
