import type { Gap, Item } from "./gaps.js";
import { widthOf } from "./text.js";
import type { Style } from "./options.js";

/** What stands side by side in one block of lines. */
export interface Page {
  readonly cells: readonly Cell[];
  /** How many characters its cells take. */
  readonly width: number;
  /** How many there is room for. */
  readonly room: number;
}

/** A column, or a gap, at its place in the page. */
export interface Cell {
  readonly x: number;
  readonly width: number;
  readonly item: Item;
  /** What a gap says of itself. */
  readonly text: string;
}

/** Breaks columns into pages of at most `room` characters. */
export function pagesOf(items: readonly Item[], room: number, style: Style): Page[] {
  const pages: Page[] = [];
  let cells: Cell[] = [];
  let x = 0;
  const turnOver = (): void => {
    if (cells.length > 0) pages.push({ cells, width: x, room });
    cells = [];
    x = 0;
  };
  for (const item of items) {
    const text = item.kind === "gap" ? textOf(item, style).slice(0, room) : "";
    const width = Math.max(1, widthOf(text));
    if (x + width > room) turnOver();
    cells.push({ x, width, item, text });
    x += width;
  }
  turnOver();
  return pages;
}

function textOf(gap: Gap, { glyphs: { gap: dots, dash } }: Style): string {
  const what =
    gap.why === "repeats" ? `${String(gap.steps)} steps alike` : `steps ${String(gap.from)}${dash}${String(gap.to)}`;
  return ` ${dots} ${what} ${dots} `;
}
