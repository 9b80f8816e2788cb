import type { Event } from "../dpor/trace.js";
import { PASSES } from "./turns.js";
import type { Orderings, StepOf } from "./orderings.js";

/** One step as it is listed. */
export interface StepLine {
  readonly event: Event;
  readonly label: string;
  readonly path: string;
  /** Its number among the turns, from 1, as in the picture; 0 for what is no turn. */
  readonly turn: number;
  /** What it did. */
  readonly what: string;
  /** Whether the failure depends on when it comes. */
  readonly marked: boolean;
  /** Whether it was chosen though the last task could go on. */
  readonly preempts: boolean;
}

/** So many steps are listed one by one at most. */
const MOST = 40;
/** A line's most characters. */
const WIDTH = 110;

/** The list of the steps. Where they are many, those that do not matter are only counted. */
export function stepLines(lines: readonly StepLine[]): string[] {
  const kept = lines.length <= MOST ? new Set(lines) : worthSeeing(lines);
  const digits = String(Math.max(...lines.map(({ turn }) => turn))).length;
  const width = Math.max(...[...kept].map(({ label }) => label.length));
  const shown: string[] = [];
  for (let i = 0; i < lines.length;) {
    const from = i;
    while (i < lines.length && !kept.has(lines[i]!)) i++;
    if (i > from) shown.push(`  ${" ".repeat(digits)}  … ${gapOf(lines.slice(from, i))}`);
    if (i < lines.length) shown.push(lineOf(lines[i++]!, digits, width));
  }
  return shown;
}

function lineOf({ turn, label, what, marked }: StepLine, digits: number, width: number): string {
  const number = (turn > 0 ? String(turn) : "").padStart(digits);
  const begin = `${marked ? "→" : " "} ${number}  ${label.padEnd(width)}  `;
  return begin + cutInside(what, WIDTH - begin.length);
}

/** Leaves out something before the last part, which says how the step ends. */
function cutInside(what: string, most: number): string {
  const last = what.lastIndexOf("; ");
  if (what.length <= most || last < 0) return cut(what, most);
  const end = cut(what.slice(last), Math.floor(most / 2));
  const begin = what.slice(0, most - end.length);
  return begin.length >= last ? cut(what, most) : `${begin.slice(0, -1)}…${end}`;
}

/** The steps that matter, where one task is left for another, and the first and the last ones. */
function worthSeeing(lines: readonly StepLine[]): Set<StepLine> {
  const kept = new Set([...lines.slice(0, 2), ...lines.slice(-4)]);
  const add = (wanted: (line: StepLine) => boolean): void => {
    for (const line of lines) if (kept.size < MOST && wanted(line)) kept.add(line);
  };
  add(({ marked }) => marked);
  add(({ preempts }) => preempts);
  return kept;
}

/** `12 steps of worker 1, 3 of worker 2` */
function gapOf(lines: readonly StepLine[]): string {
  const counts = new Map<string, number>();
  for (const { label } of lines) counts.set(label, (counts.get(label) ?? 0) + 1);
  const parts = [...counts].map(
    ([label, n], i) => `${String(n)}${i > 0 ? "" : n === 1 ? " step" : " steps"} of ${label}`,
  );
  const more = parts.length > 4 ? `, and of ${String(parts.length - 4)} more` : "";
  return cut(parts.slice(0, 4).join(", ") + more);
}

/** The orderings, each with what the two steps do. */
export function orderingLines({ orderings }: Orderings, lines: readonly StepLine[]): string[] {
  const nameOf = (step: StepOf): string => nameOfStep(step, lines);
  return orderings.map(({ first, second }) => `${nameOf(first)} before ${nameOf(second)}`);
}

/** A step that the run had no more is the next one of its task. */
function nameOfStep({ actor, nth }: StepOf, lines: readonly StepLine[]): string {
  const line = lines.find(({ event }) => event.actor === actor && event.nth === nth);
  if (line === undefined) return `what ${String(actor)} does next`;
  const { turn, label, what } = line;
  return turn > 0 ? `step ${String(turn)} (${label}: ${gist(what, 50)})` : label;
}

/** What a step did, without saying that it does no more. */
export function gist(what: string, most: number): string {
  return cut(what.replace(`; ${PASSES}`, ""), most);
}

function cut(text: string, most = WIDTH): string {
  const line = text.replaceAll("\n", " ");
  return line.length <= most ? line.trimEnd() : `${line.slice(0, most - 1)}…`;
}

/** Each line some way in. */
export function indent(lines: readonly string[], by = "  "): string[] {
  return lines.map((line) => (line === "" ? "" : by + line));
}

/** The tasks that are no roots, with those that they descend from. */
export function pathLines(lines: readonly StepLine[]): string[] {
  const ofTasks = lines.filter(({ event, label, path }) => event.actor.kind === "task" && label !== path);
  return [...new Set(ofTasks.map(({ path }) => path))];
}
