import { explain } from "../kernel/notes.js";
import { shorten, sourceLine, stackOf, userFrame, type StackFrame } from "./stack.js";
import type { SyntaxFault } from "./syntax-fault.js";
import type { View } from "./view.js";

/** An error in full: what `explain` says of it, the user's part of its stack with a line of source, and its causes. */
export function describeError(error: unknown, view: View): string {
  return errorLines(error, view, new Set()).join("\n");
}

function errorLines(error: unknown, view: View, seen: Set<unknown>): string[] {
  if (seen.has(error)) return [];
  seen.add(error);
  const [head = "", ...notes] = explain(error).split("\n");
  const suppressed = notes.findIndex((line) => line.startsWith("  suppressed: "));
  const cut = suppressed < 0 ? notes.length : suppressed;
  return [
    view.colors.bold(head),
    ...notes.slice(0, cut).flatMap((line) => noteLine(line, view)),
    ...stackOf(error, view).flatMap((frame, i) => frameLines(frame, i === 0, view)),
    ...notes.slice(cut),
    ...innerErrors(error).flatMap(([role, inner]) => labelled(role, errorLines(inner, view, seen))),
  ];
}

/** A note of `explain`. The place of a spawn is shown as those of a stack; that of the command's own spawn is none. */
function noteLine(line: string, view: View): string[] {
  const [, verb, place] = /^ {2}(spawned|cancelled) (at .*)$/.exec(line) ?? [];
  if (verb === undefined || place === undefined) return [line];
  const frame = userFrame(place, view);
  return frame === undefined ? [] : [`  ${verb} ${frame.text}`];
}

function frameLines(frame: StackFrame, isFirst: boolean, view: View): string[] {
  const source = isFirst ? sourceLine(frame.file, frame.line)?.trim() : undefined;
  const text = view.colors.dim(`    ${frame.text}`);
  return source === undefined || source === "" ? [text] : [text, `      ${view.colors.cyan(clip(source))}`];
}

const WIDEST = 120;

function clip(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text;
}

/** The errors that an error carries in its own fields: its cause, and those that an `AggregateError` puts together. */
function innerErrors(error: unknown): [role: string, inner: unknown][] {
  if (!(error instanceof Error)) return [];
  const several = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const cause: [string, unknown][] = Object.hasOwn(error, "cause") ? [["caused by", error.cause]] : [];
  return [...several.map((inner): [string, unknown] => ["one of them", inner]), ...cause];
}

function labelled(role: string, lines: string[]): string[] {
  return lines.map((line, i) => (i === 0 ? `  ${role}: ${line}` : `  ${line}`));
}

/** A syntax error: its place, the line, and a mark under the column. */
export function describeFault(fault: SyntaxFault, view: View): string {
  const { line, column } = fault;
  const place = `${shorten(fault.file, view.cwd)}:${line}:${column}`;
  const source = sourceLine(fault.file, line);
  if (source === undefined) return `${place}\n${fault.message}`;
  const margin = `  ${line} | `;
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  const mark = `${" ".repeat(margin.length)}${indent}${view.colors.red("^")}`;
  return `${place}\n${view.colors.dim(margin)}${source}\n${mark}\n${view.colors.bold(fault.message)}`;
}
