import type { Cell, Page } from "./pages.js";
import type { Style, TimelineMark } from "./options.js";
import { widthOf } from "./text.js";

/** The lines above the rows of a page, without their names. */
export interface Ruler {
  /** The instants, above their ticks; those for which there is no room are left out. */
  readonly times: string;
  readonly ticks: string;
  /** The letters of marked steps; empty where the page has none. */
  readonly marks: string;
}

/** A point in time in a few digits. */
export function timeText(time: number): string {
  return String(Math.round(time * 1000) / 1000);
}

/** The ruler of a page that begins at the time `began`. */
export function rulerOf(page: Page, began: number, style: Style): Ruler {
  const times = new Line(page.room);
  const ticks = new Line(page.room);
  const marks = new Line(page.room);
  if (page.cells[0]?.item.kind !== "time") times.write(0, `(${timeText(began)})`);
  for (const cell of page.cells) {
    const { x, item, text } = cell;
    if (item.kind === "gap") ticks.write(x, text);
    else if (item.kind === "time") {
      ticks.write(x, style.glyphs.tick);
      times.write(x, timeText(item.time));
    } else if (item.kind === "stop") ticks.write(x, style.glyphs.stop);
    else if (item.input) ticks.write(x, style.glyphs.input);
    const mark = markAt(cell, style.marks);
    if (mark >= 0) marks.write(x, letterOf(mark));
  }
  return { times: times.toString(), ticks: ticks.toString(), marks: marks.toString() };
}

function markAt({ item }: Cell, marks: readonly TimelineMark[]): number {
  return item.kind === "step" ? marks.findIndex((mark) => mark.step === item.step) : -1;
}

/** a, b, c … and then again from a. */
export function letterOf(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + (index % 26));
}

/** A line into which short texts are written from left to right. One that would touch another, or the end, is left out. */
class Line {
  private text = "";
  private readonly room: number;

  constructor(room: number) {
    this.room = room;
  }

  write(x: number, text: string): void {
    const end = widthOf(this.text);
    const touches = end > 0 && (x < end || (x === end && widthOf(text) > 1));
    if (touches || x + widthOf(text) > this.room) return;
    this.text += " ".repeat(x - end) + text;
  }

  toString(): string {
    return this.text;
  }
}
