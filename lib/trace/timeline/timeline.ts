import { Playback } from "../fold.js";
import type { Trace } from "../format.js";
import { columnsOf, type Column } from "./columns.js";
import { leaveOutMiddle, leaveOutRepeats, type Item } from "./gaps.js";
import { MEANINGS, type Glyph } from "./glyphs.js";
import { styleOf, type Style, type TimelineOptions } from "./options.js";
import { pagesOf, type Page } from "./pages.js";
import { rowsOf, type Looks } from "./rows.js";
import { letterOf, rulerOf } from "./ruler.js";
import { fit, widthOf } from "./text.js";
import { verdictOf } from "./verdict.js";

/**
 * Draws a trace as text: a row a task, a column a step, the time above, a legend and a verdict below. Where the clock moved there
 * is a column of its own under a tick, which shows who slept and who waited meanwhile. It is a pure function of the trace.
 *
 * @example
 * console.log(timeline(recorder.trace, { width: process.stdout.columns }));
 */
export function timeline(trace: Trace, options: TimelineOptions = {}): string {
  return new Picture(trace, styleOf(options)).toString();
}

/** Between the names and the picture. */
const MARGIN = "  ";

class Picture {
  private readonly style: Style;
  private readonly playback: Playback;
  private readonly names: ReadonlyMap<string, string>;
  private readonly pages: readonly Page[];
  private readonly labelWidth: number;
  private readonly used = new Set<Glyph>();
  private readonly looks: Looks = new Map();
  private time: number;

  constructor(trace: Trace, style: Style) {
    this.style = style;
    this.playback = new Playback(trace);
    const columns = columnsOf(this.playback, style.from, style.to);
    this.names = namesOf(columns, this.playback, style);
    const longest = Math.max(...[...this.names.values()].map(widthOf), 12);
    this.labelWidth = Math.min(longest, Math.floor(style.width * 0.3));
    const items = leaveOutMiddle(leaveOutRepeats(columns), style.columns);
    this.pages = pagesOf(items, style.width - this.labelWidth - MARGIN.length, style);
    this.time = trace.start?.time ?? trace.startTime;
  }

  toString(): string {
    const pages = this.pages.map((page) => this.page(page));
    return [...pages, this.foot()].join("\n\n") + "\n";
  }

  private page(page: Page): string {
    const { glyphs, rows: most } = this.style;
    const { times, ticks, marks } = rulerOf(page, this.time, this.style);
    const rows = rowsOf(page, this.looks, most);
    const lines = [this.ruled("time", times), this.ruled(stepsOf(page, glyphs.dash), ticks)];
    if (marks !== "") lines.push(this.ruled("", marks));
    for (const [id, cells] of rows.shown) lines.push(this.row(this.names.get(id) ?? id, cells));
    if (rows.hidden > 0) lines.push(this.row(`${glyphs.ellipsis} and ${String(rows.hidden)} more`, rows.others));
    for (const { item } of page.cells) {
      const columns = item.kind === "gap" ? item.columns : [item];
      this.time = columns.at(-1)?.time ?? this.time;
    }
    return lines.join("\n");
  }

  private ruled(name: string, text: string): string {
    return this.line(name, text === "" ? "" : this.style.paint(text, "ruler"));
  }

  private row(name: string, cells: readonly Glyph[]): string {
    let text = "";
    const end = cells.findLastIndex((glyph) => glyph !== "none") + 1;
    for (let from = 0, to = 0; from < end; from = to) {
      const glyph = cells[from]!;
      while (to < end && cells[to] === glyph) to++;
      const run = this.style.glyphs[glyph].repeat(to - from);
      text += glyph === "none" ? run : this.style.paint(run, glyph);
      this.used.add(glyph);
    }
    return this.line(name, text);
  }

  private line(name: string, text: string): string {
    const { paint, glyphs } = this.style;
    const label = fit(name, this.labelWidth, glyphs.ellipsis);
    return text === "" ? paint(label.trimEnd(), "label") : paint(label, "label") + MARGIN + text;
  }

  private foot(): string {
    const { glyphs, paint, marks, narrow } = this.style;
    const kinds = (Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]).filter((glyph) => this.used.has(glyph));
    const legend = kinds.map((glyph) => `${paint(glyphs[glyph], glyph)} ${MEANINGS[glyph]}`);
    const notes = marks.map(({ step, note }, index) => `${letterOf(index)}  step ${String(step)}: ${narrow(note)}`);
    const verdict = verdictOf(this.playback, this.style);
    return [legend.join("  "), ...notes, paint(verdict, "note")].join("\n");
  }
}

/** The names of the tasks in the picture, indented by family. */
function namesOf(columns: readonly Column[], { state }: Playback, style: Style): Map<string, string> {
  const names = new Map<string, string>();
  for (const id of columns.flatMap((column) => [...column.changes.keys()])) {
    const depth = Math.min(id.split(".").length - 1, 6);
    names.set(id, `${"  ".repeat(depth)}${style.narrow(state.tasks.get(id)?.name ?? "")} ${id}`);
  }
  return names;
}

function stepsOf(page: Page, dash: string): string {
  const steps = page.cells.flatMap(({ item }): [number, number][] => {
    if (item.kind === "gap") return [[item.from, item.to]];
    return item.kind === "step" ? [[item.step, item.step]] : [];
  });
  const [first, last] = [steps[0]?.[0], steps.at(-1)?.[1]];
  if (first === undefined || last === undefined) return "no steps";
  return first === last ? `step ${String(first)}` : `steps ${String(first)}${dash}${String(last)}`;
}

export type { Item };
