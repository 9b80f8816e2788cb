import { Playback } from "../fold.js";
import type { Trace } from "../format.js";
import { columnsOf } from "./columns.js";
import { leaveOutMiddle, leaveOutRepeats } from "./gaps.js";
import { MEANINGS, type Glyph, type RulerGlyph } from "./glyphs.js";
import { Labels } from "./labels.js";
import { styleOf, type Style, type TimelineOptions } from "./options.js";
import { pagesOf, type Page } from "./pages.js";
import { rowsOf, type Looks } from "./rows.js";
import { letterOf, rulerOf } from "./ruler.js";
import { widthOf } from "./text.js";
import { verdictOf } from "./verdict.js";

/**
 * Draws a trace as text: a row a task, a column a step, the time above, a legend and a verdict below. Where the clock moved there
 * is a column of its own under a tick, which shows who slept and who waited meanwhile. It is a pure function of the trace.
 *
 * @example
 * console.log(timeline(recorder.trace, { width: process.stdout.columns }));
 */
export function timeline(trace: Trace, options: TimelineOptions = {}): string {
  return new Picture(trace, styleOf(options)).draw();
}

/** Between the names and the picture. */
const MARGIN = "  ";

class Picture {
  private readonly style: Style;
  private readonly playback: Playback;
  private readonly labels: Labels;
  private readonly pages: readonly Page[];
  /** What the legend has to explain. */
  private readonly used = new Set<Glyph | RulerGlyph>();
  private readonly looks: Looks = new Map();
  private time: number;

  constructor(trace: Trace, style: Style) {
    this.style = style;
    this.playback = new Playback(trace);
    const columns = columnsOf(this.playback, style.from, style.to);
    this.labels = new Labels(columns, this.playback.state, style);
    const items = leaveOutMiddle(leaveOutRepeats(columns), style.columns);
    this.pages = pagesOf(items, style.width - this.labels.width - MARGIN.length, style);
    this.time = trace.start?.time ?? trace.startTime;
  }

  draw(): string {
    const pages = this.pages.map((page) => this.page(page).join("\n"));
    return [...pages, this.foot().join("\n")].join("\n\n") + "\n";
  }

  private page(page: Page): string[] {
    const { style, labels } = this;
    const ruler = rulerOf(page, this.time, style);
    const rows = rowsOf(page, this.looks, style.rows);
    const lines = [this.ruled(labels.fit("time"), ruler.times), this.ruled(labels.steps(page), ruler.ticks)];
    if (ruler.marks !== "") lines.push(this.ruled(labels.fit(""), ruler.marks));
    for (const [id, cells] of rows.shown) lines.push(this.row(labels.of(id), cells));
    if (rows.hidden > 0) {
      lines.push(this.row(labels.fit(`${style.glyphs.ellipsis} and ${String(rows.hidden)} more`), rows.others));
    }
    this.pass(page);
    return lines;
  }

  /** Takes note of what a page had on its ruler, and of the time at its end. */
  private pass(page: Page): void {
    for (const { item } of page.cells) {
      const { time } = item.kind === "gap" ? item.columns.at(-1)! : item;
      if (item.kind === "time" && time !== this.time) this.used.add("tick");
      this.time = time;
      if (item.kind === "stop") this.used.add("stop");
      if (item.kind !== "gap" && item.input) this.used.add("input");
    }
  }

  private ruled(name: string, text: string): string {
    const { paint } = this.style;
    return `${paint(name, "label")}${MARGIN}${paint(text, "ruler")}`.trimEnd();
  }

  private row(name: string, cells: readonly Glyph[]): string {
    const { paint, glyphs } = this.style;
    let text = paint(name, "label") + MARGIN;
    const end = cells.findLastIndex((glyph) => glyph !== "none") + 1;
    for (let from = 0, to = 0; from < end; from = to) {
      const glyph = cells[from]!;
      while (to < end && cells[to] === glyph) to++;
      const run = glyphs[glyph].repeat(to - from);
      text += glyph === "none" ? run : paint(run, glyph);
      this.used.add(glyph);
    }
    return text.trimEnd();
  }

  /** The legend, the notes of the marks, and the verdict. */
  private foot(): string[] {
    const { paint, marks, narrow } = this.style;
    const notes = marks.map(({ step, note }, index) => `${letterOf(index)}  step ${String(step)}: ${narrow(note)}`);
    return [...this.legend(), ...notes, paint(verdictOf(this.playback, this.style), "note")];
  }

  /** What the characters of this picture mean, in as many lines as that takes. */
  private legend(): string[] {
    const { glyphs, paint, width } = this.style;
    const lines: string[] = [];
    let line = "";
    let length = 0;
    for (const [what, words, style] of MEANINGS) {
      if (!this.used.has(what)) continue;
      const entry = `${paint(glyphs[what], style)} ${words}`;
      const more = widthOf(`${MARGIN}${glyphs[what]} ${words}`);
      const fits = line !== "" && length + more <= width;
      if (!fits && line !== "") lines.push(line);
      line = fits ? `${line}${MARGIN}${entry}` : entry;
      length = fits ? length + more : more - MARGIN.length;
    }
    return line === "" ? lines : [...lines, line];
  }
}
